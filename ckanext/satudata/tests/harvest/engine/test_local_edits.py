"""Fields that were edited here: found, kept or replaced, and always told."""

from __future__ import annotations

from typing import Any

import pytest

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.satudata.harvest import sources
from ckanext.satudata.harvest.engine import local_edits
from ckanext.satudata.harvest.engine.local_edits import Merge
from ckanext.satudata.harvest.mapping.dataset import package_id
from ckanext.satudata.harvest.model import Run, Source
from ckanext.satudata.harvest.policy import policy
from ckanext.satudata.tests.harvest.conftest import findings_of, nonzero, run_now, site
from ckanext.satudata.tests.harvest.engine.changes import changes_of
from ckanext.satudata.tests.harvest.servers import Portal

KEEP, TAKE = policy({"local_edits": "keep_local"}), policy({"local_edits": "take_source"})

STORED: dict[str, Any] = {
    "title": "Jumlah Posyandu",
    "notes": "Menurut kecamatan.",
    "tags": [{"name": "balita"}],
    "extras": [{"key": "kode", "value": "12"}],
    "resources": [{"id": "r1", "name": "2024", "url": "https://x.go.id/2024.csv", "size": 10}],
}
WRITTEN = local_edits.written(STORED)


def source_says(**fields: Any) -> dict[str, Any]:
    return {**STORED, **fields}


def edited(**fields: Any) -> dict[str, Any]:
    return {**STORED, **fields}


def test_without_edits_the_source_is_right() -> None:
    merge = Merge(source_says(title="Posyandu Aktif"), WRITTEN, KEEP)

    assert merge(STORED)["title"] == "Posyandu Aktif"
    assert merge.kept == ()


@pytest.mark.parametrize(
    ("edit", "field"),
    [
        ({"notes": "Menurut desa."}, "notes"),
        ({"notes": ""}, "notes"),
        ({"satuan": "unit"}, "satuan"),
        ({"tags": [{"name": "gizi"}]}, "tags"),
        ({"tags": []}, "tags"),
    ],
    ids=["changed", "emptied", "added", "tags changed", "tags removed"],
)
def test_an_edited_field_stays_and_is_told(edit: dict[str, Any], field: str) -> None:
    merge = Merge(source_says(title="Posyandu Aktif"), WRITTEN, KEEP)

    dataset = merge(edited(**edit))

    assert (dataset["title"], dataset.get(field) or "") == ("Posyandu Aktif", edit[field] or dataset.get(field) or "")
    assert [place for place, _, _ in merge.kept] == [field]


def test_extras_and_files_are_kept_one_by_one() -> None:
    own_file = {"id": "own", "name": "Catatan", "url": "https://x.go.id/catatan.pdf"}
    new_file = {"id": "r2", "name": "2025", "url": "https://x.go.id/2025.csv"}
    merge = Merge(
        source_says(
            extras=[{"key": "kode", "value": "13"}, {"key": "versi", "value": "2"}],
            resources=[*STORED["resources"], new_file],
        ),
        WRITTEN,
        KEEP,
    )

    dataset = merge(edited(extras=[{"key": "kode", "value": "12 b"}], resources=[*STORED["resources"], own_file]))

    assert dataset["extras"] == [{"key": "kode", "value": "12 b"}, {"key": "versi", "value": "2"}]
    assert [one["id"] for one in dataset["resources"]] == ["r1", "r2", "own"]
    assert merge.kept == (("extras.kode", "13", "12 b"), ("resources.Catatan", None, "https://x.go.id/catatan.pdf"))


def test_a_file_that_was_removed_here_stays_away() -> None:
    merge = Merge(source_says(title="Posyandu Aktif"), WRITTEN, KEEP)

    assert merge(edited(resources=[]))["resources"] == []


def test_what_a_program_finds_out_about_a_file_is_no_edit() -> None:
    merge = Merge(source_says(resources=[]), WRITTEN, KEEP)
    weighed = [{**STORED["resources"][0], "size": 99, "mimetype": "text/csv", "datastore_active": True}]

    assert merge(edited(resources=weighed))["resources"] == []


def test_the_source_may_be_right_for_all_but_some_fields_and_the_other_way_round() -> None:
    says = source_says(title="Dari sumber", notes="Dari sumber")
    here = edited(title="Dari sini", notes="Dari sini")
    except_notes = {"local_edits_except": ["notes"]}

    kept = Merge(says, WRITTEN, policy({"local_edits": "keep_local", **except_notes}))(here)
    taken = Merge(says, WRITTEN, policy({"local_edits": "take_source", **except_notes}))(here)

    assert (kept["title"], kept["notes"]) == ("Dari sini", "Dari sumber")
    assert (taken["title"], taken["notes"]) == ("Dari sumber", "Dari sini")


def test_what_is_replaced_is_named() -> None:
    merge = Merge(source_says(title="Dari sumber"), WRITTEN, TAKE)
    here = edited(title="Dari sini", satuan="unit")

    after = merge(here)

    assert merge.replaced(here, after) == ["satuan", "title"]


def test_an_edit_that_the_source_now_agrees_with_is_no_longer_one() -> None:
    merge = Merge(source_says(title="Sama", notes="Baru"), WRITTEN, KEEP)

    after = merge(edited(title="Sama"))

    assert merge.kept == ()
    assert merge.written(after) == local_edits.written(after)


