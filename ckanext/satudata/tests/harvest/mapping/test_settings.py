"""What a source's options make of its records: field rules, fixed values, topics, licences and tags."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.satudata.harvest.connectors import RawRecord
from ckanext.satudata.harvest.mapping.dataset import Origin, to_dataset
from ckanext.satudata.harvest.mapping.settings import MAPPING_SETTINGS, options
from ckanext.satudata.harvest.settings import parse
from ckanext.satudata.metadata.lenient import clean_dataset
from ckanext.satudata.tests.harvest.mapping.test_dataset import TARGET, found, mapped
from ckanext.satudata.tests.harvest.servers import package

SHARED = Path(__file__).resolve().parents[6] / "shared" / "data"


def opted(document: dict[str, Any], **given: Any) -> Any:
    return mapped(document, options(parse(MAPPING_SETTINGS, given)))


def extras(**pairs: Any) -> list[dict[str, Any]]:
    return [{"key": key.replace("_", " "), "value": value} for key, value in pairs.items()]


def test_a_rule_fills_a_field_from_an_extra_which_then_is_no_extra_any_more() -> None:
    document = package(1, extras=extras(Unit_Hitung="JIWA", Catatan="x"))

    one = opted(document, field_rules="satuan <- unit hitung | sentence")

    assert (one.dataset["satuan"], one.dataset["extras"]) == ("Jiwa", [{"key": "Catatan", "value": "x"}])
    assert one.came_from["satuan"] == "Unit Hitung"


def test_the_first_filled_name_counts_and_the_others_stay_extras() -> None:
    document = package(1, extras=extras(A="", B="Orang", C="Jiwa"))

    one = opted(document, field_rules='satuan <- a or b or c or "Unit"')
    other = opted(package(1), field_rules='satuan <- a or b or c or "Unit"')

    assert (one.dataset["satuan"], one.dataset["extras"]) == ("Orang", [{"key": "C", "value": "Jiwa"}])
    assert (other.dataset["satuan"], other.came_from.get("satuan")) == ("Unit", None)


def test_a_rule_goes_before_what_the_mapping_knows_by_itself() -> None:
    document = package(1, satuan="Persen", extras=extras(satuan_dataset="Orang"), author="Bidang Data")

    one = opted(document, field_rules="satuan <- satuan dataset\nunit_produsen <- author\ntitle <- organization.title")

    assert {name: one.dataset[name] for name in ("satuan", "unit_produsen", "author", "title")} == {
        "satuan": "Orang",
        "unit_produsen": "Bidang Data",
        "author": "Bidang Data",
        "title": "Dinas Uji",
    }


def test_a_value_of_which_the_steps_make_nothing_is_told() -> None:
    one = opted(package(1, extras=extras(mulai="entah")), field_rules="periode_awal <- mulai | date")

    assert ("periode_awal" in one.dataset, found(one)) == (False, [("HARVEST-27", "periode_awal")])


def test_fixed_values_hold_whatever_the_source_says() -> None:
    one = opted(package(1, walidata="Lain"), fixed_fields="walidata = Diskominfo\nguid = sama", default_fields="a = b")

    assert (one.dataset["walidata"], one.dataset["guid"]) == ("Diskominfo", package(1)["id"])


@pytest.mark.parametrize(
    ("fields", "topics"),
    [
        ({"topik": "Kesehatan dan Gizi"}, ["kesehatan"]),
        ({"topik": ["Gizi Anak", "Kesehatan dan Gizi", "kesehatan"]}, ["Gizi Anak", "kesehatan"]),
        ({"groups": [{"name": "saude", "title": "Saúde"}]}, ["kesehatan"]),
        ({"tags": [{"name": "posyandu"}, {"name": "beras"}]}, ["ekonomi", "kesehatan"]),
        ({"topik": "Lain", "tags": [{"name": "posyandu"}]}, "Lain"),
    ],
)
def test_topics_come_from_the_map(fields: dict[str, Any], topics: Any) -> None:
    given = {"Kesehatan dan Gizi": "kesehatan", "Saude": "kesehatan", "Posyandu": "kesehatan", "Beras": "ekonomi"}

    one = opted(package(1, **fields), topic_map=given)

    assert (one.dataset.get("topik"), found(one)) == (topics, [])


@pytest.mark.parametrize(
    ("fields", "licence"),
    [
        ({"license_id": "lisensi-pemerintah"}, "cc-by"),
        ({"license_id": "", "license_title": "Lisensi Pemerintah"}, "cc-by"),
        ({"license_id": "notspecified", "license_title": "Tidak ada"}, "odc-by"),
        ({"license_id": "cc-zero"}, "cc-zero"),
    ],
)
def test_licences_come_from_the_map_then_from_the_source_then_from_the_default(
    fields: dict[str, Any], licence: str
) -> None:
    one = opted(package(1, **fields), license_map="Lisensi Pemerintah = cc-by", default_license="odc-by")

    assert one.dataset["license_id"] == licence


def test_tags_are_renamed_dropped_and_made_one() -> None:
    long = "tabel jumlah penduduk menurut kecamatan dan jenis kelamin"
    names = ["Dinkes", "DATASET", "Gizi", "gizi", long]

    one = opted(
        package(1, tags=[{"name": name} for name in names]),
        rename_tags="dinkes = Kesehatan",
        drop_tags="dataset",
        lower_case_tags=True,
        longest_tag=40,
        default_tags="Statistik Sektoral",
    )

    assert [tag["name"] for tag in one.dataset["tags"]] == ["kesehatan", "gizi", "statistik sektoral"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
KEYS = ("title", "name", "tags", "groups", "extras", "organization", "license_id", "topik", "satuan", "unit", "guid")


@given(st.dictionaries(st.sampled_from(KEYS), JSON))
def test_no_record_breaks_a_mapping_and_what_comes_of_it_can_be_cleaned(document: dict[str, Any]) -> None:
    record = RawRecord(guid="g", document=document)
    given_options = options(
        parse(
            MAPPING_SETTINGS,
            {
                "field_rules": "satuan <- unit or title | date\nklasifikasi <- tags | split\ntags <- extras",
                "topic_map": {"a": "kesehatan"},
                "license_map": {"a": "cc-by"},
                "rename_tags": {"a": "bb"},
                "fixed_fields": {"notes": "x"},
            },
        )
    )

    one = to_dataset(record, origin=Origin(id="s", title="S"), owner_org="o", options=given_options, target=TARGET)

    assert clean_dataset(one.dataset).dataset["notes"] == "x"


def recorded() -> Iterator[dict[str, Any]]:
    with gzip.open(SHARED / "ckan_api/dados_gov_br/packages_820.jsonl.gz", "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


@pytest.mark.skipif(not SHARED.exists(), reason="the shared recordings are not on this machine")
def test_one_rule_reads_the_nine_ways_in_which_dados_gov_br_writes_its_frequency() -> None:
    rule = (
        "frekuensi <- frequência de atualização or periodicidade de atualização or periodicidade atualização"
        " or periodicidade | values Anual => tahunan; Mensal => bulanan; Diária => harian; Diário => harian;"
        " Trimestral => triwulanan; Semestral => semesteran; Semanal => mingguan"
    )
    frequencies: Counter[Any] = Counter()
    spellings: set[str] = set()
    for document in recorded():
        one = opted(document, field_rules=rule)
        if "frekuensi" in one.came_from:
            spellings.add(one.came_from["frekuensi"])
            frequencies[clean_dataset(one.dataset).dataset.get("frekuensi")] += 1

    assert (len(spellings), sum(number for name, number in frequencies.items() if name)) == (9, 249)
    assert frequencies.most_common(2) == [("bulanan", 95), (None, 85)]
