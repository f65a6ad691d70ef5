"""The data.json connector on recorded catalogues, and on files as portals break them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ckanext.satudata.harvest.http.client import Limits
from ckanext.satudata.tests.harvest.connectors.reading import (
    LIMITS,
    NO_SHARED,
    SHARED,
    check,
    dataset_of,
    document,
    read,
)
from ckanext.satudata.tests.harvest.servers import Reply, html

RECORDED = SHARED / "dcat"
DCAT_US = "GSA__datagov-harvester/example_data/dcatus"
GEODATA = "GSA__ckanext-geodatagov/ckanext/geodatagov/tests/data-samples"

recorded = pytest.mark.skipif(not RECORDED.exists(), reason=NO_SHARED)


def catalog(*datasets: Any, **lists: Any) -> bytes:
    return json.dumps({"@type": "dcat:Catalog", "title": "Satu Data Uji", "dataset": list(datasets), **lists}).encode()


def dataset(identifier: str = "a1", **fields: Any) -> dict[str, Any]:
    return {"identifier": identifier, "title": "Jumlah Penduduk", "publisher": {"name": "Dinas Uji"}, **fields}


@recorded
def test_a_recorded_dataset_of_new_york_becomes_this_dataset() -> None:
    body = (RECORDED / "GSA__ckanext-datajson/ny.data.json").read_bytes()

    [record] = read("data_json", document(body)).records

    made = dataset_of(record)
    assert [(one["format"], one["mimetype"]) for one in made.pop("resources")] == [
        ("CSV", "text/csv"),
        ("RDF", "application/rdf+xml"),
        ("JSON", "application/json"),
        ("XML", "application/xml"),
    ]
    assert made.pop("tags")[:3] == ["assistance", "buying", "first-time"]
    assert record.document["organization"] == {"name": "State of New York", "title": "State of New York"}
    assert made == {
        "title": "State of New York Mortgage Agency (SONYMA) Loans Purchased: Beginning 2004",
        "name": "state-of-new-york-mortgage-agency-sonyma-loans-purchased-beginning-2004",
        "notes": "Financial and Geographic Information on SONYMA Loans purchased since 2004.",
        "url": "https://data.ny.gov/d/22ew-dxez",
        "maintainer": "Open Data NY",
        "maintainer_email": "opendata@its.ny.gov",
        "klasifikasi_akses": "terbuka",
        "guid": "https://data.ny.gov/api/views/22ew-dxez",
        "source_url": "https://data.ny.gov/d/22ew-dxez",
        "source_created": "2016-07-21",
        "source_modified": "2019-06-10",
    }


@recorded
@pytest.mark.parametrize(
    ("file", "words"),
    [
        ("GSA__ckanext-datajson/missing-dataset-fields.data.json", ["HARVEST-05", "IDF6-OPM-0001"]),
        ("GSA__ckanext-datajson/null-spatial.data.json", ["null-spatial"]),
        (f"{DCAT_US}/dcatus_no_identifier.json", ["HARVEST-05"]),
        (f"{DCAT_US}/dcatus_same_title_step_2.json", ["cftc-dc1", "cftc-dc2"]),
        (f"{DCAT_US}/dcatus3_0_with_services.json", ["https://example.gov/datasets/one", "HARVEST-61"]),
        (
            f"{DCAT_US}/dcatus3_0_series_member_also_top_level.json",
            [
                "https://example.gov/datasets/annual-report-2023",
                "skipped",
                "https://example.gov/datasets/annual-report-2024",
                "HARVEST-61",
            ],
        ),
        (
            "GSA__ckanext-geodatagov/ckanext/geodatagov/tests/data-samples/sample6_bad_data.json",
            ["UnexpectedAnswerError"],
        ),
    ],
    ids=lambda value: value.rpartition("/")[2] if isinstance(value, str) else "",
)
def test_recorded_catalogues_give_their_datasets_and_say_what_was_left_out(file: str, words: list[str]) -> None:
    assert read("data_json", document((RECORDED / file).read_bytes())).words == words


@recorded
def test_the_recorded_catalogue_of_philadelphia_with_null_fields_is_read_to_its_end() -> None:
    body = (RECORDED / DCAT_US / "dcatus_with_none.json").read_bytes()

    result = read("data_json", document(body))

    assert (len(result.records), result.findings, result.error) == (402, [], None)


@recorded
def test_a_recorded_argentine_catalogue_keeps_the_columns_of_its_files_and_its_periods() -> None:
    body = (RECORDED / "datosgobar__pydatajson/samples/catalogo-series-tiempo.json").read_bytes()

    [record] = read("data_json", document(body)).records

    made = dataset_of(record)
    assert (made["frekuensi"], made["periode_awal"], made["periode_akhir"]) == (
        "triwulanan",
        "1993-01-01",
        "2013-09-01",
    )
    assert [column["title"] for column in record.document["resources"][0]["field"]][:2] == [
        "indice_tiempo",
        "oferta_global_pib",
    ]


def test_words_of_dcat_us_3_are_found_in_its_objects() -> None:
    modern = dataset(
        publisher=[{"@type": "Organization", "name": "Dinkes", "subOrganizationOf": {"name": "Pemkab Serang"}}, "BPS"],
        contactPoint=[{"fn": "Bidang Data", "hasEmail": "mailto:data@x.go.id", "tel": "0254"}, {"fn": "Lain"}],
        theme=[{"prefLabel": "Kesehatan"}, {"prefLabel": "Sosial"}],
        temporal=[{"startDate": "2019", "endDate": "2023"}],
        distribution=[{"format": {"label": "CSV"}, "downloadURL": "/a.csv", "accessURL": "/a", "byteSize": 12}],
    )

    [record] = read("data_json", document(catalog(modern))).records

    base = record.document["resources"][0]["url"].removesuffix("/a.csv")
    assert record.document == {
        "title": "Jumlah Penduduk",
        "organization": {"name": "Dinkes", "title": "Dinkes"},
        "publisher_parents": "Pemkab Serang",
        "other_publishers": ["BPS"],
        "theme": ["Kesehatan", "Sosial"],
        "resources": [
            {"id": "/a.csv", "url": f"{base}/a.csv", "access_url": "/a", "format": "CSV", "size": "12"},
        ],
        "maintainer": "Bidang Data",
        "maintainer_email": "data@x.go.id",
        "contact_point": [{"tel": "0254"}, {"fn": "Lain"}],
        "temporal_start": "2019",
        "temporal_end": "2023",
    }


def test_the_keys_of_aceh_reach_our_fields() -> None:
    [record] = read("data_json", document(catalog(dataset(kategori="Perdagangan", prioritas_tahun="2024")))).records

    made = dataset_of(record)
    assert (made["topik"], made["prioritas_tahun"]) == (["ekonomi"], ["2024"])


def test_the_same_identifier_for_different_datasets_is_a_loss_that_is_told() -> None:
    twice = catalog(dataset(), dataset(title="Luas Sawah"), dataset())

    result = read("data_json", document(twice))

    assert result.words == ["a1", "HARVEST-60", "skipped"]
    assert result.findings == [
        "The source uses the identifier “a1” twice, for different datasets. “Luas Sawah” was left out."
    ]


def test_entries_that_are_no_datasets_are_told() -> None:
    assert read("data_json", document(catalog("teks", None, dataset()))).words == ["HARVEST-26", "HARVEST-26", "a1"]


def test_datasets_of_a_catalogue_within_are_read_too() -> None:
    body = catalog(dataset(), catalog=[{"title": "Dalam", "dataset": [dataset("b1")]}])

    assert read("data_json", document(body)).words == ["a1", "b1"]


def test_only_the_wanted_publishers_are_taken() -> None:
    body = catalog(dataset(), dataset("b1", publisher={"name": "Dinas Lain"}))

    assert read("data_json", document(body), publishers=["Dinas Lain"]).words == ["skipped", "b1"]


def test_the_old_form_without_a_catalogue_and_with_a_byte_order_mark_is_read() -> None:
    old = b"\xef\xbb\xbf" + json.dumps([dataset(accessURL="https://x.go.id/a.csv", keyword="air, sungai")]).encode()

    [record] = read("data_json", document(old)).records

    assert (record.document["tags"], record.document["resources"]) == (
        [{"name": "air"}, {"name": "sungai"}],
        [{"id": "https://x.go.id/a.csv", "url": "https://x.go.id/a.csv"}],
    )


@pytest.mark.parametrize(
    ("body", "words", "message"),
    [
        (catalog(dataset())[:-20], ["UnexpectedAnswerError"], "breaks off or is no valid JSON after 0 datasets"),
        (catalog(dataset(), dataset("b1"))[:-20], ["a1", "UnexpectedAnswerError"], "after 1 datasets"),
        (b'{"result": []}', ["UnexpectedAnswerError"], "it has no list “dataset”"),
        (b"", ["UnexpectedAnswerError"], "holds no data.json (HTTP 200)"),
        (b'{"dataset": []}', [], ""),
    ],
    ids=["cut", "cut later", "other JSON", "empty file", "empty portal"],
)
def test_a_file_that_is_not_whole_keeps_what_came_and_says_what_is_wrong(
    body: bytes, words: list[str], message: str
) -> None:
    result = read("data_json", document(body))

    assert result.words == words
    assert message in str(result.error or "")


def test_a_web_page_is_not_taken_for_an_empty_portal() -> None:
    assert read("data_json", html).words == ["UnexpectedAnswerError"]


def test_a_large_file_is_not_bound_by_the_limit_of_answers_held_in_memory() -> None:
    small = Limits(retries=0, retry_wait_s=0.01, answer_bytes=20_000, networks=LIMITS.networks)
    body = catalog(*(dataset(f"d{number}", description="x" * 1000) for number in range(100)))

    assert len(read("data_json", document(body), limits=small).records) == 100


def test_the_first_page_of_a_portal_will_do_as_its_address() -> None:
    asked: list[str] = []

    def answer(path: str, _params: dict[str, str]) -> Reply:
        asked.append(path)
        return Reply(body=catalog())

    read("data_json", answer)
    read("data_json", answer, url="/opd/katalog.json")

    assert asked == ["/data.json", "/opd/katalog.json"]


def test_a_check_counts_publishers_and_licences() -> None:
    body = catalog(dataset(license="cc-by"), dataset("b1"), dataset("c1", publisher={"name": "Dinas Lain"}))

    report = check("data_json", document(body))

    assert (report.software, report.title, report.datasets) == ("data.json", "Satu Data Uji", 3)
    assert [(one.title, one.datasets) for one in report.organizations] == [("Dinas Uji", 2), ("Dinas Lain", 1)]
    assert (report.licenses, report.examples[:1]) == ({"": 2, "cc-by": 1}, ("Jumlah Penduduk",))
