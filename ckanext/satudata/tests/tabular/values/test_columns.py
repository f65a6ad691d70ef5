"""Numbers are decided for a column, never for a cell."""

from __future__ import annotations

import pytest

from ckanext.satudata.tabular.values.columns import ColumnType, column_evidence, read_column
from ckanext.satudata.tabular.values.marks import Mark, Status
from ckanext.satudata.tabular.values.numbers import Evidence


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (["4.526.862", "12.345", "999"], [4526862, 12345, 999]),
        (["1.234", "2.345"], [1234, 2345]),
        (["1.234", "12.5"], [1.234, 12.5]),
        (["127,6", "127.6", "98,25"], [127.6, 127.6, 98.25]),
        (["2\u2009691,8", "993,6"], [2691.8, 993.6]),
        (["1 503", "1 658274", 12.0], [1503, 1658274, 12]),
        (["6,00", "10,00"], [6, 10]),
        (["565776.00", 541109.0], [565776, 541109]),
        (["(1.234)", "2.000"], [-1234, 2000]),
        (["12%", "7,5%"], [12, 7.5]),
        (["Rp 1.500.000", "Rp 2.000,-"], [1500000, 2000]),
        (["21 Media", "6 Media"], [21, 6]),
        (["1,234", "56", "789"], [1234, 56, 789]),
        (["1,234,567.89", "2.5"], [1234567.89, 2.5]),
    ],
)
def test_numbers_mean_what_the_column_says(cells: list, values: list) -> None:
    read = read_column(cells, name="Jumlah", table=Evidence())

    assert (read.type.is_number, read.values) == (True, values)


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        ("Golongan", ["200 000-299 999", "300 000-399 999"]),
        ("Umur", ["0-4", "5-9"]),
        ("Kode Desa", [3604052001, 3604052002]),
        ("NIK", ["3604094506900001", "3604094506900002"]),
        ("Nomor", ["0012", "0013"]),
        ("Target", ["3 Dokumen", "504 Stel"]),
        ("Kode", ["36.04.05", "36.04.06"]),
    ],
)
def test_classes_and_codes_stay_text(name: str, cells: list) -> None:
    read = read_column(cells, name=name, table=Evidence())

    assert (read.type, read.values) == (ColumnType.STRING, [str(cell) for cell in cells])


def test_the_other_columns_of_a_table_decide_an_open_case() -> None:
    points = column_evidence(["12.5", "13.75"])

    assert read_column(["1.234", "2.345"], name="x", table=points).values == [1.234, 2.345]


def test_missing_marks_and_footnotes_are_kept_beside_the_value() -> None:
    read = read_column(["-", "…", "12*", "13r", "n/a", "14"], name="Jumlah", table=Evidence())

    assert (read.values, read.marks) == (
        [None, None, 12, 13, None, 14],
        {
            0: Mark(status=Status.NONE, text="-"),
            1: Mark(status=Status.NOT_AVAILABLE, text="…"),
            2: Mark(status=Status.PROVISIONAL, text="*"),
            3: Mark(status=Status.REVISED, text="r"),
            4: Mark(status=Status.NOT_AVAILABLE, text="n/a"),
        },
    )


def test_years_are_no_figures() -> None:
    assert [read_column([2019.0, 2020.0], name=name, table=Evidence()).type.value for name in ("Tahun", "Jumlah")] == [
        "year",
        "integer",
    ]


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        ([1101.0, 1102.0, "0103", 1104.0], ["1101", "1102", "0103", "1104"]),
        (["01", "02", "10", "11", "12", "13"], ["01", "02", "10", "11", "12", "13"]),
        ([1.0, 1.1, "1.1.1", "1.1.2", 2.0, 2.1, 2.2], ["1", "1.1", "1.1.1", "1.1.2", "2", "2.1", "2.2"]),
        (["36", "36.04", "36.04.05", "36.04.09", "32"], ["36", "36.04", "36.04.05", "36.04.09", "32"]),
        (["01.02", "01.03", 2.0, "-"], ["01.02", "01.03", "2", None]),
    ],
    ids=["a zero kept once", "zeros in front", "levels", "kode wilayah", "zero and level"],
)
def test_codes_stay_text_under_any_name(cells: list, values: list) -> None:
    read = read_column(cells, name="Ind", table=Evidence())

    assert (read.type, read.values) == (ColumnType.STRING, values)


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        ([1234.0, 567.0, "08", 12.0, 3.0, 45.0], [1234, 567, None, 12, 3, 45]),
        (["1.234.567", "2.345.678", "999"], [1234567, 2345678, 999]),
        (["1.234", "12,5", "7", "1.2.3"], [1234, 12.5, 7, None]),
        (["0", "0,5", "0.25"], [0, 0.5, 0.25]),
    ],
    ids=["one slip", "thousands", "one odd cell", "zeros and fractions"],
)
def test_figures_stay_numbers_beside_an_odd_cell(cells: list, values: list) -> None:
    read = read_column(cells, name="Ind", table=Evidence())

    assert (read.type.is_number, read.values) == (True, values)


@pytest.mark.parametrize("name", ["KodeInd", "kode_indikator", "KodeKec"])
def test_a_column_of_codes_is_told_by_its_fused_name(name: str) -> None:
    assert read_column([1.0, 2.0, 30.0], name=name, table=Evidence()).values == ["1", "2", "30"]
