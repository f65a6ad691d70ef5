"""From a tidy workbook to facts: where each figure belongs, and what cannot be placed."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest

from ckanext.satudata.codes import periode
from ckanext.satudata.statistics.facts.rows import FactRow, Skipped, fact_rows
from ckanext.satudata.statistics.facts.subject import Subject
from ckanext.satudata.statistics.facts.wilayah_number import kode_of
from ckanext.satudata.statistics.model import FigureStatus
from ckanext.satudata.tabular.api import tidy

REAL = Path(__file__).resolve().parents[6] / "shared" / "data" / "spreadsheets"


def rows_of(text: str, **given: Any) -> tuple[list[FactRow], Skipped]:
    stream = io.BytesIO(text.encode())
    stream.name = "tabel.csv"
    skipped = Skipped()
    subject = Subject(**{"package_id": "dataset", "resource_id": "file", "wilayah": "36.04", **given})
    return list(fact_rows(tidy(stream), subject, skipped)), skipped


def brief(rows: list[FactRow]) -> list[tuple[Any, ...]]:
    return [(row.measure[0], kode_of(row.wilayah), str(row.periode), row.breakdown, row.value) for row in rows]


def test_each_number_becomes_a_fact_of_its_region_and_year() -> None:
    rows, skipped = rows_of(
        "Kecamatan;Tahun;Penduduk;Rumah Tangga\nCiruas;2023;70.100;20.001\nAnyar;2023;61.500;15.002\n"
    )

    assert brief(rows) == [
        ("Penduduk", "36.04.09", "2023", "{}", 70_100),
        ("Rumah Tangga", "36.04.09", "2023", "{}", 20_001),
        ("Penduduk", "36.04.30", "2023", "{}", 61_500),
        ("Rumah Tangga", "36.04.30", "2023", "{}", 15_002),
    ]
    assert skipped.counts == {}
    assert [(row.row, row.column, row.printed) for row in rows[:2]] == [(2, 2, "70.100"), (2, 3, "20.001")]


def test_years_and_sexes_across_the_columns_are_period_and_dimension() -> None:
    text = "Kecamatan;Laki-laki 2022;Perempuan 2022;Laki-laki 2023;Perempuan 2023\nCiruas;1;2;3;4\nAnyar;5;6;7;8\n"

    rows, _ = rows_of(text, title="Penduduk")

    assert {(str(row.periode), row.breakdown) for row in rows} == {
        ("2022", '{"jenis_kelamin":"L"}'),
        ("2022", '{"jenis_kelamin":"P"}'),
        ("2023", '{"jenis_kelamin":"L"}'),
        ("2023", '{"jenis_kelamin":"P"}'),
    }


def test_a_dimension_in_the_rows_is_kept_and_its_total_is_the_figure_for_all() -> None:
    text = "Kecamatan;Tahun;Jenis Kelamin;Penduduk\n" + "".join(
        f"{name};2023;{sex};{value}\n"
        for name, values in (("Ciruas", (1, 2, 3)), ("Anyar", (4, 5, 9)))
        for sex, value in zip(("Laki-laki", "Perempuan", "Jumlah"), values, strict=True)
    )

    rows, _ = rows_of(text)

    found = [(kode_of(row.wilayah), row.breakdown, row.value) for row in rows]
    assert ("36.04.09", '{"jenis_kelamin":"L"}', 1) in found
    assert ("36.04.30", '{"jenis_kelamin":"P"}', 5) in found
    assert [value for _, breakdown, value in found if breakdown == "{}"] in ([3, 9], [])


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("Kecamatan;Penduduk\nCiruas;1\nAnyar;2\n", ["jiwa"]),
        ("Kecamatan;Penduduk;Pendatang\nCiruas;1;3\nAnyar;2;4\n", ["jiwa", "jiwa"]),
        ("Kecamatan;Luas (Ha);Penduduk\nCiruas;1;3\nAnyar;2;4\n", ["Ha", ""]),
        ("Kecamatan;Satuan;Penduduk\nCiruas;orang;1\nAnyar;orang;2\n", ["orang"]),
        # A share says its unit by its name, and leaves the other column what the dataset counts.
        ("Kecamatan;Penduduk;Persentase Miskin\nCiruas;1;3\nAnyar;2;4\n", ["jiwa", "Persen"]),
        ("Kecamatan;Penduduk;Miskin (%)\nCiruas;1;3\nAnyar;2;4\n", ["jiwa", "%"]),
    ],
)
def test_the_units_of_the_file_come_before_that_of_the_dataset(text: str, units: list[str]) -> None:
    rows, _ = rows_of(text, satuan="jiwa", periode=periode.parse("2023"))

    assert [row.measure[1] for row in rows[: len(units)]] == units


def test_a_code_column_decides_and_a_bps_code_is_understood() -> None:
    text = "kode_kecamatan,nama,tahun,jumlah\n3604240,Ciroeas,2023,5\n3604200,Anjer,2023,6\n"

    rows, _ = rows_of(text)

    assert [(kode_of(row.wilayah), row.value) for row in rows] == [("36.04.09", 5), ("36.04.30", 6)]


def test_villages_of_one_name_in_two_kecamatan_stay_apart() -> None:
    names = ("Kibin;Sukamaju", "Cikeusal;Sukamaju", "Kramatwatu;Wanayasa", "Pontang;Wanayasa")
    text = "Kecamatan;Desa;Tahun;Penduduk\n" + "".join(f"{name};2023;{at}\n" for at, name in enumerate(names, 10))

    rows, skipped = rows_of(text)

    assert [(kode_of(row.wilayah), row.value, row.breakdown) for row in rows] == [
        ("36.04.16.2007", 10, "{}"),
        ("36.04.23.2004", 11, "{}"),
        ("36.04.05.2012", 12, "{}"),
        ("36.04.12.2012", 13, "{}"),
    ]
    assert skipped.counts == {}


def test_without_a_region_column_the_dataset_s_region_counts_and_without_any_the_figure_is_told() -> None:
    text = "Tahun;Penduduk;Luas\n2022;10;5\n2023;11;5\n"

    of_serang, _ = rows_of(text)
    of_nobody, skipped = rows_of(text, wilayah="")

    assert {kode_of(row.wilayah) for row in of_serang} == {"36.04"}
    assert (of_nobody, skipped.counts) == ([], {"wilayah": 4})


def test_without_a_period_the_file_s_own_counts_and_without_any_the_cell_is_told() -> None:
    text = "Kecamatan;Penduduk\nCiruas;10\nAnyar;11\n"

    of_2023, _ = rows_of(text, periode=periode.parse("2023"))
    of_no_time, skipped = rows_of(text)

    assert {str(row.periode) for row in of_2023} == {"2023"}
    assert (of_no_time, skipped.counts, skipped.cells) == ([], {"periode": 2}, {"periode": ["B2", "B3"]})


def test_marks_are_facts_without_a_value_and_blank_cells_are_none() -> None:
    text = "Kecamatan;Tahun;Sekolah\nCiruas;2023;-\nAnyar;2023;...\nKopo;2023;\nMancak;2023;7*\nKibin;2023;8\n"

    rows, _ = rows_of(text)

    assert [(row.status, row.value, row.printed) for row in rows] == [
        (FigureStatus.NIHIL, None, "-"),
        (FigureStatus.TIDAK_TERSEDIA, None, "..."),
        (FigureStatus.SEMENTARA, 7, "7*"),
        (FigureStatus.TETAP, 8, None),
    ]


def test_the_status_of_the_file_holds_for_figures_without_a_mark() -> None:
    rows, _ = rows_of("Kecamatan;Tahun;Sekolah\nCiruas;2023;5\nAnyar;2023;6\n", status=FigureStatus.SEMENTARA)

    assert {row.status for row in rows} == {FigureStatus.SEMENTARA}


@pytest.mark.skipif(not REAL.exists(), reason="the shared sample of real files does not stand beside this checkout")
def test_a_real_workbook_of_31_tables_gives_its_figures() -> None:
    # A student's collection of BPS tables of Jawa Timur: 38 kabupaten and kota, several years, several units.
    skipped = Skipped()
    workbook = tidy(REAL / "Salsabilaa16__Projek" / "Kemiskinan Kabupaten Kota.xlsx")

    rows = list(fact_rows(workbook, Subject(package_id="dataset", resource_id="file", wilayah="35"), skipped))

    poor = [row for row in rows if row.sheet == "Jumlah Pend Miskin" and str(row.periode) == "2020"]
    assert len(poor) >= 38
    assert (kode_of(poor[0].wilayah), poor[0].value) == ("35.01", 80.82)
    assert all(kode_of(row.wilayah).startswith("35") for row in rows)
