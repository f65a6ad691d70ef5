"""docs/harvest.md names every action, option, counter and connector, and shows commands that exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ckanext.satudata.harvest import cli
from ckanext.satudata.harvest.connectors import registered
from ckanext.satudata.harvest.logic import action
from ckanext.satudata.harvest.mapping_settings import MAPPING_SETTINGS
from ckanext.satudata.harvest.model import COUNTERS, Schedule

DOCS = Path(__file__).resolve().parents[4] / "docs"
PAGE = (DOCS / "harvest.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "name",
    [
        *action.__all__,
        *COUNTERS,
        *(setting.name for setting in MAPPING_SETTINGS),
        *(setting.name for setting in registered()["ckan_api"].settings),
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
    shown = set(re.findall(r"ckan (?:-c \S+ )?satudata source (\w+)", PAGE))

    assert shown == set(cli.source.commands)
