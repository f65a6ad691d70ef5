"""The mapping table of /sdi: which field leaves as which extra, and what never leaves."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from ckanext.satudata.exchange.sdi_dataset import is_listed, sdi_dataset
from ckanext.satudata.exchange.sdi_extras import CORE_KEYS, EXTRAS, RESERVED, extras_of

PENDUDUK: dict[str, Any] = {
    "id": "0060845d-8005-4566-9a93-f139738229bd",
    "name": "jumlah-penduduk",
    "title": "Jumlah Penduduk",
    "type": "dataset",
    "state": "active",
    "private": False,
    "url": "",
    "organization": {"name": "disdukcapil", "title": "Dinas Kependudukan dan Pencatatan Sipil"},
    "metadata_created": "2025-02-01T00:00:00",
    "metadata_modified": "2025-02-03T00:00:00",
    "source_modified": "2025-01-31T07:30:00",
    "jenis_data": "statistik",
    "urusan": "1.02",
    "topik": ["kesehatan", "perlindungan_sosial"],
    "kode_sds": "SD00316.01.00",
    "klasifikasi": ["Wilayah", "Jenis Kelamin"],
    "ukuran": "Jumlah",
    "satuan": "Orang",
    "frekuensi": "tahunan",
    "periode_awal": "2019",
    "periode_akhir": "2024",
    "cakupan_wilayah": "36.04",
    "tingkat_penyajian": ["kecamatan"],
    "klasifikasi_akses": "terbuka",
    "prioritas_tahun": ["2024", "2025"],
    "indikator_komposit": "tidak",
    "variabel_pembangun": [{"nama": "Penduduk Laki-laki"}],
    "interpretasi": "",
    "rumus": None,
    "harvest_source_id": "b7d9e2c4-1111-4f5a-8c55-0a6f5f1c2d3e",
    "harvest_source_title": "Disdukcapil - CKAN",
    "kualitas": {"score": 80},
    "resources": [{"id": "r1", "name": "2024", "url": "https://a.example/2024.csv", "kolom": [{"nama": "jumlah"}]}],
    "extras": [],
}
PAGES = "https://satudata.example/dataset/"


def test_each_filled_field_leaves_as_text_under_its_national_key() -> None:
    assert pairs(extras_of(PENDUDUK)) == [
        ("guid", "0060845d-8005-4566-9a93-f139738229bd"),
        ("dcat_issued", "2025-02-01T00:00:00"),
        ("dcat_modified", "2025-01-31T07:30:00"),
        ("dcat_publisher_name", "Dinas Kependudukan dan Pencatatan Sipil"),
        ("produsen_data_name", "Dinas Kependudukan dan Pencatatan Sipil"),
        ("prioritas_tahun", "2024, 2025"),
        ("accesslevel", "public"),
        ("accessRights", "Terbuka"),
        ("jenis", "Statistik"),
        ("urusan", "Kesehatan"),
        ("theme", "Kesehatan; Perlindungan Sosial"),
        ("kategori", "Kesehatan; Perlindungan Sosial"),
        ("id_sds", "SD00316.01.00"),
        ("klasifikasi", "Wilayah; Jenis Kelamin"),
        ("variabel_disaggregasi", "Wilayah; Jenis Kelamin"),
        ("ukuran", "Jumlah"),
        ("satuan", "Orang"),
        ("accrualPeriodicity", "R/P1Y"),
        ("frekuensi", "Tahunan"),
        ("temporal_start", "2019"),
        ("temporal_end", "2024"),
        ("kode_wilayah", "36.04"),
        ("cakupan_wilayah", "Kabupaten Serang"),
        ("tingkat_penyajian", "Kecamatan"),
        ("apakah_indikator_komposit", "Tidak"),
        ("variabel_pembangun", '[{"nama": "Penduduk Laki-laki"}]'),
    ]


def test_the_identifier_of_the_source_goes_before_our_own() -> None:
    assert ("guid", "dinkes-17") in pairs(extras_of(PENDUDUK | {"guid": "dinkes-17"}))


@pytest.mark.parametrize(
    ("code", "level", "rights"), [("terbuka", "public", "Terbuka"), ("terbatas", "terbatas", "Terbatas")]
)
def test_access_is_told_in_the_words_of_the_national_portal(code: str, level: str, rights: str) -> None:
    extras = dict(pairs(extras_of({"klasifikasi_akses": code})))

    assert extras == {"accesslevel": level, "accessRights": rights}


def test_a_frequency_without_an_iso_interval_leaves_as_its_word() -> None:
    assert dict(pairs(extras_of({"frekuensi": "hanya_sekali"})))["accrualPeriodicity"] == "Hanya Sekali"


def test_national_data_cover_indonesia_and_not_a_region_called_00() -> None:
    assert ("cakupan_wilayah", "Indonesia") in pairs(extras_of({"cakupan_wilayah": "00"}))


def test_a_code_that_no_list_knows_leaves_as_it_is() -> None:
    assert pairs(extras_of({"jenis_data": "spasial"})) == [("jenis", "spasial")]


def test_free_extras_follow_unless_their_key_is_taken_reserved_or_the_harvesters() -> None:
    free = {
        "satuan": "Jiwa",
        "title": "Judul lain",
        "harvest_object_id": "x",
        "kosong": "",
        "spatial": '{"type": "Point", "coordinates": [106.1, -6.1]}',
        "dimensi": "3",
    }
    package = {"satuan": "Orang", "extras": [{"key": key, "value": value} for key, value in free.items()]}

    assert pairs(extras_of(package)) == [("satuan", "Orang"), ("spatial", free["spatial"]), ("dimensi", "3")]


def test_only_core_keys_stand_at_the_top_and_in_resources() -> None:
    dataset = sdi_dataset(PENDUDUK, page_prefix=PAGES)

    assert sorted(dataset.keys() - set(CORE_KEYS)) == ["extras", "num_resources", "resources"]
    assert dataset["resources"] == [{"id": "r1", "name": "2024", "url": "https://a.example/2024.csv"}]


@pytest.mark.parametrize(
    ("own", "told"), [("", PAGES + "jumlah-penduduk"), ("https://dinas.example/", "https://dinas.example/")]
)
def test_a_dataset_without_address_gets_that_of_its_page(own: str, told: str) -> None:
    assert sdi_dataset(PENDUDUK | {"url": own}, page_prefix=PAGES)["url"] == told


@pytest.mark.parametrize(("access", "files"), [("terbuka", 1), ("", 1), (None, 1), ("terbatas", 0), ("tertutup", 0)])
def test_only_open_data_carry_files(access: str | None, files: int) -> None:
    dataset = sdi_dataset(PENDUDUK | {"klasifikasi_akses": access}, page_prefix=PAGES)

    assert (len(dataset["resources"]), dataset["num_resources"]) == (files, files)


@pytest.mark.parametrize(
    ("change", "listed"),
    [({}, True), ({"private": True}, False), ({"state": "draft"}, False), ({"type": "kegiatan"}, False)],
)
def test_only_public_active_datasets_are_listed(change: dict[str, Any], listed: bool) -> None:
    assert is_listed(PENDUDUK | change) is listed


def test_every_field_of_the_schema_leaves_or_is_named_as_staying() -> None:
    leaving = {field for extra in EXTRAS for field in extra.fields}
    staying = {"harvest_source_id", "harvest_source_title"}

    assert schema_fields() - leaving - RESERVED == staying


def test_the_table_names_only_fields_that_exist() -> None:
    named = {field.partition(".")[0] for extra in EXTRAS for field in extra.fields}

    assert named - schema_fields() - set(CORE_KEYS) == set()


def test_no_key_comes_twice_and_none_is_reserved() -> None:
    keys = [extra.key for extra in EXTRAS]

    assert (sorted(keys), set(keys) & RESERVED) == (sorted(set(keys)), set())


SCALARS = st.none() | st.text() | st.integers() | st.booleans()
VALUES = SCALARS | st.lists(st.text()) | st.lists(st.dictionaries(st.text(), st.text()))
FIELDS = sorted({field for extra in EXTRAS for field in extra.fields})


@given(st.dictionaries(st.sampled_from(FIELDS), VALUES), st.lists(st.tuples(st.text(), VALUES)))
def test_whatever_stands_in_a_dataset_extras_are_filled_texts_under_different_keys(
    fields: dict[str, Any], free: list[tuple[str, Any]]
) -> None:
    extras = extras_of(fields | {"extras": [{"key": key, "value": value} for key, value in free]})

    assert [pair for pair in pairs(extras) if not (isinstance(pair[1], str) and pair[0] and pair[1])] == []
    assert len({key for key, _ in pairs(extras)}) == len(extras)


def pairs(extras: list[dict[str, str]]) -> list[tuple[str, str]]:
    return [(extra["key"], extra["value"]) for extra in extras]


def schema_fields() -> set[str]:
    schema = yaml.safe_load(files("ckanext.satudata.schemas").joinpath("dataset.yaml").read_text(encoding="utf-8"))
    return {field["field_name"] for field in schema["dataset_fields"]}
