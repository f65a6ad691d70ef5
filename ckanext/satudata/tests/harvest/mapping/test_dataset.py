"""From a source's record to our dataset: nothing that carries a value is lost without a word."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ckanext.satudata.harvest.connectors import RawRecord
from ckanext.satudata.harvest.connectors.ckan_document import essential
from ckanext.satudata.harvest.mapping.dataset import Mapped, Origin, Target, package_id, to_dataset
from ckanext.satudata.harvest.mapping.settings import MappingOptions, options
from ckanext.satudata.metadata import schema_files
from ckanext.satudata.metadata.lenient import clean_dataset
from ckanext.satudata.tests.harvest.servers import package

SHARED = Path(__file__).resolve().parents[6] / "shared" / "data" / "ckan_api"
BASE = "https://portal.go.id"
TARGET = Target(
    fields=frozenset(schema_files.field_names()),
    resource_fields=frozenset({"url", "periode"}),
    groups=frozenset({"kesehatan"}),
)
NO_OPTIONS = options({})


def mapped(document: dict[str, Any], given: MappingOptions = NO_OPTIONS) -> Mapped:
    record = RawRecord(guid=str(document.get("id") or "g"), document=essential(document, BASE), url=f"{BASE}/dataset/x")
    return to_dataset(record, origin=Origin(id="s", title="Portal"), owner_org="o", options=given, target=TARGET)


def found(one: Mapped) -> list[tuple[str, str]]:
    return [(finding.code, finding.place) for finding in one.findings]


@pytest.mark.parametrize(
    ("key", "value", "field"),
    [
        ("id_sds", "SD00316.01.00", "kode_sds"),
        ("satuan", "Orang", "satuan"),
        ("accesslevel", "public", "klasifikasi_akses"),
        ("accrualPeriodicity", "R/P1Y", "frekuensi"),
        ("prioritas_tahun", "2024", "prioritas_tahun"),
        ("frekuensi_dataset", "1 Tahun", "frekuensi"),
        ("Dimensi Dataset Awal", "2013", "periode_awal"),
        ("tingkat_penyajian_dataset", "Kecamatan", "tingkat_penyajian"),
        ("frequency-of-update", "monthly", "frekuensi"),
        ("level_penyajian", "Kecamatan", "tingkat_penyajian"),
        ("kodeindikator", "1.02.000474", "kode_indikator"),
        ("kategori", "Perdagangan", "topik"),
    ],
)
def test_extras_under_the_keys_of_other_portals_fill_our_fields(key: str, value: str, field: str) -> None:
    one = mapped(package(1, extras=[{"key": key, "value": value}]))

    assert (one.dataset[field], one.dataset["extras"]) == (value, [])


def test_top_level_fields_of_another_satu_data_portal_fill_ours_with_their_types() -> None:
    one = mapped(package(1, klasifikasi=["Wilayah", "Jenis Kelamin"], satuan="Orang", frekuensi="tahunan"))

    assert {key: one.dataset[key] for key in ("klasifikasi", "satuan", "frekuensi")} == {
        "klasifikasi": ["Wilayah", "Jenis Kelamin"],
        "satuan": "Orang",
        "frekuensi": "tahunan",
    }


def test_of_several_keys_for_one_field_the_surest_wins() -> None:
    extras = [
        {"key": "accessRights", "value": "Terbuka"},
        {"key": "accesslevel", "value": "public"},
        {"key": "cakupan_wilayah", "value": "Kabupaten Serang"},
        {"key": "kode_wilayah", "value": "36.04"},
    ]

    one = mapped(package(1, extras=extras))

    assert (one.dataset["klasifikasi_akses"], one.dataset["cakupan_wilayah"], found(one)) == ("public", "36.04", [])


def test_unknown_extras_and_fields_stay_extras() -> None:
    one = mapped(
        package(1, bidang="Umum", skor=5, extras=[{"key": "2023", "value": "75"}, {"key": "leer", "value": ""}])
    )

    assert one.dataset["extras"] == [
        {"key": "bidang", "value": "Umum"},
        {"key": "skor", "value": "5"},
        {"key": "2023", "value": "75"},
    ]


def test_what_is_left_out_is_told() -> None:
    document = package(
        1,
        extras=[{"key": "", "value": "75"}, {"key": "title", "value": "Lain"}, {"key": "a", "value": "1"}, "x"],
        a="2",
        groups=[{"name": "kesehatan"}, {"name": "tidak-ada"}],
        resources=[{"name": "Tanpa alamat"}, "bukan berkas", {"url": "https://x.go.id/a.csv"}],
        tags=[{"name": "x"}, {"name": "Gizi/Ibu & Anak"}],
    )

    one = mapped(document)

    assert sorted(found(one)) == [
        ("HARVEST-20", "a"),
        ("HARVEST-20", "title"),
        ("HARVEST-21", "groups"),
        ("HARVEST-22", "extras"),
        ("HARVEST-22", "extras"),
        ("HARVEST-23", "resources[0]"),
        ("HARVEST-26", "resources[1]"),
        ("HARVEST-26", "tags"),
    ]
    assert (one.dataset["groups"], one.dataset["tags"]) == ([{"name": "kesehatan"}], [{"name": "Gizi Ibu Anak"}])
    assert [resource["url"] for resource in one.dataset["resources"]] == ["https://x.go.id/a.csv"]


@pytest.mark.parametrize(
    ("fields", "title"),
    [
        ({"title": "", "name": "jumlah-penduduk-2023"}, "Jumlah penduduk 2023"),
        ({"title": "\x00", "name": "JUMLAH-PENDUDUK !"}, "Jumlah penduduk"),
        ({"title": None, "name": "", "resources": [{"url": "https://x.go.id/a", "name": "Tabel Gizi"}]}, "Tabel Gizi"),
        ({"title": None, "name": None, "resources": []}, "00000000 0000 4000 8000 000000000001"),
    ],
)
def test_a_record_without_a_title_gets_one_and_a_finding(fields: dict[str, Any], title: str) -> None:
    one = mapped(package(1, **fields))

    assert (one.dataset["title"].replace("-", " "), found(one)) == (title, [("HARVEST-02", "title")])


def test_defaults_fill_what_the_source_leaves_empty_and_nothing_else() -> None:
    given = options(
        {
            "default_license": "cc-by",
            "default_tags": ["statistik sektoral"],
            "default_fields": {"jenis_data": "statistik", "satuan": "Orang", "tidak_ada": "x"},
        }
    )

    one = mapped(package(1, license_id="notspecified", satuan="Jiwa"), given)

    assert {key: one.dataset.get(key) for key in ("license_id", "jenis_data", "satuan", "tidak_ada")} == {
        "license_id": "cc-by",
        "jenis_data": "statistik",
        "satuan": "Jiwa",
        "tidak_ada": None,
    }
    assert one.dataset["tags"] == [{"name": "penduduk"}, {"name": "statistik sektoral"}]


def test_the_first_identifier_survives_a_portal_in_between() -> None:
    extras = [{"key": "guid", "value": "asal-1"}, {"key": "harvest_source_id", "value": "lain"}]

    one = mapped(package(1, extras=extras))

    assert (one.dataset["guid"], one.dataset["harvest_source_id"], one.dataset["extras"]) == ("asal-1", "s", [])


def test_ids_of_dataset_and_files_are_the_same_every_time_and_differ_between_sources() -> None:
    first, again = mapped(package(1)), mapped(package(1))

    assert first.dataset["resources"] == again.dataset["resources"]
    assert package_id("s", "g") == package_id("s", "g") != package_id("t", "g")


def recorded() -> Iterator[dict[str, Any]]:
    with gzip.open(SHARED / "dados_gov_br" / "packages_820.jsonl.gz", "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


@pytest.mark.skipif(not SHARED.exists(), reason="the shared recordings are not on this machine")
def test_the_820_recorded_packages_of_dados_gov_br_map_and_clean_with_every_extra_accounted_for() -> None:
    codes: Counter[str] = Counter()
    lost = []
    for document in recorded():
        one = mapped(document)
        cleaned = clean_dataset(one.dataset)
        codes.update(finding.code for finding in (*one.findings, *cleaned.findings))
        kept = {extra["value"] for extra in one.dataset["extras"]} | {str(value) for value in one.dataset.values()}
        told = " ".join(f"{finding.value} {finding.place}" for finding in one.findings)
        for extra in document["extras"]:
            value = str(extra["value"]).strip()
            if value and value not in kept and value[:50] not in told and not extra["key"].startswith("harvest_"):
                lost.append((document["name"], extra["key"], value[:40]))

    assert lost == []
    assert codes["HARVEST-21"] > 0


@pytest.mark.skipif(not SHARED.exists(), reason="the shared recordings are not on this machine")
def test_the_recorded_dataset_of_muara_enim_keeps_its_values_that_stand_as_extras() -> None:
    answer = json.loads((SHARED / "muaraenim" / "package_search_q_akip.json").read_text(encoding="utf-8"))

    cleaned = clean_dataset(mapped(answer["result"]["results"][0]).dataset)

    extras = {extra["key"]: extra["value"] for extra in cleaned.dataset["extras"]}
    assert extras == {"2023": "75", "2024": "77", "Tahun 2022": "75"}
