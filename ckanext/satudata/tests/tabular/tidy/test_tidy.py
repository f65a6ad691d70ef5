"""Records, sections and totals; the long form; what a table is about."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ckanext.satudata.tabular.api import tidy
from ckanext.satudata.tabular.model import ColumnRole, Table
from ckanext.satudata.tabular.tidy.long import long_rows
from ckanext.satudata.tests.tabular.views import names, rows, skipped
from ckanext.satudata.tests.tabular.workbooks import xlsx


def test_sections_become_a_column(only_table: Callable[[str], Table]) -> None:
    table = only_table(
        "Jabatan;L;P\n1. STR;;\nEselon II;3;1\nEselon III;7;2\nJumlah I;10;3\n2. JFT;;\nGuru;5;6\nMedis;8;9\n"
    )

    assert (names(table), rows(table), skipped(table)) == (
        ["section", "Jabatan", "L", "P"],
        [
            ("1. STR", "Eselon II", 3, 1),
            ("1. STR", "Eselon III", 7, 2),
            ("2. JFT", "Guru", 5, 6),
            ("2. JFT", "Medis", 8, 9),
        ],
        {2: "section", 5: "total", 6: "section"},
    )


def test_numbers_of_months_beside_a_year_say_when(only_table: Callable[[str], Table]) -> None:
    table = only_table(
        "Kecamatan;Tahun;Bulan;Lahir\nAnyar;2023;1;5\nAnyar;2023;12;7\nCiruas;2023;1;9\nCiruas;2024;2;8\n"
    )

    assert [(row.measure, row.keys["Kecamatan"], row.period, row.value) for row in long_rows(table)] == [
        ("Lahir", "Anyar", "2023-01", 5),
        ("Lahir", "Anyar", "2023-12", 7),
        ("Lahir", "Ciruas", "2023-01", 9),
        ("Lahir", "Ciruas", "2024-02", 8),
    ]


def test_numbers_that_are_no_months_and_months_without_a_year_stay_figures(only_table: Callable[[str], Table]) -> None:
    many = only_table("Kecamatan;Tahun;Bulan;Lahir\nAnyar;2023;1;5\nCiruas;2023;15;7\nPetir;2023;30;9\n")
    alone = only_table("Proyek;Bulan;Biaya\nA;1;5\nB;12;7\nC;3;9\n")

    assert [sorted({row.measure for row in long_rows(table)}) for table in (many, alone)] == [
        ["Bulan", "Lahir"],
        ["Biaya", "Bulan"],
    ]


def test_a_subtotal_above_its_own_rows_is_a_section_head(only_table: Callable[[str], Table]) -> None:
    table = only_table(
        "Wilayah;L;P\nKec. Anyar;7;9\nBandulu;3;4\nCikoneng;4;5\nKec. Ciruas;3;30\nRanjeng;1;10\nKadikaran;2;20\n"
    )

    assert rows(table) == [
        ("Kec. Anyar", "Bandulu", 3, 4),
        ("Kec. Anyar", "Cikoneng", 4, 5),
        ("Kec. Ciruas", "Ranjeng", 1, 10),
        ("Kec. Ciruas", "Kadikaran", 2, 20),
    ]


def test_the_whole_area_is_a_total_wherever_it_stands(only_table: Callable[[str], Table]) -> None:
    table = only_table("Provinsi;2022;2023\nACEH;10;11\nINDONESIA;99;98\nBALI;12;13\nBANTEN;14;15\n")

    assert (rows(table), skipped(table)) == ([("ACEH", 10, 11), ("BALI", 12, 13), ("BANTEN", 14, 15)], {3: "total"})


def test_rows_that_count_things_are_no_totals(only_table: Callable[[str], Table]) -> None:
    table = only_table("Uraian;2022\nJumlah Guru;10\nJumlah Murid;200\nJumlah Sekolah;3\n")

    assert [row[0] for row in rows(table)] == ["Jumlah Guru", "Jumlah Murid", "Jumlah Sekolah"]


def test_a_row_that_says_and_so_on_is_no_record_whatever_stands_beside_it(
    only_table: Callable[[str], Table],
) -> None:
    table = only_table("Kabupaten;2022;2023\nButon;1;5\nMuna;2;6\ndst...;4;9\ndst;;\n")

    assert (rows(table), skipped(table), [(found.code, found.place) for found in table.findings]) == (
        [("Buton", 1, 5), ("Muna", 2, 6)],
        {4: "filler", 5: "filler"},
        [("TABLE-06", "4"), ("TABLE-05", "5")],
    )


def test_a_row_of_all_others_is_a_record(only_table: Callable[[str], Table]) -> None:
    table = only_table("Jenis;2022;2023\nSapi;1;5\nKambing;2;6\nDll.;4;9\n")

    assert rows(table) == [("Sapi", 1, 5), ("Kambing", 2, 6), ("Dll.", 4, 9)]


def test_the_long_form_has_years_and_sexes_as_dimensions(only_table: Callable[[bytes], Table]) -> None:
    table = only_table(
        xlsx(
            [
                ["Jumlah Pegawai Kabupaten Serang (orang)"],
                ["Kecamatan", 2022, "", 2023, ""],
                ["", "Laki-laki", "Perempuan", "Laki-laki", "Perempuan"],
                ["Anyar", 1, 2, 3, 4],
                ["Ciruas", 5, "-", 7, 8],
            ],
            merges=["A2:A3", "B2:C2", "D2:E2"],
        )
    )

    long = [
        (row.kode_wilayah, row.period, dict(row.dimensions), row.value, row.unit, str(row.origin))
        for row in long_rows(table)
    ]
    assert long[4:6] == [
        ("36.04.09", "2022", {"jenis_kelamin": "L"}, 5, "orang", "Data!B5"),
        ("36.04.09", "2022", {"jenis_kelamin": "P"}, None, "orang", "Data!C5"),
    ]


def test_fused_header_names_are_taken_apart(spreadsheets: Path) -> None:
    workbook = tidy(next(spreadsheets.glob("Auliaaa*/Sosial_Kesejahteraan.xlsx")))

    seen = {(row.measure, row.period, row.dimensions.get("jenis_kelamin")) for row in long_rows(workbook.tables[1])}
    assert {
        ("Pencari_Kerja_Terdaftar", "2021", "L"),
        ("Pencari_Kerja_Terdaftar", "2022", "P"),
    } <= seen


def test_regions_get_codes_inside_the_region_that_other_columns_name(shared: Path) -> None:
    (table,) = tidy(shared / "data" / "serang" / "bps_pariwisata_serang.csv").tables

    # Wanayasa is a desa of Kramatwatu and of Pontang: the kecamatan column tells which.
    assert (table.wilayah_level, table.regions["Lebakwana"]) == ("desa", "36.04.05.2011")


def test_every_value_knows_its_cell(only_table: Callable[[bytes], Table]) -> None:
    table = only_table(xlsx([["Nama", "Nilai"], ["Anyar", 12], [], ["Ciruas", 34]]))

    assert [(str(table.origin(record, 1)), record.values[1]) for record in table.records] == [
        ("Data!B2", 12),
        ("Data!B4", 34),
    ]


def test_groups_with_their_sums_on_top_and_a_grand_total_below(only_table: Callable[[str], Table]) -> None:
    table = only_table(
        "Uraian;2021;2022\nA. Pertanian;30;60\n1. Padi;10;20\n2. Jagung;20;40\n"
        "B. Industri;7;9\n1. Kecil;3;4\n2. Besar;4;5\nPDRB;37;69\n"
    )

    assert (rows(table), skipped(table)) == (
        [
            ("A. Pertanian", "1. Padi", 10, 20),
            ("A. Pertanian", "2. Jagung", 20, 40),
            ("B. Industri", "1. Kecil", 3, 4),
            ("B. Industri", "2. Besar", 4, 5),
        ],
        {2: "section", 5: "section", 8: "total"},
    )


def test_classes_named_by_numbers_are_a_header(only_table: Callable[[str], Table]) -> None:
    table = only_table("Kecamatan;1;2;3\nAnyar;10;20;30\nCiruas;11;21;31\n")

    assert (names(table), rows(table)) == (
        ["Kecamatan", "1", "2", "3"],
        [("Anyar", 10, 20, 30), ("Ciruas", 11, 21, 31)],
    )


def test_a_column_of_dashes_beside_figures_is_a_figure_that_is_missing(only_table: Callable[[str], Table]) -> None:
    table = only_table("Provinsi;Maret;September;Tahunan\nAceh;12;13;-\nBali;14;15;-\nRiau;16;17;-\n")

    figures = [(row.measure, row.value) for row in long_rows(table) if row.keys["Provinsi"] == "Aceh"]

    assert (table.columns[3].role, len(figures)) == (ColumnRole.VALUE, 3)


def test_an_empty_column_of_a_list_of_words_is_no_figure(only_table: Callable[[str], Table]) -> None:
    table = only_table("Nama;Alamat;Keterangan\nPasar Anyar;Jl. Raya;\nPasar Baros;Jl. Desa;\nPasar Kopo;Jl. Kali;\n")

    assert [column.type.value for column in table.columns] == ["string", "string", "string"]
