"""Which cells of a sheet are tables, and what the other cells are."""

from __future__ import annotations

from collections.abc import Callable

from ckanext.satudata.tabular.model import Table, Workbook
from ckanext.satudata.tests.tabular.views import names, rows, skipped
from ckanext.satudata.tests.tabular.workbooks import xlsx


def test_a_clean_table_stays_as_it_is(only_table: Callable[[str], Table]) -> None:
    table = only_table("desa,tahun,jumlah_sd\nRATAWANGI,2023,4\nJUMLAHAN,2023,5\nTOTALAN,2023,6\n")

    assert (names(table), rows(table)) == (
        ["desa", "tahun", "jumlah_sd"],
        [("RATAWANGI", 2023, 4), ("JUMLAHAN", 2023, 5), ("TOTALAN", 2023, 6)],
    )


def test_title_preamble_number_row_total_and_source_are_no_records(only_table: Callable[[bytes], Table]) -> None:
    table = only_table(
        xlsx(
            [
                ["Judul Tabel :", "Jumlah Penduduk"],
                ["Tahun :", 2023],
                [],
                ["Kecamatan", "Penduduk", ""],
                ["", "Laki-laki (orang)", "Perempuan (orang)"],
                ["(1)", "(2)", "(3)"],
                ["Anyar", 10, 11],
                ["Ciruas", 20, 22],
                ["Jumlah", 30, 33],
                ["Sumber : Dinas Dukcapil"],
            ],
            merges=["B4:C4", "A4:A5"],
        )
    )

    assert (names(table), rows(table)) == (
        ["Kecamatan", "Penduduk | Laki-laki (orang)", "Penduduk | Perempuan (orang)"],
        [("Anyar", 10, 11), ("Ciruas", 20, 22)],
    )
    assert (table.title, table.period, table.unit, table.notes) == (
        "Jumlah Penduduk",
        "2023",
        "orang",
        ("Sumber : Dinas Dukcapil",),
    )
    assert skipped(table) == {1: "title", 2: "title", 6: "numbers", 9: "total", 10: "note"}


def test_tables_above_and_beside_each_other_are_told_apart(read: Callable[[bytes], Workbook]) -> None:
    workbook = read(
        xlsx(
            [
                ["1.", "Jumlah Sekolah Dasar"],
                ["", "Kecamatan", "Jumlah", "", "", "2022", "2023"],
                ["", "Anyar", 5, "", "SD", 7, 8],
                ["", "Ciruas", 6, "", "SMP", 9, 10],
                ["2.", "Jumlah Puskesmas Menurut Kecamatan"],
                ["", "Kecamatan", "Unit"],
                ["", "Anyar", 1],
                ["", "Ciruas", 2],
            ]
        )
    )

    assert [(table.title, names(table), rows(table)) for table in workbook.tables] == [
        ("Jumlah Sekolah Dasar", ["Kecamatan", "Jumlah"], [("Anyar", 5), ("Ciruas", 6)]),
        ("", ["", "2022", "2023"], [("SD", 7, 8), ("SMP", 9, 10)]),
        ("Jumlah Puskesmas Menurut Kecamatan", ["Kecamatan", "Unit"], [("Anyar", 1), ("Ciruas", 2)]),
    ]


def test_a_header_repeated_at_a_page_break_does_not_cut_the_table(only_table: Callable[[bytes], Table]) -> None:
    head = ["Kegiatan", "Target", "Rp"]
    table = only_table(xlsx([head, ["A", "x y", 5], [], head, ["(1)", "(2)", "(3)"], ["B", "z", 7], ["C", "z", 8]]))

    assert (rows(table), skipped(table)) == ([("A", "x y", 5), ("B", "z", 7), ("C", "z", 8)], {5: "numbers"})


def test_an_unmerged_group_holds_to_the_next_group(only_table: Callable[[str], Table]) -> None:
    table = only_table("Bandara,,,,\n,Domestik,,Internasional,\n,Mei,Juni,Mei,Juni\nA,1,2,3,4\nB,5,6,7,8\n")

    assert names(table) == [
        "Bandara",
        "Domestik | Mei",
        "Domestik | Juni",
        "Internasional | Mei",
        "Internasional | Juni",
    ]


def test_forms_and_lists_are_no_tables(read: Callable[[bytes], Workbook]) -> None:
    form = [
        ["Formulir FS3"],
        ["1.1", "Judul", "Tuliskan secara lengkap"],
        ["1.2", "Instansi", "Tuliskan secara lengkap"],
    ]
    keys = [["Nama Indikator", ":", "Luas"], ["Konsep", ":", "Luas tanah"], ["Satuan", ":", "Ha"]]
    listed = [["1.", "Rencana Kerja Tahun 2018"], [], ["2.", "Laporan Keuangan Tahun 2018"]]

    assert [read(xlsx(content)).tables for content in (form, keys, listed)] == [[], [], []]


def test_a_blank_form_keeps_its_labels_as_records(only_table: Callable[[bytes], Table]) -> None:
    table = only_table(xlsx([["Tahun", "Jumlah Raperda"], [2017], [2018], [2019]]))

    assert (names(table), rows(table)) == (
        ["Tahun", "Jumlah Raperda"],
        [(2017, None), (2018, None), (2019, None)],
    )


def test_a_text_without_a_header_has_nameless_columns(read: Callable[[str], Workbook]) -> None:
    workbook = read("Anyar,1,2\nCiruas,3,4\nKibin,5,6\n")

    assert (
        [found.code for found in workbook.all_findings],
        names(workbook.tables[0]),
        len(workbook.tables[0].records),
    ) == (
        ["TABLE-02"],
        ["", "", ""],
        3,
    )


def test_years_with_a_footnote_mark_are_a_header(only_table: Callable[[bytes], Table]) -> None:
    table = only_table(xlsx([["Jenis", "2022*", "2023**"], ["Padi", "1.234", "1.345"], ["Jagung", "...", "-"]]))

    assert (names(table), rows(table)) == (["Jenis", "2022", "2023"], [("Padi", 1234, 1345), ("Jagung", None, None)])


def test_bilingual_yearbook_tables(only_table: Callable[[bytes], Table]) -> None:
    table = only_table(
        xlsx(
            [
                ["Tabel 3.1.1"],
                ["Jumlah Penduduk menurut Kecamatan di Kabupaten Serang, 2023"],
                [],
                ["No", "Kecamatan/", "Penduduk/Population", ""],
                ["", "Subdistrict", "Laki-laki", "Perempuan"],
                ["", "", "(jiwa)", "(jiwa)"],
                ["(1)", "(2)", "(3)", "(4)"],
                [1, "Cinangka", "30.123", "29.001"],
                [2, "Padarincang", "33.222", "32.111"],
                [3, "Ciomas", "20.111", "19.222"],
                ["", "Kabupaten Serang", "83.456", "80.334"],
                ["Sumber/Source: BPS Kabupaten Serang"],
            ],
            merges=["C4:D4", "A4:A6"],
        )
    )

    assert (rows(table), skipped(table)) == (
        [(1, "Cinangka", 30123, 29001), (2, "Padarincang", 33222, 32111), (3, "Ciomas", 20111, 19222)],
        {1: "title", 2: "title", 7: "numbers", 11: "total", 12: "note"},
    )
