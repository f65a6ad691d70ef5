"""Each check fires on the mistake it is for, and is silent on a clean table."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest

from ckanext.satudata.codes.findings import CODES, Finding, FindingType, tabular_contents
from ckanext.satudata.codes.provinsi_muda import has_figures
from ckanext.satudata.codes.wilayah import children
from ckanext.satudata.tabular.api import tidy
from ckanext.satudata.tabular.model import Hints, Table, Workbook
from ckanext.satudata.tests.tabular.views import codes
from ckanext.satudata.tests.tabular.workbooks import xlsx

PEOPLE = "Kecamatan;Laki-laki;Perempuan;Jumlah\n"
CLEAN = PEOPLE + "Anyar;10;11;21\nCiruas;20;22;42\nKibin;30;33;63\nKopo;40;44;84\nJumlah;100;110;210\n"

MISTAKES = {
    # Printed by a province: 17 rows add up to 8.979.913, the total says 8.889.913.
    "SUM-01": "Kabupaten;Penduduk\nA;4.500.000\nB;2.479.913\nC;1.200.000\nD;800.000\nJumlah;8.889.913\n",
    "SUM-02": PEOPLE + "Anyar;10;11;21\nCiruas;20;22;42\nKibin;30;33;63\nKopo;40;44;88\nPetir;5;6;11\nBaros;7;9;16\n",
    "SUM-03": "Kecamatan;Jenis Kelamin;;Umur;\n;L;P;Muda;Tua\nAnyar;10;11;9;12\nCiruas;20;22;21;21\nKibin;30;33;31;32\n"
    "Kopo;40;44;41;43\nPetir;50;55;51;60\nBaros;60;61;61;60\n",
    "SUM-04": "Kecamatan;Penduduk;Luas;Kepadatan\nAnyar;58230;56,81;1025\nCiruas;81102;40,61;1997\n"
    "Kibin;60441;33,51;1804\nKopo;52110;44,69;1616\nPetir;56233;46,94;1198\nBaros;55210;44,07;1253\nKasemen;90123;63,36;1422\n",
    "ROW-01": "No;Nama;Nilai\n1;a;5\n2;b;6\n3;c;7\n18;d;8\n5;e;9\n",
    "ROW-02": "Sekolah;Tahun;Siswa\nSD 1;2022;5\nSD 2;2022;6\nSD 1;2022;7\nSD 3;2022;8\nSD 4;2022;9\nSD 5;2022;4\n",
    "AREA-01": "Kecamatan di Kabupaten Serang\n\nKecamatan;Jumlah\nAnyar;1\nCiruas;2\nKibinn;3\nKopo;4\nPetir;5\n",
    "AREA-02": "Kecamatan di Kabupaten Serang\n\nKecamatan;Jumlah\nAnyar;1\nCiruas;2\nKibin;3\nKopo;4\nCiruas;5\n",
    "AREA-03": "Kecamatan di Kota Serang\n\nKecamatan;Jumlah\nSerang;1\nKasemen;2\nWalantaka;3\nCurug;4\nTaktakan;5\n",
    "AREA-04": "Wilayah Desa;Jumlah\nKecamatan Anyar;1\nDesa Bandulu;2\nKecamatan Ciruas;3\nDesa Ranjeng;4\n",
    "AREA-06": "Kecamatan di Kabupaten Serang\n\nKecamatan;Jumlah\nAnyar;1\nCiruas;2\nXxyzzy;3\nKopo;4\nPetir;5\n",
    "AREA-05": "Kabupaten/Kota;Jumlah\nLebak;1\nPandeglang;2\nTangerang;3\nSerang;4\nCilegon;5\n",
    "VALUE-01": "Kecamatan;2022;2023\nAnyar;1.503;1.480\nCiruas;2.818;28.180\nKibin;1.111;1.112\n",
    "VALUE-02": "Kegiatan;Target\nA;3 Dokumen\nB;504 Stel\nC;5 Orang\nD;7 Dokumen\n",
    "VALUE-03": "Kecamatan;Cakupan (%);Persentase Murid\nAnyar;50;40,5\nCiruas;60;112,3\nKibin;70;99,1\n",
    "VALUE-04": "Kecamatan;Jumlah\nAnyar;10\nCiruas;belum masuk\nKibin;30\nKopo;40\nPetir;50\n",
    "PRIVACY-01": "Nama;NIK;Bantuan\nSiti;3604094506900001;100\nBudi;3604091212850002;200\n",
    "PRIVACY-02": "Jabatan;NIP;Jumlah\nGuru;198503172010012003;1\nKepala;197001011995031002;1\n",
    "PRIVACY-03": "Nama;Telepon;Jumlah\na;0812-3456-7890;1\nb;081298765432;2\nc;0856 1234 5678;3\nd;085712345678;4\n",
    "PRIVACY-04": "Nama;Surel;Jumlah\n" + "".join(f"{name};{name}@gmail.com;1\n" for name in "abcd"),
    "PRIVACY-05": "Nama;NIK;Bantuan\nSiti;3604094506900001;100\nBudi;3604091212850002;200\n",
}


@pytest.mark.parametrize("code", sorted(MISTAKES))
def test_each_check_finds_its_mistake(read: Callable[[str], Workbook], code: str) -> None:
    assert code in codes(read(MISTAKES[code]))


def test_every_check_has_a_case_here() -> None:
    # PRIVACY-06 asks for a limit that only the caller can set: it has a test of its own below.
    assert {kind.code for kind in tabular_contents.TYPES} - set(MISTAKES) == {"PRIVACY-06"}


def test_a_clean_table_has_no_findings(read: Callable[[str], Workbook]) -> None:
    assert codes(read(CLEAN)) == []


def test_a_wrong_total_says_what_the_rows_add_up_to(only_table: Callable[[str], Table]) -> None:
    (found,) = only_table(MISTAKES["SUM-01"]).findings

    assert (found.place, found.message()) == (
        "B6",
        'The total in "Penduduk" says 8889913, but its 4 rows add up to 8979913.',
    )


def test_averages_and_rates_are_no_sums(read: Callable[[str], Workbook]) -> None:
    text = "Provinsi;Persen\nACEH;10\nBALI;20\nBANTEN;30\nRIAU;40\nINDONESIA;24,5\n"

    assert codes(read(text)) == []


def test_a_code_that_every_record_repeats_is_no_running_number(read: Callable[[str], Workbook]) -> None:
    text = "kdkab;nama;jumlah\n" + "".join(f"73;Kelurahan {letter};{10 + at}\n" for at, letter in enumerate("abcdefgh"))

    assert codes(read(text)) == []


def test_shares_that_are_rounded_add_up_to_the_same(read: Callable[[str], Workbook]) -> None:
    head = "Kecamatan;2021;;2022;\n;Miskin;Tidak Miskin;Miskin;Tidak Miskin\n"
    body = (
        "Anyar;10,33;89,67;11,21;88,78\nBaros;12,5;87,51;12,4;87,6\nCiruas;8,1;91,9;9,05;90,95\nKopo;7,5;92,5;7,1;{}\n"
    )

    assert [codes(read(head + body.format(share))) for share in ("92,89", "72,9")] == [[], ["SUM-03"]]


def test_what_was_found_of_a_person_is_not_repeated(read: Callable[[str], Workbook]) -> None:
    found = [found for found in read(MISTAKES["PRIVACY-01"]).all_findings if found.code == "PRIVACY-01"]

    assert [(one.place, one.value, one.details) for one in found] == [("B2", "3604…", {"count": "2"})]


def test_numbers_of_the_length_of_a_nik_are_left_alone(read: Callable[[str], Workbook]) -> None:
    assert codes(read("Nama;Rekening;Jumlah\na;1234567890123456;1\nb;9999999999999999;2\n")) == []


def test_small_counts_are_told_where_the_caller_asks() -> None:
    text = b"Kecamatan;Penderita\nAnyar;3\nCiruas;40\nKibin;0\nKopo;50\n"

    workbook = tidy(BytesIO(text), hints=Hints(small_cell=5))

    assert [(found.code, found.place) for found in workbook.all_findings] == [("PRIVACY-06", "B2")]


def test_a_jump_against_what_the_caller_knows_is_told() -> None:
    text = b"Kecamatan;Penduduk\nAnyar;300\nCiruas;40\nKibin;50\nKopo;60\n"

    workbook = tidy(BytesIO(text), hints=Hints(previous={("Anyar", "Penduduk"): 29.0}))

    assert [(found.code, found.place) for found in workbook.all_findings] == [("VALUE-01", "B2")]


def test_a_share_that_its_columns_do_not_give_is_told_with_both(only_table: Callable[[str], Table]) -> None:
    (found,) = [one for one in only_table(MISTAKES["SUM-04"]).findings if one.code == "SUM-04"]

    assert (found.place, found.message()) == (
        "D5",
        '"Kepadatan" says 1616, but "Penduduk" divided by "Luas" gives 1166.03.',
    )


def test_a_bare_name_beside_cities_is_the_kabupaten(only_table: Callable[[str], Table]) -> None:
    table = only_table("Kabupaten/Kota;Jumlah\nLebak;1\nPandeglang;2\nTangerang;3\nSerang;4\nKota Cilegon;5\n")

    assert (table.regions["Serang"], table.regions["Tangerang"], table.unknown_regions) == ("36.04", "36.03", {})


def test_a_number_merged_over_several_rows_runs_on() -> None:
    sheet = [["No", "Kecamatan", "Desa", "KK"], [1, "Anyar", "Bandulu", 3], ["", "", "Cikoneng", 4],
             [2, "Ciruas", "Ranjeng", 6], [3, "Kibin", "Tambak", 9]]  # fmt: skip

    workbook = tidy(BytesIO(xlsx(sheet, merges=["A2:A3", "B2:B3"])))

    assert codes(workbook) == []


@pytest.mark.parametrize(
    "kind", [CODES[code] for code in sorted(CODES) if code in MISTAKES], ids=lambda kind: kind.code
)
def test_every_message_is_filled(read: Callable[[str], Workbook], kind: FindingType) -> None:
    found: list[Finding] = [one for one in read(MISTAKES[kind.code]).all_findings if one.code == kind.code]

    assert ["{" in one.message() + one.remedy() for one in found] == [False] * len(found)


def test_a_table_older_than_a_province_does_not_miss_it(read: Callable[[str], Workbook]) -> None:
    old = [province.nama for province in children("") if has_figures(province.kode, 2010)]

    found = {
        year: [one.value for one in read(_provinces(old, year)).all_findings if one.code == "AREA-03"]
        for year in (2010, 2015)
    }

    assert found == {2010: [], 2015: ["Kalimantan Utara"]}


def test_the_last_year_among_the_records_counts(read: Callable[[str], Workbook]) -> None:
    old = [province.nama for province in children("") if has_figures(province.kode, 2010)]
    body = "".join(f"{name};{year};{len(name) * year}\n" for year in (2009, 2016) for name in old)

    found = [one.value for one in read("Provinsi;Tahun;Penduduk\n" + body).all_findings if one.code == "AREA-03"]

    assert found == ["Kalimantan Utara"]


def _provinces(names: list[str], year: int) -> str:
    body = "".join(f"{name};{1000 + len(name)}\n" for name in names)
    return f"Penduduk Menurut Provinsi, {year}\n\nProvinsi;Penduduk\n{body}"
