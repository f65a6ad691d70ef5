"""Harvested records of any kind become datasets that CKAN takes; whatever is lost is told."""

# ruff: noqa: E501 - a case on one line reads as a row of a table

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.satudata.metadata import schema_files
from ckanext.satudata.metadata.fields import registry
from ckanext.satudata.metadata.lenient import clean_dataset
from ckanext.satudata.metadata.lenient_parts import RESERVED_KEYS
from ckanext.satudata.tests.metadata.complete import complete_dataset
from ckanext.satudata.tests.metadata.fields.test_text import JSON

RECORDED = Path(__file__).parents[5] / "shared" / "data" / "ckan_api"


def losses(dataset: Any) -> list[tuple[str, str]]:
    """Findings other than those about what is missing, as (code, place)."""
    return [
        (found.code, found.place)
        for found in clean_dataset(dataset).findings
        if not "META-40" <= found.code < "META-45"
    ]


def test_a_complete_dataset_passes_unchanged_and_without_a_finding() -> None:
    given = complete_dataset(license_id="cc-by", name="penduduk", tags=[{"name": "penduduk"}], groups=[], extras=[])

    cleaned = clean_dataset(given)

    assert (dict(cleaned.dataset), cleaned.findings) == (given, ())


def test_what_is_missing_is_said_once_for_the_standard_and_once_for_the_metadata() -> None:
    cleaned = clean_dataset(
        {"title": "Posyandu", "jenis_data": "statistik", "notes": "Posyandu aktif.", "satuan": "Unit"}
    )

    assert [(found.code, found.details.get("fields")) for found in cleaned.findings] == [
        ("META-43", "konsep, definisi, klasifikasi, ukuran"),
        (
            "META-44",
            "kontak_produsen, frekuensi, periode_awal, periode_akhir, cakupan_wilayah, tingkat_penyajian, klasifikasi_akses",
        ),
        ("META-41", None),
        ("META-42", None),
    ]


@pytest.mark.parametrize(
    "given", [{}, {"title": ""}, {"title": None, "name": ""}, [], None, "teks", {"title": "\x00", "name": "-"}]
)
def test_only_a_record_without_title_and_name_is_refused(given: Any) -> None:
    assert [found.code for found in clean_dataset(given).findings if found.severity.value == "error"] == ["META-01"]


def test_a_record_with_a_name_only_gets_its_title_from_it() -> None:
    cleaned = clean_dataset({"title": "", "name": "jumlah-posyandu_aktif"})

    assert (cleaned.dataset["title"], cleaned.dataset["name"]) == ("Jumlah posyandu aktif", "jumlah-posyandu_aktif")


@pytest.mark.parametrize(
    ("changes", "field", "value", "expected"),
    [
        ({"title": "P" * 5000}, "title", "P" * 299 + "…", [("META-02", "title")]),
        ({"title": "Pendu\x00duk"}, "title", "Penduduk", [("META-05", "title")]),
        ({"name": "###"}, "name", "penduduk-menurut-kecamatan", [("META-04", "name")]),
        ({"notes": "<p>Isi</p>"}, "notes", "Isi", [("META-07", "notes")]),
        ({"author_email": "dinas"}, "author_email", None, [("META-19", "author_email")]),
        ({"version": "1." * 60}, "version", ("1." * 60)[:99] + "…", [("META-06", "version")]),
        ({"frekuensi": "kadang"}, "frekuensi", None, [("META-21", "frekuensi")]),
        ({"periode_awal": "2025"}, "periode_awal", "2025", [("META-23", "periode_awal")]),
        ({"klasifikasi_akses": "terbatas"}, "klasifikasi_akses", "terbatas", [("META-30", "dasar_pembatasan")]),
        ({"pembina_data": "big"}, "pembina_data", "big", [("META-31", "pembina_data")]),
        ({"tags": "kesehatan"}, "tags", [], [("META-13", "tags")]),
        ({"tags": ["a", "gizi/anak", "gizi anak"]}, "tags", [{"name": "gizi anak"}], [("META-08", "tags")] * 2),
        ({"indikator_pembangun": ["UHH"]}, "indikator_pembangun", [{"nama": "UHH"}], []),
        ({"indikator_pembangun": '[{"nama": "UHH"}]'}, "indikator_pembangun", [{"nama": "UHH"}], []),
        ({"satuan": None, "extras": [{"key": "satuan", "value": "%"}]}, "satuan", "Persen", [("META-09", "satuan")]),
        ({"extras": [{"key": "satuan", "value": "%"}]}, "satuan", "Orang", [("META-10", "satuan")]),
        ({"extras": [{"key": "satuan", "value": "Orang"}]}, "extras", [], []),
        ({"extras": [{"key": "a", "value": "1"}, {"key": "a", "value": "2"}]}, "extras", [{"key": "a", "value": "1"}], [("META-11", "extras")]),
        ({"extras": [{"value": "1"}, 7]}, "extras", [], [("META-12", "extras")] * 2),
        ({"extras": {"2023": 12, "isi": {"a": 1}}}, "extras", [{"key": "2023", "value": "12"}, {"key": "isi", "value": '{"a": 1}'}], []),
        ({"resources": ["berkas"]}, "resources", [], [("META-14", "resources[0]")]),
        ({"resources": [{"url": "", "name": "a", "format": "CSV"}]}, "resources", [{"name": "a", "format": "CSV"}], [("META-15", "resources[0].url")]),
        ({"resources": [{"url": "http://a.id/x", "format": ".cvs"}]}, "resources", [{"url": "http://a.id/x", "format": "CSV"}], [("META-16", "resources[0].format")]),
        ({"resources": [{"url": "http://a.id/x.csv"}]}, "resources", [{"url": "http://a.id/x.csv", "format": "CSV"}], [("META-46", "resources[0].format")]),
        ({"resources": [{"url": "http://a.id/x", "format": " "}]}, "resources", [{"url": "http://a.id/x"}], [("META-45", "resources[0].format")]),
        ({"resources": [{"url": "javascript:alert(1)", "format": "HTML"}]}, "resources", [{"format": "HTML"}], [("META-18", "resources[0].url")]),
        ({"resources": [{"url": "http://a.id/x", "format": "CSV", "size": "10 KB", "created": "kemarin", "url_type": "upload", "id": "1"}]}, "resources", [{"url": "http://a.id/x", "format": "CSV"}], []),
    ],
)  # fmt: skip
def test_each_dirty_value_is_put_right_or_left_out_with_a_finding(
    changes: dict[str, Any], field: str, value: Any, expected: list[tuple[str, str]]
) -> None:
    given = complete_dataset(**changes)

    assert (clean_dataset(given).dataset.get(field), losses(given)) == (value, expected)


