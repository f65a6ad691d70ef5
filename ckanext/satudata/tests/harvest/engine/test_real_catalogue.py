"""The real Serang catalogue (4,203 datasets of 31 OPD), served on loopback by the shared stand-in portal."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.lib import search

from ckanext.satudata.harvest.model import Run, Source
from ckanext.satudata.tests.harvest.conftest import add_source, findings_of, nonzero, run_now

TOOL = Path(__file__).resolve().parents[6] / "shared" / "tools" / "ckan_portal.py"
ALL = 4203

pytestmark = [
    pytest.mark.usefixtures("with_plugins", "non_clean_db"),
    pytest.mark.skipif(not TOOL.exists(), reason="the shared stand-in portal is not on this machine"),
]


@contextmanager
def serang(*options: str) -> Iterator[str]:
    """The stand-in portal on a free port; gives its address."""
    command = [sys.executable, str(TOOL), "--port", "0", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as portal:
        try:
            assert portal.stdout is not None
            yield portal.stdout.readline().split(" at ")[1].strip()
        finally:
            portal.terminate()


@pytest.fixture
def package_calls() -> Iterator[list[str]]:
    """Names of the actions that write or index a package, as they are called."""
    called: list[str] = []

    def note(sender: str, **_: object) -> None:
        if sender.startswith("package_") and not sender.endswith(("_show", "_list", "_search")):
            called.append(sender)

    tk.signals.action_succeeded.connect(note)
    yield called
    tk.signals.action_succeeded.disconnect(note)


def run_at(source: Source, *options: str) -> Run:
    """One run against the portal as these options make it."""
    with serang(*options) as url:
        source.settings = {**source.settings, "url": url}
        model.Session.commit()
        return run_now(source)


def in_database(source: Source) -> int:
    package = model.Package
    query = sa.select(sa.func.count()).where(
        package.extras["harvest_source_id"].astext == source.id, package.state == "active"
    )
    return model.Session.scalar(query) or 0


def in_search(source: Source) -> int:
    query: dict[str, Any] = {"q": "*:*", "fq": f"harvest_source_id:{source.id}", "rows": 0}
    return search.query_for(model.Package).run(query)["count"]


def last_write(source: Source) -> object:
    package = model.Package
    return model.Session.scalar(
        sa.select(sa.func.max(package.metadata_modified)).where(package.extras["harvest_source_id"].astext == source.id)
    )


def test_the_whole_catalogue_comes_over_stays_untouched_and_follows_the_source(
    opd: dict[str, Any], package_calls: list[str]
) -> None:
    with serang() as url:
        source = add_source(url, opd["name"], mapping={"unknown_organization": "create"})

    first = run_at(source)
    assert (first.state, first.complete, nonzero(first)) == ("finished", True, {"new": ALL, "with_warnings": ALL})
    assert (in_database(source), in_search(source)) == (ALL, ALL)

    package_calls.clear()
    before = last_write(source)
    second = run_at(source)
    assert (second.state, second.complete, nonzero(second)) == ("finished", True, {"unchanged": ALL})
    assert (package_calls, last_write(source)) == ([], before)

    third = run_at(source, "--changed", "40", "--broken", "5", "--gone", "30")
    assert (third.state, third.complete) == ("finished", True)
    # The five broken ones have lost their titles: their datasets keep them, and each is named.
    assert nonzero(third) == {"changed": 40, "unchanged": ALL - 75, "missing": 30, "failed": 5, "with_warnings": 70}
    assert (len(findings_of(third, "HARVEST-06")), len(findings_of(third, "HARVEST-03"))) == (30, 5)
    assert (in_database(source), in_search(source)) == (ALL, ALL)

    fourth = run_at(source)
    assert (fourth.counts["changed"], fourth.counts["unchanged"]) == (40, ALL - 40)
    assert (fourth.counts["missing"], fourth.counts["failed"]) == (0, 0)


def test_broken_records_of_a_new_source_are_repaired_and_named(opd: dict[str, Any]) -> None:
    with serang("--limit", "40", "--broken", "5") as url:
        source = add_source(url, opd["name"])
        done = run_now(source)

    assert (done.state, done.counts["new"], in_database(source)) == ("finished", 40, 40)
    assert (len(findings_of(done, "HARVEST-02")), len(findings_of(done, "META-04"))) == (5, 5)


def test_an_error_in_the_middle_keeps_what_had_come_and_calls_nothing_missing(opd: dict[str, Any]) -> None:
    with serang("--limit", "60") as url:
        source = add_source(url, opd["name"], page_size=20)
    run_at(source, "--limit", "60")

    done = run_at(source, "--limit", "60", "--changed", "60", "--fail-page", "2")

    assert (done.state, done.complete) == ("failed", False)
    assert nonzero(done) == {"changed": 20, "with_warnings": 20}
    assert [message.partition("http")[0] for _, message in findings_of(done, "HARVEST-43")] == [
        "Reading stopped before the end: The source reports an error of its own (HTTP 500) at "
    ]
    assert (in_database(source), in_search(source)) == (60, 60)
