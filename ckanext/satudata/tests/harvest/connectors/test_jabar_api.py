"""The connector for Open Data Jabar and its relatives.

No answer of these portals is recorded: the answers here are made of the fields and addresses that public programs
read from Kota Bandung, Kabupaten Indramayu, Jawa Barat and Jawa Timur; the table names are those of recorded files.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from ckanext.satudata.tests.harvest.connectors.reading import check, dataset_of, document, read
from ckanext.satudata.tests.harvest.servers import Answer, Reply, html

METADATA = [
    {"key": "Pengukuran Dataset", "value": "Jumlah Restoran, Rumah Makan dan Kafe"},
    {"key": "Tingkat Penyajian Dataset", "value": "Kabupaten/Kota"},
    {"key": "Cakupan Dataset", "value": "Jawa Barat"},
    {"key": "Satuan Dataset", "value": "Unit"},
    {"key": "Frekuensi Dataset", "value": "1 Tahun"},
    {"key": "Dimensi Dataset Awal", "value": "2013"},
    {"key": "Dimensi Dataset Akhir", "value": "2023"},
    {"key": "Penanggung Jawab", "value": "Bidang Industri Pariwisata"},
    {"key": "Bidang Urusan", "value": ""},
]


def dataset(number: int, **fields: Any) -> dict[str, Any]:
    return {
        "id": number,
        "name": f"Jumlah Restoran {number}",
        "slug": f"jumlah-restoran-{number}",
        "deskripsi": "<p>Dataset ini berisi jumlah restoran.</p>",
        "organisasi_name": "Dinas Pariwisata dan Kebudayaan",
        "organisasi_slug": "dinas_pariwisata_dan_kebudayaan",
        "table": f"jml_ush_restoran_{number}",
        "metadata": METADATA,
        "cdate": "2021-03-01T08:00:00",
        "mdate": "2024-05-02T08:00:00",
        "is_active": True,
        "is_deleted": False,
        **fields,
    }


class Portal:
    """Answers as Kota Bandung does, or in another of the ways that `fields` and `paging` describe."""

    def __init__(self, datasets: list[Any], root: str = "/api", **paging: Any) -> None:
        self.datasets, self.root, self.paging = datasets, root, paging
        self.asked: list[str] = []
        self.details: dict[str, Any] = {}
        self.knows_sort = True

    def __call__(self, path: str, params: dict[str, str]) -> Reply:
        if not path.startswith(f"{self.root}/datasets"):
            return html(path, params)
        if "sort" in params and not self.knows_sort:
            return _json({"error": 1, "message": "kolom cdate tidak dikenal"}, 400)
        found = path.removeprefix(f"{self.root}/datasets").strip("/")
        if found:
            self.asked.append(found)
            return _json({"data": self.details[found]}) if found in self.details else _json({"message": "kosong"}, 404)
        size, page = int(params["per_page"]), int(params["page"])
        return _json({"data": self.datasets[(page - 1) * size : page * size], **self.paging})


def _json(payload: Any, status: int = 200) -> Reply:
    return Reply(body=json.dumps(payload).encode(), status=status)


def words(answer: Answer, **settings: Any) -> list[str]:
    return read("jabar_api", answer, page_size=2, **settings).words


def test_a_dataset_reaches_our_fields() -> None:
    [record] = read("jabar_api", Portal([dataset(7, topik_name="Pariwisata", count_view_opendata=90)])).records

    made = dataset_of(record)
    base = record.url.removesuffix("/dataset/jumlah-restoran-7")
    assert record.document["organization"] == {
        "name": "dinas-pariwisata-dan-kebudayaan",
        "title": "Dinas Pariwisata dan Kebudayaan",
    }
    assert made == {
        "title": "Jumlah Restoran 7",
        "name": "jumlah-restoran-7",
        "notes": "Dataset ini berisi jumlah restoran.",
        "topik": ["ekonomi"],
        "konsep": "Jumlah Restoran, Rumah Makan dan Kafe",
        "tingkat_penyajian": ["kabkota"],
        "cakupan_wilayah": "32",
        "satuan": "Unit",
        "frekuensi": "tahunan",
        "periode_awal": "2013",
        "periode_akhir": "2023",
        "unit_produsen": "Bidang Industri Pariwisata",
        "guid": "7",
        "source_url": record.url,
        "source_created": "2021-03-01T08:00:00",
        "source_modified": "2024-05-02T08:00:00",
        "resources": [
            {
                "name": "jml_ush_restoran_7",
                "url": f"{base}/api/bigdata/dinas_pariwisata_dan_kebudayaan/jml_ush_restoran_7",
                "format": "JSON",
            }
        ],
    }


def test_counters_scores_and_pictures_make_no_change() -> None:
    one, other = (
        read("jabar_api", Portal([dataset(1, count_view=views, qs_score=views, organisasi_image="a")])).records[0]
        for views in (1, 900)
    )

    assert {**one.document, "resources": []} == {**other.document, "resources": []}


def test_pages_are_read_to_the_first_empty_one() -> None:
    assert words(Portal([dataset(number) for number in range(1, 6)])) == ["1", "2", "3", "4", "5"]


def test_a_portal_that_says_how_much_it_has_is_held_to_it() -> None:
    portal = Portal([dataset(1), dataset(2), dataset(3)], meta={"total": 3})

    assert words(portal) == ["of 3", "1", "2", "of 3", "3"]


def test_a_portal_that_ignores_the_page_is_read_once() -> None:
    everything = _json({"data": [dataset(1), dataset(2)]})

    assert words(lambda *_: everything) == ["1", "2", "HARVEST-42"]


def test_a_portal_that_cannot_sort_is_asked_without() -> None:
    portal = Portal([dataset(1)])
    portal.knows_sort = False

    assert words(portal, url="/api") == ["HARVEST-44", "1"]


@pytest.mark.parametrize("url", ["", "/", "/dataset?q=air", "/id/dataset/x", "/api-backend", "/api-backend/datasets"])
def test_the_api_is_found_from_any_page_of_the_portal(url: str) -> None:
    assert words(Portal([dataset(1)], root="/api-backend"), url=url) == ["1"]


def test_metadata_that_the_list_leaves_out_are_asked_for() -> None:
    short = dataset(1)
    del short["metadata"], short["table"]
    portal = Portal([short, dataset(2)])
    portal.details["1"] = dataset(1)

    result = read("jabar_api", portal)

    assert (portal.asked, [len(record.document["extras"]) for record in result.records]) == (["1"], [8, 8])


def test_details_that_cannot_be_had_are_told_and_the_dataset_is_taken_all_the_same() -> None:
    short = dataset(1)
    del short["metadata"]

    result = read("jabar_api", Portal([short]))

    assert result.words == ["HARVEST-62", "1"]
    assert "lists “Jumlah Restoran 1” but does not give its details" in result.findings[0]


def test_what_is_not_public_not_wanted_or_no_dataset_is_left_out() -> None:
    mixed = Portal(
        [
            dataset(1, is_active=False),
            dataset(2, is_deleted=True),
            dataset(3, organisasi_name="Dinas Lain"),
            "teks",
            dataset(0, id="", slug=""),
            dataset(4),
        ]
    )

    assert words(mixed, organizations=["Dinas Pariwisata dan Kebudayaan"]) == [
        "skipped",
        "skipped",
        "skipped",
        "HARVEST-26",
        "HARVEST-05",
        "4",
    ]


def test_an_empty_portal_is_empty_and_a_web_page_is_none() -> None:
    assert words(Portal([])) == []
    assert words(html) == ["UnexpectedAnswerError"]
    assert words(document(b'{"data": {"a": 1}}'), url="/api") == ["UnexpectedAnswerError"]


def test_a_check_counts_organisations() -> None:
    report = check("jabar_api", Portal([dataset(1), dataset(2), dataset(3, organisasi_name="Dinas Lain")]))

    assert (report.software, report.datasets) == ("Open Data Jabar", 3)
    assert [(one.title, one.datasets) for one in report.organizations] == [
        ("Dinas Lain", 1),
        ("Dinas Pariwisata dan Kebudayaan", 2),
    ]
