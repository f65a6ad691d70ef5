"""Each check on a real file that has its fault; where none was found, on a real table broken as the check expects."""

from __future__ import annotations

import csv
from collections.abc import Callable
from io import BytesIO, StringIO
from pathlib import Path

import pytest

from ckanext.satudata.codes.findings import tabular_contents
from ckanext.satudata.tabular.api import tidy
from ckanext.satudata.tests.tabular.views import codes
from ckanext.satudata.tests.tabular.workbooks import xlsx

Rows = list[list[str]]
VILLAGES = "data_desa_serang.csv"
"""326 villages with No, name, code, kecamatan …; the break of each test is the only thing wrong in it."""


@pytest.mark.parametrize(
    ("pattern", "code", "place"),
    [
        ("karimrizal__syantik/1628217150.xlsx", "AREA-02", "Worksheet!A13"),
        ("karimrizal__syantik/1650356701.xlsx", "AREA-01", "Worksheet!A20"),
        ("karimrizal__syantik/1628133445.xlsx", "VALUE-03", "Worksheet!C9"),
        ("soegampars__idbt/labour/emp_prov_sect9_2010-2014.xlsx", "AREA-03", "Sheet1"),
        ("Salsabilaa16__Projek/Kemiskinan Kabupaten Kota.xlsx", "FILE-09", "GK"),
        ("karimrizal__syantik/1625752468.xlsx", "VALUE-01", "Worksheet!D8"),
        ("karimrizal__syantik/1628217150.xlsx", "ROW-02", "Worksheet!13"),
        ("Auliaaa2108__Sumbar-Dalam-Angka/Sosial_Kesejahteraan.xlsx", "AREA-05", "Sosial!A4"),
        ("egi__Gudang-Data-Indonesia/data/jumlah_pelanggan_PLN.txt", "SUM-02", "G29"),
        ("firmanh3200__kca3200/data/geografi_desa.xlsx", "VALUE-04", "Sheet1!BG160"),
        # The quotients of the rows come from another workbook, that of the total from its own sum.
        ("Cureds__UTSDataMining/Data BPS.xlsx", "SUM-01", "Riau!AP17"),
        # Shares of 2024 that add up to 92.24 %, where all other years give 100.
        ("Salsabilaa16__Projek/Kemiskinan Kabupaten Kota.xlsx", "SUM-03", "Pendidikan Tamat!N39"),
        ("karimrizal__syantik/1650357155.xlsx", "VALUE-02", "Tabel 2!D13"),
    ],
)
def test_checks_fire_on_real_files(spreadsheets: Path, pattern: str, code: str, place: str) -> None:
    found = [finding for finding in tidy(spreadsheets / pattern).all_findings if finding.code == code]

    assert place in [finding.place for finding in found]


@pytest.fixture
def villages(shared: Path) -> Rows:
    with (shared / "data" / "serang" / VILLAGES).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_the_real_table_that_is_broken_below_has_none_of_these_faults(villages: Rows) -> None:
    checked = {kind.code for kind in tabular_contents.TYPES}

    assert checked.intersection(found_in(villages)) == {"AREA-01", "AREA-03", "AREA-06"}


def test_a_number_typed_the_wrong_way_round_is_told(villages: Rows) -> None:
    villages[15][0] = "51"

    assert "ROW-01" in found_in(villages)


def test_desa_left_in_a_list_of_kecamatan_are_told(villages: Rows) -> None:
    header, *body = villages
    first = list({row[3]: row for row in reversed(body)}.values())
    rows = [[row[0], f"Kecamatan {row[3]}", *row[2:]] for row in first]
    rows[5:5] = [[row[0], f"Desa {row[1]}", *row[2:]] for row in first[3:6]]

    assert "AREA-04" in found_in([header, *rows])


def test_a_share_that_somebody_has_overwritten_is_told(spreadsheets: Path) -> None:
    grid = tidy(spreadsheets / "karimrizal__syantik" / "1628136387.xlsx").sheets[0].grid
    rows = [list(row) for row in grid.rows]
    rows[9][2] = 78.7

    workbook = tidy(BytesIO(xlsx(rows, merges=["A6:A7", "B6:C6", "D6:D7"])))

    assert [found.place for found in workbook.all_findings if found.code == "SUM-04"] == ["Data!C10"]


@pytest.mark.parametrize(
    ("code", "name", "value"),
    [
        ("PRIVACY-01", "NIK", lambda at: f"36040945069{at:05d}"),
        ("PRIVACY-02", "NIP", lambda at: f"198503172010012{at:03d}"),
        ("PRIVACY-03", "Telepon", lambda at: f"0812-3456-7{at:03d}"),
        ("PRIVACY-04", "Surel", lambda at: f"kades{at}@gmail.com"),
    ],
)
def test_what_belongs_to_a_person_is_told(villages: Rows, code: str, name: str, value: Callable[[int], str]) -> None:
    for at, row in enumerate(villages):
        row.append(value(at) if at else name)

    assert code in found_in(villages)


def test_names_beside_a_nik_are_told(villages: Rows) -> None:
    for at, row in enumerate(villages):
        row.extend([f"Kepala {at}", f"36040945069{at:05d}"] if at else ["Nama Kepala Desa", "NIK"])

    assert "PRIVACY-05" in found_in(villages)


@pytest.mark.parametrize("name", ["AGAMA", "AHH", "JKPKABKOT", "LAP USAHA", "SEKOLAH", "RLS"])
def test_clean_real_files_have_no_findings(spreadsheets: Path, name: str) -> None:
    assert codes(tidy(next(spreadsheets.glob(f"sarahmutia*/{name}.xlsx")))) == []


def found_in(rows: Rows) -> list[str]:
    text = StringIO()
    csv.writer(text).writerows(rows)
    return codes(tidy(BytesIO(text.getvalue().encode())))
