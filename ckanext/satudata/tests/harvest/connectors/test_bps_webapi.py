"""The connector for BPS on its recorded answers: tables, lists, and all seven refusals."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from ckanext.satudata.harvest.connectors import connector
from ckanext.satudata.harvest.connectors.bps_webapi_table import columns, fingerprint, frequency, level, values
from ckanext.satudata.harvest.http.client import HttpClient
from ckanext.satudata.harvest.settings import parse
from ckanext.satudata.tests.harvest.connectors.bps_answers import RECORDED, read_all, recording, reply, standing_in
from ckanext.satudata.tests.harvest.connectors.reading import LIMITS, NO_SHARED, Read, dataset_of
from ckanext.satudata.tests.harvest.servers import Reply

BPS = connector("bps_webapi")

pytestmark = pytest.mark.skipif(not RECORDED.exists(), reason=NO_SHARED)


def ok(entries: list[Any], **paging: int) -> Reply:
    counted = {"page": 1, "pages": 1, "total": len(entries), **paging}
    return Reply(
        body=json.dumps({"status": "OK", "data-availability": "available", "data": [counted, entries]}).encode()
    )


class Bps:
    """Answers as BPS does: its lists as recorded or given, and for tables what `tables` gives for the years asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.keys: set[str] = set()
        self.variables = ok([{"var_id": 1804, "title": "Jumlah Korban", "sub_id": 2, "unit": "Orang"}])
        self.years = reply("th_0000_1804")
        self.tables: Any = lambda _years: reply("data_0000_1804")

    def __call__(self, path: str, params: dict[str, str]) -> Reply:
        self.keys.add(params.get("key", ""))
        model = params.get("model", path.rpartition("/")[2])
        self.asked.append(f"{model} {params['th']}" if model == "data" else model)
        if model == "domain":
            return ok([{"domain_id": "0000", "domain_name": "Pusat", "domain_url": "https://www.bps.go.id"}])
        if model == "data":
            return self.tables(params["th"].split(";"))
        return {"var": self.variables, "th": self.years}[model]


@pytest.fixture
def bps(monkeypatch: pytest.MonkeyPatch) -> Iterator[Bps]:
    source = Bps()
    with standing_in(source, monkeypatch):
        yield source


def read(**settings: Any) -> Read:
    return read_all(BPS, {"domain": "0000", **settings})


def test_a_recorded_variable_with_its_table_becomes_this_dataset(bps: Bps) -> None:
    result = read()

    assert (result.words, bps.asked) == (["of 1", "0000/1804"], ["domain", "var", "th", "data 118;119"])
    made = dataset_of(result.records[0])
    [table] = made.pop("resources")
    made.pop("topik")  # guessed from the title, not said by BPS
    assert made == {
        "title": "Jumlah Korban",
        "name": "jumlah-korban",
        "notes": "- Sumber : BNPB (Data Hasil Kunjungan) - Data tahun 2019 adalah data sampai Oktober 2019",
        "url": "https://www.bps.go.id/id/statistics-table/2/MTgwNCMy/jumlah-korban.html",
        "satuan": "Orang",
        "jenis_data": "statistik",
        "cakupan_wilayah": "00",
        "frekuensi": "tahunan",
        "periode_awal": "2013",
        "periode_akhir": "2019",
        "klasifikasi_akses": "terbuka",
        "guid": "0000/1804",
        "source_url": "https://www.bps.go.id/id/statistics-table/2/MTgwNCMy/jumlah-korban.html",
        "source_modified": "2020-03-26 00:00:00",
        "extras": {"id_variabel_bps": "1804"},
    }
    assert {key: table[key] for key in ("name", "format", "periode", "kolom")} == {
        "name": "Tabel dinamis BPS (WebAPI)",
        "format": "JSON",
        "periode": "2019",
        "kolom": [
            {"nama": "baris", "arti": "Jenis Korban", "tipe": "string"},
            {"nama": "tahun", "arti": "Tahun", "tipe": "integer"},
            {
                "nama": "nilai",
                "arti": "Jumlah Korban Meninggal, Hilang, dan Terluka Terkena Dampak Bencana",
                "satuan": "Orang",
                "tipe": "integer",
            },
        ],
    }
    assert table["url"].endswith("/v1/api/list?model=data&domain=0000&var=1804&th=119")


def test_values_are_found_by_building_their_keys() -> None:
    yearly = [(one.row, one.year, one.number) for one in values(recording("data_0000_1804")["body"])]
    monthly = list(values(recording("data_8100_218")["body"]))
    long_codes = list(values(recording("data_0000_2263_excerpt")["body"]))

    assert yearly[:3] == [
        ("Meninggal dan Hilang", "2017", 440),
        ("Meninggal dan Hilang", "2018", 5248),
        ("Meninggal dan Hilang", "2019", 492),
    ]
    assert [len(yearly), len(monthly), len(long_codes)] == [9, 56, 84]
    assert [(one.row, one.year, one.part, one.number) for one in monthly if one.part in ("Januari", "Tahunan")][:2] == [
        ("Ambon", "2017", "Januari", 0.28),
        ("Ambon", "2017", "Tahunan", -0.05),
    ]


