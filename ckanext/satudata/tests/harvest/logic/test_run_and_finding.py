"""Actions on runs and findings."""

from __future__ import annotations

from typing import Any

import pytest

import ckan.plugins.toolkit as tk

from ckanext.satudata.harvest.model import Source
from ckanext.satudata.tests.harvest.conftest import run_now, site
from ckanext.satudata.tests.harvest.servers import Portal

pytestmark = pytest.mark.usefixtures("with_plugins", "non_clean_db")


def findings(**filters: Any) -> dict[str, Any]:
    return tk.get_action("satudata_finding_list")(site(), filters)


@pytest.fixture
def flawed(portal: Portal) -> Portal:
    """Three records of the portal have flaws."""
    portal.packages[0]["title"] = ""
    portal.packages[1]["resources"] = [{"name": "Tanpa alamat"}]
    portal.packages[2]["groups"] = [{"name": "tidak-ada"}]
    return portal


def test_a_run_shows_all_that_a_page_needs(source: Source, portal: Portal) -> None:
    done = run_now(source)

    shown = tk.get_action("satudata_run_show")(site(), {"id": done.id})

    assert {
        key: shown[key] for key in ("state", "is_open", "announced", "received", "progress", "complete", "error")
    } == {
        "state": "finished",
        "is_open": False,
        "announced": 5,
        "received": 5,
        "progress": 1.0,
        "complete": True,
        "error": None,
    }
    assert shown["counts"] == {
        "new": 5,
        "changed": 0,
        "unchanged": 0,
        "missing": 0,
        "failed": 0,
        "with_warnings": 5,
        "skipped": 0,
        "repeated": 0,
        "archived": 0,
        "deleted": 0,
        "restored": 0,
    }
    assert (shown["duration_s"] > 0, shown["source"]["id"], shown["source_title"]) == (True, source.id, source.title)
    assert {kind["code"]: kind["count"] for kind in shown["findings_by_code"]}["META-43"] == 5


def test_findings_can_be_filtered_searched_and_paged(source: Source, flawed: Portal) -> None:
    run = run_now(source)

    assert [one["code"] for one in findings(run_id=run.id, code="HARVEST-02")["results"]] == ["HARVEST-02"]
    assert {one["severity"] for one in findings(run_id=run.id, severity="info")["results"]} == {"info"}
    assert [one["value"] for one in findings(run_id=run.id, q="tanpa ALAMAT")["results"]] == ["Tanpa alamat"]
    everything = findings(source_id=source.name)
    pages = [
        findings(source_id=source.id, limit=4, offset=offset)["results"] for offset in range(0, everything["count"], 4)
    ]
    assert [one["id"] for page in pages for one in page] == [one["id"] for one in everything["results"]]
    assert sum(kind["count"] for kind in everything["by_code"]) == everything["count"]


def test_a_finding_says_what_where_and_what_to_do(source: Source, flawed: Portal, opd: dict[str, Any]) -> None:
    run = run_now(source)

    (one,) = findings(run_id=run.id, code="HARVEST-02")["results"]

    name = flawed.packages[0]["name"].replace("-", " ").capitalize()
    assert {
        key: one[key] for key in ("guid", "title", "place", "severity", "message", "remedy", "organization_id")
    } == {
        "guid": flawed.packages[0]["id"],
        "title": name,
        "place": "title",
        "severity": "warning",
        "message": f"The record has no title at the source; it is shown as “{name}”.",
        "remedy": "Give the dataset a title at the source.",
        "organization_id": opd["id"],
    }
    assert findings(run_id=run.id, organization=opd["name"], code="HARVEST-02")["count"] == 1
    assert findings(run_id=run.id, organization="lain", code="HARVEST-02")["count"] == 0


def test_current_findings_are_those_of_the_last_run_that_touched_a_record(source: Source, flawed: Portal) -> None:
    run_now(source)
    flawed.packages[0]["title"] = "Judul"
    run_now(source)

    assert findings(source_id=source.id, code="HARVEST-02")["count"] == 1
    assert findings(source_id=source.id, code="HARVEST-02", current=True)["count"] == 0
    assert findings(source_id=source.id, code="HARVEST-23", current=True)["count"] == 1


def test_runs_are_listed_newest_first(source: Source) -> None:
    first, second = run_now(source), run_now(source)

    listed = tk.get_action("satudata_run_list")(site(), {"source_id": source.name})

    assert [one["id"] for one in listed["results"]] == [second.id, first.id]
    assert tk.get_action("satudata_run_list")(site(), {"source_id": source.id, "state": "failed"})["count"] == 0


def test_a_waiting_run_is_cancelled_at_once_and_a_finished_one_not_at_all(source: Source) -> None:
    queued = tk.get_action("satudata_source_run")(site(), {"id": source.id})

    cancelled = tk.get_action("satudata_run_cancel")(site(), {"id": queued["id"]})

    assert cancelled["state"] == "cancelled"
    with pytest.raises(tk.ValidationError, match="This run has already ended"):
        tk.get_action("satudata_run_cancel")(site(), {"id": queued["id"]})


@pytest.mark.parametrize("action", ["satudata_run_show", "satudata_run_cancel", "satudata_source_show"])
def test_what_is_not_there_is_not_found(action: str) -> None:
    with pytest.raises(tk.ObjectNotFound):
        tk.get_action(action)(site(), {"id": "tidak-ada"})


@pytest.mark.parametrize("action", ["satudata_finding_list", "satudata_run_list", "satudata_source_list"])
@pytest.mark.parametrize("name", ["limit", "offset"])
def test_a_number_beyond_what_the_database_counts_is_no_error_of_the_server(action: str, name: str) -> None:
    try:
        answer = tk.get_action(action)(site(), {name: 10**30})
    except tk.ValidationError as error:
        answer = error.error_dict

    assert answer.get("offset", "fine") == (["This number is too large."] if name == "offset" else "fine")
