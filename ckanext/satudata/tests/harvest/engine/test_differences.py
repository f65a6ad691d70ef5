"""What differs between two states of a dataset."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ckanext.satudata.harvest.engine.differences import TEXT_LENGTH, between, fingerprint, fingerprints

FILE = {"id": "r1", "name": "Data 2024", "url": "https://x.go.id/2024.csv", "format": "CSV"}
DATASET: dict[str, Any] = {
    "id": "p1",
    "title": "Jumlah Posyandu",
    "notes": "Menurut kecamatan.",
    "owner_org": "o1",
    "organization": {"title": "Dinas Kesehatan"},
    "tags": [{"name": "posyandu"}, {"name": "balita"}],
    "extras": [{"key": "kode", "value": "12"}],
    "resources": [FILE],
    "metadata_modified": "2026-01-01T00:00:00",
}

VALUES = st.recursive(st.none() | st.integers() | st.text(), st.lists, max_leaves=5)
DATASETS = st.dictionaries(st.sampled_from(["title", "notes", "satuan", "topik", "kontak"]), VALUES)


def test_a_field_is_told_with_its_value_before_and_after() -> None:
    after = {**DATASET, "title": "Jumlah Posyandu Aktif", "notes": "", "satuan": "unit"}

    assert between(DATASET, after) == [
        ("title", "Jumlah Posyandu", "Jumlah Posyandu Aktif"),
        ("notes", "Menurut kecamatan.", None),
        ("satuan", None, "unit"),
    ]


def test_what_ckan_works_out_itself_is_no_difference() -> None:
    after = {**DATASET, "metadata_modified": "2026-02-01T00:00:00", "num_tags": 2, "satuan": None, "private": True}

    assert between(DATASET, after) == []


def test_tags_and_extras_are_compared_whatever_their_order() -> None:
    after = {
        **DATASET,
        "tags": [{"name": "balita", "display_name": "balita"}, {"name": "gizi"}],
        "extras": [{"key": "versi", "value": "2"}, {"key": "kode", "value": "13"}],
    }

    assert between(DATASET, after) == [
        ("tags", "balita\nposyandu", "balita\ngizi"),
        ("extras.kode", "12", "13"),
        ("extras.versi", None, "2"),
    ]


def test_files_are_told_apart_by_their_id_then_by_their_address() -> None:
    other_id = {**FILE, "id": "r9", "format": "XLSX"}
    new = {"id": "r2", "name": "Data 2025", "url": "https://x.go.id/2025.csv"}

    assert between(DATASET, {**DATASET, "resources": [{**FILE, "url": "https://x.go.id/b.csv", "position": 4}]}) == [
        ("resources.Data 2024 → url", "https://x.go.id/2024.csv", "https://x.go.id/b.csv")
    ]
    assert between(DATASET, {**DATASET, "resources": [new, other_id]}) == [
        ("resources.Data 2024 → format", "CSV", "XLSX"),
        ("resources.Data 2025", None, "https://x.go.id/2025.csv"),
    ]
    assert between(DATASET, {**DATASET, "resources": []}) == [("resources.Data 2024", "https://x.go.id/2024.csv", None)]


def test_an_organisation_is_told_by_its_title() -> None:
    after = {**DATASET, "owner_org": "o2", "organization": {"title": "Dinas Sosial"}}

    assert between(DATASET, after) == [("owner_org", "Dinas Kesehatan", "Dinas Sosial")]


def test_long_texts_are_cut_and_nothing_is_there_that_postgresql_refuses() -> None:
    ((_, before, after),) = between({"notes": "a" * 5000}, {"notes": "b\0" * 5000})

    assert (len(before), len(after)) == (TEXT_LENGTH, TEXT_LENGTH)
    assert "\0" not in after


def test_what_is_cut_alike_is_a_difference_all_the_same() -> None:
    assert len(between({"notes": "a" * 5000}, {"notes": "a" * 5001})) == 1


def test_a_fingerprint_does_not_depend_on_the_order_of_keys() -> None:
    assert fingerprint({"a": 1, "b": 2}) == fingerprint({"b": 2, "a": 1})


@given(before=DATASETS, after=DATASETS)
def test_fingerprints_differ_where_the_datasets_do(before: dict[str, Any], after: dict[str, Any]) -> None:
    old, new = fingerprints(before), fingerprints(after)

    differing = {place for place in old.keys() | new.keys() if old.get(place) != new.get(place)}

    assert differing == {place for place, _, _ in between(before, after)}
    json.dumps(between(before, after))