def test_a_table_tells_its_frequency_level_and_columns() -> None:
    monthly, regional = recording("data_8100_218")["body"], recording("data_0000_2263_excerpt")["body"]

    assert (frequency(monthly), level(monthly), level(regional)) == ("bulanan", "", "provinsi")
    assert [(one["nama"], one.get("satuan"), one["tipe"]) for one in columns(monthly)] == [
        ("baris", None, "string"),
        ("tahun", None, "integer"),
        ("bagian_tahun", None, "string"),
        ("nilai", "Persen", "number"),
    ]


def test_a_corrected_figure_is_a_change_and_another_order_is_none() -> None:
    table = recording("data_0000_1804")["body"]
    turned = {**table, "datacontent": dict(reversed(table["datacontent"].items()))}
    corrected = {**table, "datacontent": {**table["datacontent"], "2180401170": 1089}}

    prints = [fingerprint(list(values(one))) for one in (table, turned, corrected)]

    assert (prints[0] == prints[1], prints[0] == prints[2]) == (True, False)


def test_notes_with_escaped_html_are_read_as_words(bps: Bps) -> None:
    bps.variables = reply("var_0000_p1_excerpt")
    empty_note = recording("data_0000_1804")["body"]
    empty_note["var"][0]["note"] = ""
    bps.tables = lambda _years: Reply(body=json.dumps(empty_note).encode())

    result = read(variables=["111"])

    assert result.words[:3] == ["of 1758", "skipped", "0000/111"]
    assert result.records[0].document["notes"] == (
        "Sumber: BPS, Survei Sosial Ekonomi Nasional (Susenas). "
        "Catatan: - Untuk perkotaan, pembagi adalah total rumah tangga di daerah perkotaan"
    )


@pytest.mark.parametrize(
    ("refusal", "words", "message"),
    [
        ("error_bad_key", ["KeyRefusedError"], "BPS does not accept the key: You are not Allowed"),
        ("error_waf_block", ["BlockedError"], "The firewall of BPS blocks this server."),
    ],
)
def test_refusals_that_no_other_call_would_escape_end_the_run(
    bps: Bps, refusal: str, words: list[str], message: str
) -> None:
    bps.variables = reply(refusal)

    result = read()

    assert result.words == words
    assert message in str(result.error)


@pytest.mark.parametrize(
    ("refusal", "kind", "asked"),
    [
        ("data_list_not_available", "not available", ["118;119"]),
        ("data_null_too_large", "too large", ["118;119", "118"]),
        ("error_data_missing_th", "missing years", ["118;119"]),
    ],
)
def test_refusals_of_one_table_leave_it_out_with_its_name(bps: Bps, refusal: str, kind: str, asked: list[str]) -> None:
    bps.tables = lambda _years: reply(refusal)

    result = read()

    assert result.words == ["of 1", "HARVEST-67"]
    assert result.findings[0].startswith(
        f"BPS lists “Jumlah Korban” but gives no table of it: BPS does not give this table ({kind})"
    )
    assert [one.removeprefix("data ") for one in bps.asked if one.startswith("data")] == asked


@pytest.mark.parametrize(
    ("refusal", "most", "asked"),
    [
        ("error_data_too_many_th", 3, ["113;114;115;116;117;118;119", "113;114;115", "116;117;118", "119"]),
        ("error_data_prov_max_2_th", 2, ["113;114;115;116;117;118;119", "113;114", "115;116", "117;118", "119"]),
        ("data_null_too_large", 4, ["113;114;115;116;117;118;119", "113;114;115;116", "117;118;119"]),
    ],
)
def test_too_many_years_are_asked_for_in_as_many_calls_as_bps_wants(
    bps: Bps, refusal: str, most: int, asked: list[str]
) -> None:
    bps.tables = lambda years: reply("data_0000_1804" if len(years) <= most else refusal)

    result = read(years=7)

    assert result.words == ["of 1", "0000/1804"]
    assert [one.removeprefix("data ") for one in bps.asked if one.startswith("data")] == asked


def test_a_table_without_any_year_and_an_empty_domain_are_told(bps: Bps) -> None:
    bps.years = reply("data_list_not_available")
    without_years = read()
    bps.variables = reply("data_list_not_available")
    without_tables = read()

    assert (without_years.words, without_tables.words) == (["of 1", "HARVEST-67"], [])


def test_a_check_tells_how_many_variables_the_domain_has(bps: Bps) -> None:
    bps.variables = reply("var_0000_p1_excerpt")

    with HttpClient(LIMITS) as http:
        report = BPS.check(http, parse(BPS.settings, {"domain": "0000"}))

    assert (report.software, report.datasets, len(report.examples)) == ("BPS WebAPI", 1758, 5)
    assert set(bps.asked) == {"var"}
