"""`ckan satudata source …`: results on stdout, exit codes, last line counts."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest

from ckan.cli.cli import ckan
from ckan.tests.helpers import CKANCliRunner

from ckanext.satudata.harvest.model import Source
from ckanext.satudata.tests.harvest.servers import Portal, html, serving

pytestmark = pytest.mark.usefixtures("with_plugins", "non_clean_db")


@pytest.fixture
def command(cli: CKANCliRunner) -> Any:
    """Runs `ckan satudata source …`; gives exit code, lines of stdout, stderr."""

    def run(*words: str) -> tuple[int, list[str], str]:
        result = cli.invoke(ckan, ["satudata", "source", *words])
        return result.exit_code, result.stdout.splitlines(), result.stderr

    return run


def test_a_source_is_added_checked_run_and_shown(
    command: Any, portal: Portal, portal_url: str, opd: dict[str, Any]
) -> None:
    name = f"sumber-{uuid.uuid4().hex[:10]}"

    added = command("add", "Sumber Uji", "--name", name, "--url", portal_url, "--organization", opd["name"])
    checked = command("check", name)
    first = command("run", name)
    second = command("run", name)
    shown = command("show", name)
    listed = command("list")

    assert added[:2] == (0, [f"Source {name} added. Next: ckan satudata source run {name}"])
    assert (checked[0], checked[1][-1]) == (0, "CKAN 2.9.5 answers with 5 datasets of 0 organisations.")
    assert (first[0], first[1][-1].partition(" s, ")[2]) == (0, "5 records: 5 new, 5 with warnings.")
    assert (second[0], second[1][-1].partition(" s, ")[2]) == (0, "5 records: 5 unchanged.")
    assert (shown[0], shown[1][0].split()) == (0, ["name", name])
    assert any(line.startswith(name) for line in listed[1])
    assert listed[1][-1].endswith(" sources.")


def test_json_is_one_object_a_line(command: Any, source: Source) -> None:
    code, lines, _ = command("run", source.name, "--json")

    assert (code, [json.loads(line)["counts"]["new"] for line in lines]) == (0, [5])
    assert all(json.loads(line)["name"] for line in command("list", "--json")[1])
    assert json.loads(command("show", source.name, "--json")[1][0])["records"]["stored"] == 5


def test_a_run_that_fails_ends_with_code_1_and_says_why(command: Any, source: Source, portal: Portal) -> None:
    portal.faults = dict.fromkeys(range(1, 9), html)

    code, lines, _ = command("run", source.name)

    assert (code, "failed" in lines[-1], "answers with a web page" in lines[-1]) == (1, True, True)


def test_a_check_of_something_else_ends_with_code_1(command: Any, source: Source, portal: Portal) -> None:
    # Not once only: a portal that shows a page of maintenance for a moment is asked again.
    portal.faults = dict.fromkeys(range(1, 9), html)

    code, lines, _ = command("check", source.name)

    assert (code, "answers with a web page" in lines[-1]) == (1, True)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["run"], "Give the names of sources, or --due."),
        (["run", "tidak-ada"], "There is no source “tidak-ada”."),
        (["show", "tidak-ada"], "There is no source “tidak-ada”."),
        (["add", "X", "--url", "salah"], "settings.url: “salah” is no web address."),
        (["add", "X", "--set", "salah"], "“salah” is no OPTION=VALUE."),
    ],
)
def test_wrong_use_ends_with_code_2_and_says_what_to_write(command: Any, words: list[str], message: str) -> None:
    code, _, error = command(*words)

    assert (code, message in error) == (2, True)


def test_due_runs_what_the_schedule_asks_for_and_nothing_twice(
    command: Any, opd: dict[str, Any], portal: Portal
) -> None:
    with serving(portal) as url:
        name = f"harian-{uuid.uuid4().hex[:10]}"
        command("add", name, "--url", url, "--organization", opd["name"], "--schedule", "daily")
        first = command("run", "--due", "--json")
        second = command("run", "--due", "--json")

    titles = [json.loads(line)["source_title"] for line in first[1]]
    assert (name in titles, [line for line in second[1] if name in line]) == (True, [])
