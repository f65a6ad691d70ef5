"""Every field explains itself, every list that a field names exists, the fields of the design are there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from ckanext.satudata.metadata import form_lists, schema_files
from ckanext.satudata.metadata.choices import CODE_LISTS, choices, find_code
from ckanext.satudata.metadata.fields import registry

SCHEMAS = ("dataset", "kegiatan", "organization")
DESIGN = [
    "jenis_data",
    "jenis_statistik",
    "kode_indikator",
    "urusan",
    "topik",
    "kode_sds",
    "konsep",
    "definisi",
    "klasifikasi",
    "ukuran",
    "satuan",
    "walidata",
    "pembina_data",
    "unit_produsen",
    "kontak_produsen",
    "frekuensi",
    "jadwal_rilis",
    "periode_awal",
    "periode_akhir",
    "cakupan_wilayah",
    "tingkat_penyajian",
    "klasifikasi_akses",
    "dasar_pembatasan",
    "license_id",
    "prioritas_tahun",
    "sumber_referensi",
    "id_ddp",
    "id_ddd",
    "interpretasi",
    "metode_perhitungan",
    "rumus",
    "level_estimasi",
    "indikator_komposit",
    "indikator_pembangun",
    "variabel_pembangun",
    "id_kegiatan_mms",
    "id_indikator_mms",
    "guid",
    "harvest_source_id",
    "harvest_source_title",
    "source_url",
    "source_created",
    "source_modified",
    "title",
    "notes",
    "owner_org",
]


def all_fields() -> Iterator[Any]:
    for schema in SCHEMAS:
        for field in schema_files.fields(schema):
            for each in (field, *field.get("repeating_subfields", ())):
                yield pytest.param(schema_files.expanded(each), id=f"{schema}.{each['field_name']}")


@pytest.mark.parametrize("field", list(all_fields()))
def test_every_field_has_a_label_a_help_text_and_an_example(field: Mapping[str, Any]) -> None:
    assert [key for key in ("label", "help_text", "form_placeholder") if not str(field.get(key) or "").strip()] == []
    assert field["help_text"].endswith((".", "?"))


@pytest.mark.parametrize("field", [p for p in all_fields() if "choices_code" in p.values[0]])
def test_every_list_that_a_field_names_has_choices_and_knows_the_example(field: Mapping[str, Any]) -> None:
    known = [choice.code for choice in choices(field["choices_code"])]

    assert len(known) == len(set(known)) >= 2
    assert find_code(field["choices_code"], field["form_placeholder"]) in known


@pytest.mark.parametrize("name", [*form_lists.LISTS, *CODE_LISTS])
def test_every_code_is_found_by_itself(name: str) -> None:
    codes = [choice.code for choice in choices(name)]

    assert [find_code(name, code) for code in codes] == codes


@pytest.mark.parametrize("name", form_lists.LISTS)
def test_no_spelling_of_a_form_list_means_two_codes(name: str) -> None:
    owners: dict[str, set[str]] = {}
    for code, _label, aliases in form_lists.LISTS[name]:
        for alias in filter(None, aliases.split("|")):
            owners.setdefault(alias, set()).add(code)

    assert {alias: codes for alias, codes in owners.items() if len(codes) > 1} == {}


def test_the_dataset_has_the_fields_of_the_design() -> None:
    assert sorted(set(DESIGN) - schema_files.field_names()) == []


def test_the_form_has_its_six_pages() -> None:
    pages = [field["start_form_page"]["title"] for field in schema_files.dataset_fields() if "start_form_page" in field]

    assert pages == ["Identity", "Standar data", "Custody", "Time and space", "Access", "Method"]


def test_the_examples_of_the_form_are_accepted_as_they_stand() -> None:
    examples = {field["field_name"]: field["form_placeholder"] for field in schema_files.dataset_fields()}
    normalised = {
        name: normalise(examples[name], place=name) for name, normalise in registry.normalisers_of("dataset").items()
    }

    assert {name: result.finding for name, result in normalised.items() if result.finding or result.value is None} == {}
