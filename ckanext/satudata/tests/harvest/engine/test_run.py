"""One run of a source: what it takes over, what it leaves alone, what it says, and that nothing is lost."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.satudata.harvest import showing, sources
from ckanext.satudata.harvest.engine import preparing
from ckanext.satudata.harvest.mapping.dataset import package_id
from ckanext.satudata.harvest.model import Record, Source
from ckanext.satudata.tests.harvest.conftest import add_source, findings_of, nonzero, run_now, site
from ckanext.satudata.tests.harvest.servers import Portal, crash, html

pytestmark = pytest.mark.usefixtures("with_plugins", "non_clean_db")


def stored(source: Source) -> list[tuple[str, str]]:
    """Title and state of every dataset of the source, by title."""
    table = model.Package
    query = sa.select(table.title, table.state).where(table.extras["harvest_source_id"].astext == source.id)
    return sorted((title, state) for title, state in model.Session.execute(query))


def shown(source: Source, original: dict[str, Any]) -> dict[str, Any]:
    return tk.get_action("package_show")(site(), {"id": package_id(source.id, original["id"])})


def titles(portal: Portal) -> list[tuple[str, str]]:
    return sorted((one["title"], "active") for one in portal.packages)


def test_the_first_run_takes_every_record_over(source: Source, portal: Portal) -> None:
    done = run_now(source)

    assert (done.state, done.complete, done.announced, done.received, done.error) == ("finished", True, 5, 5, None)
    assert nonzero(done) == {"new": 5, "with_warnings": 5}
    assert stored(source) == titles(portal)


def test_the_original_identifiers_survive(source: Source, portal: Portal, portal_url: str) -> None:
    run_now(source)
    original = portal.packages[0]

    dataset = shown(source, original)

    assert {key: dataset[key] for key in ("guid", "harvest_source_id", "harvest_source_title", "source_url")} == {
        "guid": original["id"],
        "harvest_source_id": source.id,
        "harvest_source_title": source.title,
        "source_url": f"{portal_url}/dataset/{original['name']}",
    }
    assert (dataset["source_created"], dataset["source_modified"]) == ("2024-01-01T00:00:00", "2024-02-01T00:00:00")


def test_a_second_run_finds_all_unchanged(source: Source) -> None:
    run_now(source)

    assert nonzero(run_now(source)) == {"unchanged": 5}


def test_a_changed_record_changes_its_dataset_and_keeps_its_files_and_name(source: Source, portal: Portal) -> None:
    run_now(source)
    before = shown(source, portal.packages[0])
    portal.packages[0] = {**portal.packages[0], "title": "Judul Baru", "name": "nama-baru"}

    done = run_now(source)
    after = shown(source, portal.packages[0])

    assert nonzero(done) == {"changed": 1, "unchanged": 4, "with_warnings": 1}
    assert (after["title"], after["name"]) == ("Judul Baru", before["name"])
    assert [one["id"] for one in after["resources"]] == [one["id"] for one in before["resources"]]


def test_a_dataset_does_not_lose_its_title_and_the_other_records_go_on(source: Source, portal: Portal) -> None:
    run_now(source)
    before, original = titles(portal), dict(portal.packages[0])
    portal.packages[0] = {**original, "title": " ", "notes": "Berubah."}
    portal.packages[1] = {**portal.packages[1], "notes": "Berubah."}

    done = run_now(source)
    portal.packages = [original, *portal.packages[1:]]

    assert nonzero(done) == {"changed": 1, "unchanged": 3, "failed": 1, "with_warnings": 1}
    assert findings_of(done, "HARVEST-03") == [
        (
            "HARVEST-03",
            f"The record has lost its title at the source; the dataset stays as it was: “{original['title']}”.",
        )
    ]
    assert stored(source) == before
    mended = run_now(source)
    assert (nonzero(mended), findings_of(mended)) == ({"unchanged": 5}, [])
    assert showing.source(source)["records"] == {"stored": 5, "refused": 0, "missing": 0, "archived": 0}


def test_a_record_that_is_gone_is_hidden_until_it_comes_back(source: Source, portal: Portal) -> None:
    run_now(source)
    all_titles, gone = titles(portal), portal.packages.pop()

    without = run_now(source)
    portal.packages.append(gone)
    again = run_now(source)

    assert nonzero(without) == {"unchanged": 4, "missing": 1, "archived": 1, "with_warnings": 1}
    assert [code for code, _ in findings_of(without)] == ["HARVEST-52"]
    assert stored(source) == all_titles
    assert nonzero(again) == {"unchanged": 5, "restored": 1}


def test_an_incomplete_reading_calls_nothing_missing(source: Source, portal: Portal) -> None:
    run_now(source)
    portal.packages.pop()
    portal.extra_count = 7

    done = run_now(source)

    assert (done.state, done.complete, nonzero(done)) == ("finished", False, {"unchanged": 4})
    assert findings_of(done) == [
        ("HARVEST-40", "The source says it has 11 records, but 4 came. Nothing was called missing.")
    ]


@pytest.mark.parametrize("fault", [crash, html], ids=["500", "html"])
def test_an_error_on_a_later_page_keeps_what_had_come(source: Source, portal: Portal, fault: Any) -> None:
    # Twice, because the client asks a broken server again.
    portal.faults = {2: fault, 3: fault}

    done = run_now(source)

    assert (done.state, done.complete, nonzero(done)) == ("failed", False, {"new": 2, "with_warnings": 2})
    assert [code for code, _ in findings_of(done, "HARVEST-43", "HARVEST-40")] == ["HARVEST-43", "HARVEST-40"]
    portal.faults = {}
    assert nonzero(run_now(source)) == {"new": 3, "unchanged": 2, "with_warnings": 3}


def test_a_record_that_breaks_our_code_does_not_stop_the_others(
    source: Source, portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    healthy, bad = preparing.clean_dataset, portal.packages[2]["title"]

    def explode(dataset: dict[str, Any]) -> Any:
        if dataset["title"] == bad:
            raise RuntimeError("boom")
        return healthy(dataset)

    monkeypatch.setattr(preparing, "clean_dataset", explode)
    broken = run_now(source)
    monkeypatch.undo()

    assert nonzero(broken) == {"new": 4, "failed": 1, "with_warnings": 4}
    assert findings_of(broken, "HARVEST-08") == [
        ("HARVEST-08", "The record could not be processed because of an unexpected error: RuntimeError: boom")
    ]


def test_a_record_that_was_refused_is_tried_again(
    source: Source, portal: Portal, monkeypatch: pytest.MonkeyPatch, loopback_allowed: None
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(preparing, "clean_dataset", lambda _dataset: 1 / 0)
        run_now(source)

    assert nonzero(run_now(source)) == {"new": 5, "with_warnings": 5}


def test_titles_names_and_ids_that_other_sources_use_as_well_do_not_meet(
    source: Source, portal_url: str, opd: dict[str, Any]
) -> None:
    run_now(source)
    other = add_source(portal_url, opd["name"])

    done = run_now(other)

    assert nonzero(done)["new"] == 5
    assert [code for code, _ in findings_of(done, "HARVEST-04")] == ["HARVEST-04"] * 5
    assert len(stored(source)) == len(stored(other)) == 5


def test_two_records_with_one_name_are_both_kept(source: Source, portal: Portal) -> None:
    portal.packages[1]["name"] = portal.packages[0]["name"]

    done = run_now(source)

    assert (nonzero(done)["new"], len(findings_of(done, "HARVEST-04"))) == (5, 1)


def test_a_record_that_comes_twice_is_taken_once(source: Source, portal: Portal) -> None:
    portal.packages[4] = portal.packages[0]

    done = run_now(source)

    assert (done.received, done.complete, nonzero(done)) == (4, False, {"new": 4, "repeated": 1, "with_warnings": 4})


def test_a_dataset_deleted_here_is_not_brought_back_until_it_is_restored(source: Source, portal: Portal) -> None:
    run_now(source)
    first = package_id(source.id, portal.packages[0]["id"])
    tk.get_action("package_delete")({**site(), "user": _site_user()}, {"id": first})
    portal.packages[0] = {**portal.packages[0], "notes": "Berubah."}

    done = run_now(source)

    assert nonzero(done) == {"unchanged": 4, "skipped": 1, "with_warnings": 1}
    assert len(findings_of(done, "HARVEST-07")) == 1
    assert (portal.packages[0]["title"], "deleted") in stored(source)


def test_a_purged_dataset_is_made_again(source: Source, portal: Portal) -> None:
    run_now(source)
    first = package_id(source.id, portal.packages[0]["id"])
    tk.get_action("dataset_purge")({**site(), "user": _site_user()}, {"id": first})

    assert nonzero(run_now(source)) == {"new": 1, "unchanged": 4, "with_warnings": 1}


def test_another_mapping_maps_unchanged_records_again(source: Source, portal: Portal) -> None:
    run_now(source)
    sources.change(source, sources.merged(source, {"mapping": {"default_fields": {"jenis_data": "statistik"}}}))
    model.Session.commit()

    done = run_now(source)

    assert nonzero(done) == {"changed": 5, "with_warnings": 5}
    assert shown(source, portal.packages[0])["jenis_data"] == "statistik"
    assert nonzero(run_now(source)) == {"unchanged": 5}


def test_each_record_remembers_its_content_and_its_dataset(source: Source, portal: Portal) -> None:
    done = run_now(source)

    records = model.Session.scalars(sa.select(Record).where(Record.source_id == source.id)).all()

    assert {(one.guid, one.package_id, one.last_run_id, one.state) for one in records} == {
        (one["id"], package_id(source.id, one["id"]), done.id, "stored") for one in portal.packages
    }
    assert all(one.document and one.hash for one in records)


def _site_user() -> str:
    return tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
