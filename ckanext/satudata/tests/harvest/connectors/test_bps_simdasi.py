"""SIMDASI: answers in the documented shape, all seven recorded refusals of the WebAPI, and Indonesian figures."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from ckanext.satudata.harvest.connectors import connector
from ckanext.satudata.harvest.connectors.bps_simdasi_document import table
from ckanext.satudata.harvest.http.client import HttpClient
from ckanext.satudata.harvest.settings import parse
from ckanext.satudata.tests.harvest.connectors.bps_answers import KEY, RECORDED, read_all, reply, standing_in
from ckanext.satudata.tests.harvest.connectors.reading import LIMITS, NO_SHARED, Read, dataset_of
from ckanext.satudata.tests.harvest.servers import Reply

SIMDASI = connector("bps_simdasi")


def listed(number: str, code: str, years: list[Any], **more: Any) -> dict[str, Any]:
    """A table in the list of a region, as the documentation shows it."""
    return {
        "id_tabel": number,
        "judul": "Jumlah Penduduk (ribu jiwa) Menurut Kecamatan",
        "judul_en": "Population by District",
        "kode_tabel": code,
        "ketersediaan_tahun": years,
        "bab": "Penduduk",
        "subject": "Kependudukan",
        "mms_id": 519,
        "mms_subject": "Statistik Demografi dan Sosial",
        **more,
    }


def detail(first: str) -> dict[str, Any]:
    """One year of a table: HTML in labels, figures as texts, a total row with the code of the region."""
    return {
        "status": 200,
        "condition": "OK",
        "judul_tabel": "Jumlah Penduduk (ribu jiwa) Menurut Kecamatan",
        "kolom": {"aa1": {"nama_variabel": "Jumlah Penduduk"}, "bb2": {"nama_variabel": "Laju (persen)"}},
        "data": [
            line("<b>Cinangka</b>", "3604010", aa1=first, bb2="-"),
            line("Padarincang", "3604020", aa1="1.234", bb2="2,5"),
            line("Kab. Serang", "3604000", aa1="10.746,0"),
        ],
    }


def line(label: str, region: str, **values: str) -> dict[str, Any]:
    return {"label": label, "kode_wilayah": region, "variables": {key: {"value": text} for key, text in values.items()}}


def ok(inner: Any) -> Reply:
    paging = {"page": 1, "pages": 1, "per_page": 1, "count": 1, "total": 1}
    answer = {"status": "OK", "data-availability": "available", "data": [paging, inner]}
    return Reply(body=json.dumps(answer).encode())


class Bps:
    """Answers the two services as documented."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.list = ok(
            {"condition": "OK", "wilayah": "Kabupaten Serang", "data": [listed("UFpW", "3.1.1", [2019, 2020, 2021])]}
        )
        self.tables: Any = lambda _year: ok(detail("9.511,57"))

    def __call__(self, path: str, params: dict[str, str]) -> Reply:
        assert (params["key"], params["wilayah"]) == (KEY, "3604000")
        service = path.rstrip("/").rpartition("/")[2]
        self.asked.append(f"{service} {params.get('tahun', '')}".strip())
        return self.list if service == "23" else self.tables(params["tahun"])


@pytest.fixture
def bps(monkeypatch: pytest.MonkeyPatch) -> Iterator[Bps]:
    source = Bps()
    with standing_in(source, monkeypatch):
        yield source


def read(**settings: Any) -> Read:
    return read_all(SIMDASI, {"wilayah": "3604000", **settings})


def test_a_table_with_its_latest_years_becomes_this_dataset(bps: Bps) -> None:
    result = read()

    assert (result.words, bps.asked) == (["of 1", "3604000/UFpW"], ["23", "25 2020", "25 2021"])
    made = dataset_of(result.records[0])
    files = made.pop("resources")
    made.pop("topik", None)
    assert made == {
        "title": "Jumlah Penduduk (ribu jiwa) Menurut Kecamatan, Kabupaten Serang",
        "name": "jumlah-penduduk-ribu-jiwa-menurut-kecamatan-kabupaten-serang",
        "satuan": "Ribu Orang",
        "jenis_data": "statistik",
        "cakupan_wilayah": "36.04",
        "tingkat_penyajian": ["kecamatan"],
        "frekuensi": "tahunan",
        "periode_awal": "2019",
        "periode_akhir": "2021",
        "klasifikasi_akses": "terbuka",
        "guid": "3604000/UFpW",
        "extras": {
            "kode_tabel_bps": "3.1.1",
            "bab_bps": "Penduduk",
            "subjek_bps": "Kependudukan",
            "subjek_csa_bps": "Statistik Demografi dan Sosial",
        },
    }
    kept = [resource["kept"]["name"] for resource in result.records[0].document["resources"]]
    assert [(one["name"], one["format"], one["periode"]) for one in files] == [
        ("Tabel 2020", "CSV", "2020"),
        ("Tabel 2021", "CSV", "2021"),
    ]
    assert kept == ["tabel-3-1-1-2020.csv", "tabel-3-1-1-2021.csv"]
    assert [(one["nama"], one["tipe"], one.get("satuan")) for one in files[0]["kolom"]] == [
        ("kode_wilayah", "string", None),
        ("uraian", "string", None),
        ("Jumlah Penduduk", "number", "Ribu Orang"),
        ("Laju (persen)", "number", "Persen"),
    ]


