"""docs/harvest.md names every action, option, counter and connector, and shows commands that exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ckanext.satudata.harvest import cli
from ckanext.satudata.harvest.connectors import registered
from ckanext.satudata.harvest.logic import action
from ckanext.satudata.harvest.mapping.fields import settable
from ckanext.satudata.harvest.mapping.rules import parse_rules
from ckanext.satudata.harvest.mapping.settings import MAPPING_SETTINGS
from ckanext.satudata.harvest.mapping.steps import STEPS
from ckanext.satudata.harvest.model import COUNTERS, Schedule
from ckanext.satudata.tests.harvest.mapping.test_dataset import TARGET

DOCS = Path(__file__).resolve().parents[4] / "docs"
PAGE = (DOCS / "harvest.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "name",
    [
        *action.__all__,
        *COUNTERS,
        *(setting.name for setting in MAPPING_SETTINGS),
        *(schedule.value for schedule in Schedule if schedule is not Schedule.MANUAL),
    ],
)
def test_the_page_explains(name: str) -> None:
    assert f"`{name}`" in PAGE


@pytest.mark.parametrize("name", registered())
def test_every_connector_has_its_options_explained(name: str) -> None:
    own = DOCS / "connectors" / f"{name}.md"
    page = own.read_text(encoding="utf-8") if own.exists() else PAGE

    assert [setting.name for setting in registered()[name].settings if f"`{setting.name}`" not in page] == []


def test_every_command_that_is_shown_exists_and_every_command_is_shown() -> None:
    shown = set(re.findall(r"ckan (?:-c \S+ )?satudata source ([\w-]+)", PAGE))

    assert shown == set(cli.source.commands)


def test_every_rule_that_is_shown_can_be_read() -> None:
    [shown] = re.findall(r"```rules\n(.*?)```", PAGE, re.DOTALL)

    rules, wrong = parse_rules(shown.splitlines())

    assert (len(rules), [message.text() for message in wrong]) == (len(shown.splitlines()), [])
    assert {rule.field for rule in rules} <= settable(TARGET)


@pytest.mark.parametrize("step", STEPS)
def test_every_step_of_a_rule_is_explained(step: str) -> None:
    assert re.search(rf"^\|.*`{step}[ `].*\|", PAGE, re.MULTILINE)
