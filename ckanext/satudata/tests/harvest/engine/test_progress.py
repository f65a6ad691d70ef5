"""Reading only what changed: how far a source was read is kept, and neither bad records nor bad nights spoil it."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.cli.cli import ckan
from ckan.tests.helpers import CKANCliRunner

from ckanext.satudata.harvest.connectors import Since
from ckanext.satudata.harvest.engine.progress import OVERLAP
from ckanext.satudata.harvest.model import Run, Source
from ckanext.satudata.tests.harvest.conftest import add_source, findings_of, nonzero, run_now
from ckanext.satudata.tests.harvest.connectors.reading import read
from ckanext.satudata.tests.harvest.servers import Portal, crash, package

pytestmark = pytest.mark.usefixtures("with_plugins", "non_clean_db")


@pytest.fixture
def portal(portal: Portal) -> Portal:
    """Obeys filters; its datasets changed one after the other, the last on 5 March 2025."""
    portal.filters = True
    for number, one in enumerate(portal.packages, start=1):
        one["metadata_modified"] = f"2025-03-{number:02d}T12:00:00"
    return portal


@pytest.fixture
def source(portal_url: str, opd: dict[str, Any]) -> Source:
    return add_source(portal_url, opd["name"], page_size=2, incremental=True)


def change(portal: Portal, number: int, **fields: Any) -> None:
    portal.packages[number] = {**portal.packages[number], "metadata_modified": "2025-04-01T00:00:00", **fields}


def outcome(done: Run) -> tuple[str, bool, dict[str, int]]:
    return done.state, done.complete, nonzero(done)


def state(source: Source) -> dict[str, Any]:
    model.Session.refresh(source)
    return source.state


def age(source: Source, days: int) -> None:
    """As if all had been compared so many days ago."""
    compared_at = datetime.now(timezone.utc) - timedelta(days=days)
    source.state = {**state(source), "compared_at": compared_at.isoformat()}
    model.Session.commit()


def test_the_second_run_asks_only_for_what_changed_since_a_little_before_the_latest_change(
    source: Source, portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(tk.config, "ckan.display_timezone", "Asia/Jakarta")
    first = run_now(source)
    change(portal, 0, notes="Berubah.")

    second = run_now(source)

    assert outcome(first)[:2] == ("finished", True)
    assert (outcome(second), second.announced, second.received) == (
        ("finished", False, {"changed": 1, "unchanged": 1, "with_warnings": 1}),
        2,
        2,
    )
    assert findings_of(second, "HARVEST-46") == [
        (
            "HARVEST-46",
            "Only records that changed since 5 Mar 2025, 18:30 were asked for. Nothing was called missing.",
        )
    ]
    assert (OVERLAP, state(source)["watermark"]) == (timedelta(minutes=30), "2025-04-01T00:00:00+00:00")


def test_without_the_option_every_run_reads_all(portal_url: str, opd: dict[str, Any]) -> None:
    source = add_source(portal_url, opd["name"])
    run_now(source)

    assert outcome(run_now(source)) == ("finished", True, {"unchanged": 5})


def test_nothing_is_missing_until_all_is_compared_again(source: Source, portal: Portal) -> None:
    run_now(source)
    del portal.packages[0]

    between = run_now(source)
    age(source, 7)
    compared = run_now(source)

    assert outcome(between) == ("finished", False, {"unchanged": 1})
    assert (compared.complete, compared.counts["unchanged"], compared.counts["missing"]) == (True, 4, 1)


def test_a_run_that_fails_leaves_the_mark_where_it_was(source: Source, portal: Portal) -> None:
    run_now(source)
    before = state(source)
    for number in range(4):
        change(portal, number, notes="Berubah.")
    second = portal.requests["package_search"] + 2
    portal.faults = dict.fromkeys(range(second, second + 5), crash)

    failed = run_now(source)
    after = state(source)
    portal.faults = {}
    repaired = run_now(source)

    assert (failed.state, after) == ("failed", before)
    assert repaired.state == "finished"
    assert failed.counts["changed"] + repaired.counts["changed"] == 4


def test_a_count_that_was_not_met_leaves_the_mark_where_it_was(source: Source, portal: Portal) -> None:
    portal.extra_count = 3

    run_now(source)

    assert state(source) == {}


@pytest.mark.parametrize("modified", ["kemarin", None, "2999-01-01T00:00:00", "0001-01-01T00:00:00", 5, ["x"]], ids=str)
def test_a_bad_time_of_change_neither_sets_the_mark_back_nor_ahead(
    source: Source, portal: Portal, modified: Any
) -> None:
    portal.packages[0]["metadata_modified"] = modified

    run_now(source)

    assert state(source)["watermark"] == "2025-03-05T12:00:00+00:00"


def test_refused_records_do_not_hold_up_the_mark_and_are_asked_for_again_by_name(
    source: Source, portal: Portal
) -> None:
    good_title = portal.packages[0]["title"]
    run_now(source)
    change(portal, 0, title=" ", metadata_modified="2025-04-01T00:00:00")
    refused = run_now(source)
    change(portal, 1, metadata_modified="2025-05-01T00:00:00")
    again = run_now(source)
    portal.packages[0]["title"] = good_title
    mended = run_now(source)

    assert (refused.state, refused.counts["failed"]) == ("finished", 1)
    assert (again.counts["failed"], again.received, again.announced) == (1, 2, 2)
    assert (nonzero(mended), mended.received, mended.announced) == (
        {"changed": 1, "unchanged": 1, "with_warnings": 1},
        2,
        2,
    )
    assert state(source)["watermark"] == "2025-05-01T00:00:00+00:00"
    assert run_now(source).received == 1


def test_other_filters_or_another_mapping_ask_for_all_once(source: Source, opd: dict[str, Any]) -> None:
    run_now(source)

    for part in ({"settings": {"tags": ["penduduk"]}}, {"mapping": {"default_tags": ["serang"]}}):
        tk.get_action("satudata_source_patch")({"ignore_auth": True, "user": ""}, {"id": source.id, **part})
        whole, incremental = run_now(source), run_now(source)
        assert (whole.complete, whole.received, incremental.complete) == (True, 5, False)


def test_a_full_compare_can_be_asked_for_in_the_terminal(cli: CKANCliRunner, source: Source, portal: Portal) -> None:
    run_now(source)
    source_id, name = source.id, source.name
    del portal.packages[0]

    result = cli.invoke(ckan, ["satudata", "source", "run", name, "--full"])

    assert "4 unchanged, 1 missing" in result.stdout
    after = model.Session.get(Source, source_id)
    assert after is not None
    assert after.state["watermark"] == "2025-03-05T12:00:00+00:00"


def test_a_source_that_has_not_changed_costs_one_short_answer(source: Source, portal: Portal) -> None:
    run_now(source)
    before = portal.requests["package_search"]

    done = run_now(source)

    assert (outcome(done), portal.requests["package_search"] - before <= 2) == (
        ("finished", False, {"unchanged": 1}),
        True,
    )


def test_a_portal_that_ignores_the_filter_is_looked_through_and_its_old_records_left_aside() -> None:
    ignoring = Portal([package(number, metadata_modified=f"2025-03-{number:02d}T12:00:00") for number in range(1, 7)])

    words = changes(ignoring, "2025-03-04T00:00:00")

    assert words == ["HARVEST-48", "of 0", "of 1", "04", "of 3", "05", "06", "of 3"]


def test_a_portal_without_search_tells_its_changes_by_its_list() -> None:
    closed = Portal([package(number, metadata_modified=f"2025-03-{number:02d}T12:00:00") for number in range(1, 4)])
    closed.closed = {"package_search"}

    assert changes(closed, "2025-03-03T00:00:00") == ["HARVEST-49", "HARVEST-48", "of 1", "03", "of 1"]


def changes(portal: Portal, moment: str) -> list[str]:
    """What the CKAN connector gives as changes since that moment, two records a page."""
    since = Since(moment=datetime.fromisoformat(moment).replace(tzinfo=timezone.utc))
    result = read("ckan_api", portal, since=since, page_size=2)
    return [word[-2:] if word.startswith("00000000") else word for word in result.words]
