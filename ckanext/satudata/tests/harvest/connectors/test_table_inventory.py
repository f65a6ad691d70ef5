"""Inventories: the real list of a portal, a catalogue kept as a workbook, the Daftar Data form, and home-made lists."""

from __future__ import annotations

from typing import Any

import pytest

from ckanext.satudata.tests.harvest.connectors.reading import (
    NO_SHARED,
    SHARED,
    Read,
    check,
    dataset_of,
    document,
    folder,
    read,
)
from ckanext.satudata.tests.harvest.servers import Reply

SERANG = SHARED / "serang" / "ckan_catalog.csv"
WORKBOOK = SHARED / "dcat/datosgobar__pydatajson/tests/samples/catalogo_justicia.xlsx"

recorded = pytest.mark.skipif(not SERANG.exists(), reason=NO_SHARED)

FORM = """\
PEMERINTAH KABUPATEN UJI;;;;;;;;;;;;;;;;;;
DAFTAR DATA DAERAH TAHUN 2026;;;;;;;;;;;;;;;;;;
ID DDD;ID DDP;Sumber Referensi;Kode Indikator;Nama Indikator;Nama Data;Jenis Data;Indikator/Variabel;Kode Standar Data;\
Produsen Data;Klasifikasi Data sesuai Risiko;Definisi;Satuan;Klasifikasi Penyajian;Jadwal Pemutakhiran;Kategori RAD;\
Kode Metadata;Link Portal Daerah;Link Portal SDI
(1);(2);(3);(4);(5);(6);(7);(8);(9);(10);(11);(12);(13);(14);(15);(16);(17);(18);(19)
DDD-001;DDP-9;RPJMD;1.02.000474;Angka Kematian Ibu;Jumlah Kematian Ibu;Statistik;Variabel;N/A;Dinas Kesehatan;Terbuka;\
Kematian perempuan saat hamil;Orang;Kecamatan;Tahunan;Kesehatan;;https://data.uji.go.id/aki.xlsx;https://data.go.id/aki
"""


def inventory(text: str, **settings: Any) -> Read:
    return read("table_inventory", document(text.encode(), "text/csv"), url="/daftar.csv", **settings)


@recorded
def test_the_real_list_of_serang_gives_each_of_its_4203_datasets() -> None:
    result = read("table_inventory", document(SERANG.read_bytes()), url="/ckan_catalog.csv")

    assert (len(result.records), result.findings, result.error) == (4203, [], None)
    assert result.records[1].document == {
        "title": "Fasilitas Kesehatan Kabupaten Serang",
        "name": "hhaass",
        "license_id": "Creative Commons Attribution",
        "organization": {
            "name": "Dinas Kesehatan Kabupaten Serang",
            "title": "Dinas Kesehatan Kabupaten Serang",
        },
        "url": "https://opendata.serangkab.go.id/en_AU/dataset/hhaass",
        "metadata_created": "2023-06-05",
        "metadata_modified": "2026-04-03",
        "org_id": "7c1399a3-29e7-4ca6-b4ea-8ce821b099cc",
        "num_resources": "1",
    }


@recorded
def test_a_recorded_catalogue_in_a_workbook_brings_datasets_and_their_files_from_two_sheets() -> None:
    one_sheet = read("table_inventory", document(WORKBOOK.read_bytes()), url="/c.xlsx", sheet="Dataset")
    all_sheets = read("table_inventory", document(WORKBOOK.read_bytes()), url="/c.xlsx")

    assert (len(one_sheet.records), one_sheet.findings) == (16, [])
    assert [record.guid for record in all_sheets.records] == [record.guid for record in one_sheet.records]
    assert sum(len(record.document["resources"]) for record in all_sheets.records) == 56
    assert [message for message in all_sheets.findings if "sheet" in message] == [
        f"The sheet “{name}” is hidden, or has no column for the names of data, and was left out."
        for name in ("Catalog", "Theme", "Notas y referencias")
    ]


def test_the_19_columns_of_daftar_data_reach_our_fields() -> None:
    [record] = inventory(FORM).records

    assert record.guid == "DDD-001"
    assert dataset_of(record) == {
        "title": "Jumlah Kematian Ibu",
        "name": "jumlah-kematian-ibu",
        "url": "https://data.go.id/aki",
        "id_ddd": "DDD-001",
        "id_ddp": "DDP-9",
        "sumber_referensi": ["RPJMD"],
        "kode_indikator": "1.02.000474",
        "jenis_data": "statistik",
        "klasifikasi_akses": "terbuka",
        "definisi": "Kematian perempuan saat hamil",
        "satuan": "Orang",
        "klasifikasi": ["Kecamatan"],
        "frekuensi": "tahunan",
        "topik": ["kesehatan"],
        "guid": "DDD-001",
        "source_url": "https://data.go.id/aki",
        "resources": [{"url": "https://data.uji.go.id/aki.xlsx", "format": "XLSX"}],
        "extras": {
            "nama_indikator": "Angka Kematian Ibu",
            "indikator_variabel": "Variabel",
            "kategori_rad": "Kesehatan",
        },
    }