def test_a_resource_keeps_its_further_keys_as_text_and_its_times_in_utc() -> None:
    resource = {
        "url": "http://a.id/x.csv",
        "format": "CSV",
        "tahun": 2023,
        "skema": {"a": [1]},
        "size": "120",
        "last_modified": "2024-09-09T10:00:00+07:00",
    }

    (clean,) = clean_dataset(complete_dataset(resources=[resource])).dataset["resources"]

    assert clean == {
        "url": "http://a.id/x.csv",
        "format": "CSV",
        "tahun": "2023",
        "skema": '{"a": [1]}',
        "size": 120,
        "last_modified": "2024-09-09T03:00:00",
    }


@pytest.mark.skipif(not RECORDED.is_dir(), reason="the recorded portals lie beside a checkout of the project only")
def test_820_real_packages_of_another_country_are_all_taken() -> None:
    with gzip.open(RECORDED / "dados_gov_br" / "packages_820.jsonl.gz") as lines:
        packages = [json.loads(line) for line in lines]

    cleaned = [clean_dataset(package) for package in packages]

    assert [problem for result in cleaned for problem in refusals(result.dataset)] == []
    assert (
        Counter(found.code for result in cleaned for found in result.findings if found.severity.value == "error") == {}
    )
    # Counted in the file: 440 formats in 34 spellings and 3 that only the address tells, 10 texts with control characters, 74 resources without a link.
    counted = Counter(found.code for result in cleaned for found in result.findings)
    assert {code: counted[code] for code in ("META-05", "META-15", "META-16", "META-19", "META-46")} == {
        "META-05": 10,
        "META-15": 74,
        "META-16": 440,
        "META-19": 4,
        "META-46": 3,
    }


@pytest.mark.skipif(not RECORDED.is_dir(), reason="the recorded portals lie beside a checkout of the project only")
@pytest.mark.parametrize("path", sorted(RECORDED.glob("*/*.json")), ids=lambda path: path.stem[-40:])
def test_every_recorded_answer_is_read_without_an_exception(path: Path) -> None:
    cleaned = [clean_dataset(package) for package in packages_in(path)]

    # Lists of names and DataStore answers have no title: those records are refused, the others can be stored.
    assert [problem for result in cleaned if "title" in result.dataset for problem in refusals(result.dataset)] == []


@given(st.dictionaries(st.sampled_from(sorted(schema_files.field_names() | RESERVED_KEYS)), JSON, max_size=12))
def test_no_json_makes_it_raise_and_what_comes_out_is_what_ckan_takes(given: dict[str, Any]) -> None:
    cleaned = clean_dataset(given)

    if "title" in cleaned.dataset:
        assert refusals(cleaned.dataset) == []
        again = clean_dataset(cleaned.dataset)
        assert again.dataset == cleaned.dataset


def refusals(dataset: Any) -> list[str]:
    """What CKAN or our validators would refuse, written down independently of the cleaning."""
    bad = [] if re.fullmatch(r"[a-z0-9_\-]{2,100}", dataset["name"]) else ["name"]
    bad += [tag["name"] for tag in dataset["tags"] if not re.fullmatch(r"[\w \-.]{2,100}", tag["name"])]
    keys = [extra["key"] for extra in dataset["extras"]]
    bad += [key for key in keys if key in RESERVED_KEYS | schema_files.field_names() or keys.count(key) > 1]
    bad += [extra["key"] for extra in dataset["extras"] if not isinstance(extra["value"], str)]
    bad += [
        name for name, normalise in registry.normalisers_of("dataset").items() if not _stays(normalise, name, dataset)
    ]
    text = json.dumps(dataset, ensure_ascii=False)
    return [*bad, *(["NUL"] if "\\u0000" in text or "\x00" in text else []), *_not_utf8(text)]


def _stays(normalise: Any, name: str, dataset: Any) -> bool:
    value = dataset.get(name)
    return value is None or (normalise(value, place=name).value == value and not normalise(value, place=name).lossy)


def _not_utf8(text: str) -> list[str]:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as err:
        return [str(err)]
    return []


def packages_in(path: Path) -> list[Any]:
    try:
        answer = json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        # dgu_mock holds server-side includes: such an answer never gets as far as the mapping.
        return []
    result = answer.get("result", answer) if isinstance(answer, dict) else answer
    if isinstance(result, dict):
        result = result.get("results") or result.get("packages") or [result]
    return list(result) if isinstance(result, list) else [result]


def test_a_source_page_that_is_no_web_address_never_becomes_a_link() -> None:
    cleaned = clean_dataset({"title": "Penduduk", "source_url": "javascript:alert(1)//"})

    assert "source_url" not in cleaned.dataset