def test_figures_become_numbers_and_marks_become_empty_cells() -> None:
    assert table(detail("9.511,57")) == (
        ["kode_wilayah", "uraian", "Jumlah Penduduk", "Laju (persen)"],
        [
            ["3604010", "Cinangka", 9511.57, ""],
            ["3604020", "Padarincang", 1234, 2.5],
            ["3604000", "Kab. Serang", 10746.0, ""],
        ],
    )


@pytest.mark.parametrize("answer", [{}, {"kolom": [], "data": {}}, {"kolom": {"a": 1}, "data": [1, {"variables": 5}]}])
def test_answers_of_another_shape_give_a_table_without_figures(answer: dict[str, Any]) -> None:
    headings, rows = table(answer)

    assert headings[:2] == ["kode_wilayah", "uraian"]
    assert all(len(row) == len(headings) for row in rows)


def test_the_filters_name_subjects_and_tables(bps: Bps) -> None:
    bps.list = ok(
        {
            "data": [
                listed("a", "3.1.1", [2021]),
                listed("b", "4.1.1", [2021], mms_id=7),
                listed("", "5.1.1", [2021]),
                "x",
            ]
        }
    )

    assert read(subjects=["7"]).words == ["of 3", "skipped", "3604000/b", "HARVEST-05"]
    assert read(tables=["3.1.1"]).words == ["of 3", "3604000/a", "skipped", "HARVEST-05"]


@pytest.mark.skipif(not RECORDED.exists(), reason=NO_SHARED)
@pytest.mark.parametrize(
    ("refusal", "for_the_list", "for_a_table"),
    [
        ("error_bad_key", ["KeyRefusedError"], ["of 1", "KeyRefusedError"]),
        ("error_waf_block", ["BlockedError"], ["of 1", "BlockedError"]),
        ("data_list_not_available", ["of 0"], ["of 1", "HARVEST-67"]),
        ("data_null_too_large", ["RefusedError"], ["of 1", "HARVEST-67"]),
        ("error_data_missing_th", ["RefusedError"], ["of 1", "HARVEST-67"]),
        ("error_data_prov_max_2_th", ["RefusedError"], ["of 1", "HARVEST-67"]),
        ("error_data_too_many_th", ["RefusedError"], ["of 1", "HARVEST-67"]),
    ],
)
def test_each_recorded_refusal_is_known_by_name(
    bps: Bps, refusal: str, for_the_list: list[str], for_a_table: list[str]
) -> None:
    bps.tables = lambda _year: reply(refusal)
    table_refused = read()
    bps.list = reply(refusal)
    list_refused = read()

    assert (list_refused.words, table_refused.words) == (for_the_list, for_a_table)


def test_an_error_inside_a_good_answer_is_a_refusal(bps: Bps) -> None:
    bps.tables = lambda _year: ok({"status": 400, "condition": "ERROR", "message": "Invalid Parameter"})

    result = read()

    assert result.words == ["of 1", "HARVEST-67"]
    assert "BPS does not give this table (wrong parameter): Invalid Parameter" in result.findings[0]


def test_a_year_that_was_never_published_is_no_loss_and_one_refused_today_keeps_the_table_as_it_is(bps: Bps) -> None:
    missing = Reply(body=json.dumps({"status": "OK", "data-availability": "not-available", "data": ""}).encode())
    bps.tables = lambda year: missing if year == "2021" else ok(detail("1"))
    unpublished = read()
    bps.tables = lambda year: Reply(body=b"null") if year == "2021" else ok(detail("1"))
    refused = read()

    assert [resource["id"] for resource in unpublished.records[0].document["resources"]] == ["UFpW/2020"]
    assert refused.words == ["of 1", "HARVEST-67"]


def test_a_corrected_figure_is_a_change_of_the_record(bps: Bps) -> None:
    before = read().records[0].document
    bps.tables = lambda _year: ok(detail("9.511,58"))

    assert read().records[0].document != before


def test_a_check_tells_the_region_and_how_many_tables_it_has(bps: Bps) -> None:
    with HttpClient(LIMITS) as http:
        report = SIMDASI.check(http, parse(SIMDASI.settings, {"wilayah": "3604000"}))

    assert (report.title, report.datasets, bps.asked) == ("Kabupaten Serang", 1, ["23"])