def test_rows_of_the_same_dataset_are_its_files() -> None:
    result = inventory("ID,Judul,Satuan,Link File\n1,Padi,Ton,a.csv\n1,PADI,Ton,b.csv\n2,Jagung,Ton,\n")

    urls = [
        [one["url"].rpartition("/")[2] for one in record.document.get("resources", [])] for record in result.records
    ]
    assert (result.words, urls) == (["1", "2"], [["a.csv", "b.csv"], []])


def test_rows_of_the_same_dataset_that_differ_are_told() -> None:
    result = inventory("ID,Judul,Satuan\n1,Padi,Ton\n1,Padi,Kuintal\n1,Jagung,Ton\n")

    assert result.words == ["HARVEST-66", "HARVEST-60", "1"]
    assert result.findings == [
        "The row at 3 belongs to “Padi” too, but differs in: satuan. The first row counts.",
        "The source uses the identifier “1” twice, for different datasets. “Jagung” was left out.",
    ]


def test_without_identifiers_producer_and_title_tell_datasets_apart() -> None:
    result = inventory("Judul,OPD\nPadi,Dinas Pertanian\nPadi,BPS\n")

    assert result.words == ["HARVEST-65", "dinas pertanian/padi", "bps/padi"]


def test_notes_totals_and_repeated_headers_are_no_datasets() -> None:
    result = inventory(
        "No,Judul,Satuan\n1,Padi,Ton\n,,\nNo,Judul,Satuan\n2,Jagung,Ton\n,,*) sementara\n", organization="Distan"
    )

    assert result.words == ["HARVEST-64", "HARVEST-65", "distan/padi", "distan/jagung"]
    assert result.findings[0] == "The row at 6 names no data and was left out. It holds: *) sementara"


def test_headings_that_nobody_knows_are_explained_by_the_source_and_kept_otherwise() -> None:
    text = "Kode,Nama Tabel,Wali,Arsip\nT1,Padi,Distan,https://x.go.id/unduh?id=1\n"

    [record] = inventory(
        text, columns={"Kode": "id", "Nama Tabel": "title", "arsip": "file", "Wali": "walidata"}
    ).records

    assert (record.guid, record.document) == (
        "T1",
        {
            "title": "Padi",
            "resources": [{"id": "https://x.go.id/unduh?id=1", "url": "https://x.go.id/unduh?id=1"}],
            "walidata": "Distan",
        },
    )


def test_a_link_is_a_file_or_a_page_by_its_ending_and_is_completed_from_the_address_of_the_list() -> None:
    result = read(
        "table_inventory",
        folder({"/opd/daftar.csv": b"ID;Judul;Link\n1;Padi;data/padi.XLSX\n2;Jagung;https://x.go.id/jagung\n"}),
        url="/opd/daftar.csv",
    )

    base = result.records[0].document["resources"][0]["url"].removesuffix("/opd/data/padi.XLSX")
    assert base.startswith("http://127.0.0.1:")
    assert [(record.document.get("url"), record.url) for record in result.records] == [
        (None, ""),
        ("https://x.go.id/jagung", "https://x.go.id/jagung"),
    ]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"a;b\n1;2\n", "has no column for the names of data. Head it “Nama Data” or “Judul”."),
        (b"", "cannot be read as a table"),
        (b"PK\x03\x04kaput", "cannot be read as a table"),
        (b"%PDF-1.7 kaput", "cannot be read as a table"),
    ],
    ids=["another table", "empty", "broken workbook", "pdf"],
)
def test_what_is_no_list_of_datasets_is_refused_in_words(body: bytes, words: str) -> None:
    assert words in str(read("table_inventory", document(body), url="/a").error)


def test_a_missing_file_and_a_missing_sheet_are_told() -> None:
    missing = read("table_inventory", lambda *_: Reply(status=404), url="/a.csv")
    other = inventory("Judul\nPadi\n", sheet="Lain")

    assert "There is no file at" in str(missing.error)
    assert "has no sheet “Lain”" in str(other.error)


def test_a_check_counts_producers() -> None:
    report = check("table_inventory", document(b"Judul,OPD\nPadi,Distan\nJagung,Distan\nAir,PDAM\n"), url="/a.csv")

    assert (report.software, report.datasets, report.examples) == ("Spreadsheet", 3, ("Padi", "Jagung", "Air"))
    assert [(one.title, one.datasets) for one in report.organizations] == [("Distan", 2), ("PDAM", 1)]