def test_a_kept_edit_is_still_known_as_one_after_the_write() -> None:
    merge = Merge(source_says(notes="Baru"), WRITTEN, KEEP)
    after = merge(edited(title="Dari sini"))

    again = Merge(source_says(notes="Lagi"), merge.written(after), KEEP)

    assert again(after)["title"] == "Dari sini"
    assert [place for place, _, _ in again.kept] == ["title"]


def test_a_merge_that_is_asked_twice_says_the_same() -> None:
    merge = Merge(source_says(notes="Baru"), WRITTEN, KEEP)

    first = (merge(edited(title="Dari sini")), merge.kept)

    assert (merge(edited(title="Dari sini")), merge.kept) == first
    merge(STORED)
    assert merge.kept == ()


def edit(source: Source, original: dict[str, Any], **fields: Any) -> None:
    """What an editor saves in a dataset that was harvested."""
    user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    context: Any = {"ignore_auth": True, "user": user, "satudata_harvest": True}
    tk.get_action("package_patch")(context, {"id": package_id(source.id, original["id"]), **fields})


def shown(source: Source, original: dict[str, Any]) -> dict[str, Any]:
    model.Session.expire_all()
    return tk.get_action("package_show")(site(), {"id": package_id(source.id, original["id"])})


def run_after_both_changed(source: Source, portal: Portal) -> Run:
    run_now(source)
    edit(source, portal.packages[0], notes="Diperbaiki di sini.", satuan="Orang")
    portal.packages[0] = {**portal.packages[0], "title": "Judul Baru", "notes": "Diubah di sumber."}
    return run_now(source)


@pytest.mark.usefixtures("with_plugins", "non_clean_db")
@pytest.mark.parametrize("writer", ["action", "plain", "fast"])
def test_a_run_keeps_what_was_edited_here_and_says_so(
    source: Source, portal: Portal, monkeypatch: pytest.MonkeyPatch, writer: str
) -> None:
    monkeypatch.setitem(tk.config, "ckanext.satudata.harvest.writer", writer)

    done = run_after_both_changed(source, portal)
    dataset = shown(source, portal.packages[0])

    assert (dataset["title"], dataset["notes"], dataset["satuan"]) == ("Judul Baru", "Diperbaiki di sini.", "Orang")
    assert nonzero(done)["changed"] == 1
    assert findings_of(done, "HARVEST-50", "HARVEST-51") == [
        ("HARVEST-50", "Edited here, so what the source says was left out: Description, Satuan")
    ]
    assert changes_of(done, "kept") == [
        (
            portal.packages[0]["id"],
            [["notes", "Diubah di sumber.", "Diperbaiki di sini."], ["satuan", None, "Orang"]],
        )
    ]
    assert findings_of(run_now(source)) == []
    portal.packages[0] = {**portal.packages[0], "title": "Judul Ketiga"}
    run_now(source)
    assert shown(source, portal.packages[0])["notes"] == "Diperbaiki di sini."


@pytest.mark.usefixtures("with_plugins", "non_clean_db")
def test_a_source_that_is_set_right_replaces_edits_and_says_so(source: Source, portal: Portal) -> None:
    before = source.mapping_version
    sources.change(source, sources.merged(source, {"mapping": {"local_edits": "take_source"}}))
    model.Session.commit()

    done = run_after_both_changed(source, portal)
    dataset = shown(source, portal.packages[0])

    assert source.mapping_version == before
    assert (dataset["notes"], dataset.get("satuan")) == ("Diubah di sumber.", None)
    assert findings_of(done, "HARVEST-50", "HARVEST-51") == [
        ("HARVEST-51", "Edited here, but replaced by what the source says: Description, Satuan")
    ]
    assert sorted(place for place, _, _ in changes_of(done, "changed")[0][1]) == ["notes", "satuan", "title"]


@pytest.mark.usefixtures("with_plugins", "non_clean_db")
@pytest.mark.parametrize("writer", ["action", "plain", "fast"])
def test_a_dataset_that_nobody_edited_is_not_taken_for_edited(
    source: Source, portal: Portal, monkeypatch: pytest.MonkeyPatch, writer: str
) -> None:
    monkeypatch.setitem(tk.config, "ckanext.satudata.harvest.writer", writer)
    rich = {
        "extras": [{"key": "frekuensi_dataset", "value": "1 Tahun"}, {"key": "Kode Lain", "value": "0012"}],
        "groups": [{"name": "tidak-ada"}],
        "maintainer_email": "Data@Dinkes.GO.ID",
        "dimensi_dataset_awal": "2020",
        "url": "Sistem Informasi",
        "notes": "<p>Baris satu</p>\r\n",
    }
    portal.packages = [{**one, **rich} for one in portal.packages]
    run_now(source)
    portal.packages = [{**one, "title": f"{one['title']} (revisi)"} for one in portal.packages]

    done = run_now(source)

    assert nonzero(done)["changed"] == 5
    assert findings_of(done, "HARVEST-50", "HARVEST-51") == []
    assert {tuple(place for place, _, _ in fields) for _, fields in changes_of(done, "changed")} == {("title",)}
