"""A person's correction of a recognised layout is applied as it says, kept as JSON, and found for the next file."""

from __future__ import annotations

import json
from collections.abc import Sequence
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.satudata.tabular.api import tidy
from ckanext.satudata.tabular.layout.correction import Layout, RowRef
from ckanext.satudata.tabular.model import Hints, Table, Workbook
from ckanext.satudata.tabular.values.columns import ColumnType
from ckanext.satudata.tests.tabular.views import names, rows, skipped
from ckanext.satudata.tests.tabular.workbooks import xlsx

SHEET: list[list[object]] = [
    ["Puskesmas Menurut Kecamatan, 2022"],
    [],
    ["Kecamatan", "Kode Unit", "Pasien"],
    ["Anyar", 11, 120],
    ["Ciruas", 12, 130],
    ["Petir", 13, 140],
    ["Sekabupaten", 36, 390],
    ["Catatan petugas", 1, 1],
]


def test_without_a_correction_the_table_is_as_recognised() -> None:
    table = read(SHEET)

    assert (table.layout, names(table), len(table.records)) == (None, ["Kecamatan", "Kode Unit", "Pasien"], 5)


@pytest.mark.parametrize(
    ("correction", "expected"),
    [
        (
            {"last_row": 6},
            [("Anyar", "11", 120), ("Ciruas", "12", 130), ("Petir", "13", 140)],
        ),
        (
            {"totals": (RowRef(row=7, label="Sekabupaten"),), "last_row": 7},
            [("Anyar", "11", 120), ("Ciruas", "12", 130), ("Petir", "13", 140)],
        ),
        ({"first_row": 5, "last_row": 6}, [("Ciruas", "12", 130), ("Petir", "13", 140)]),
        (
            {"types": {"B": ColumnType.INTEGER}, "last_row": 5},
            [("Anyar", 11, 120), ("Ciruas", 12, 130)],
        ),
    ],
    ids=["last row", "totals", "first row", "type"],
)
def test_a_correction_is_applied_exactly(correction: dict, expected: list) -> None:
    assert rows(read(SHEET, corrected(read(SHEET), **correction))) == expected


def test_the_header_is_where_a_person_says() -> None:
    sheet = [["Kode", "Wilayah"], ["a", "b"], ["x", "Anyar"], ["y", "Ciruas"]]

    table = read(sheet, corrected(read(sheet), header_rows=(2,)))

    assert (names(table), rows(table)) == (["a", "b"], [("x", "Anyar"), ("y", "Ciruas")])


def test_two_header_rows_become_levels() -> None:
    sheet = [["Jenis", "Luas", "Luas"], ["Tanaman", "Panen", "Tanam"], ["Padi", 5, 6], ["Jagung", 7, 8]]

    table = read(sheet, corrected(read(sheet), header_rows=(1, 2)))

    assert (names(table), rows(table)) == (
        ["Jenis | Tanaman", "Luas | Panen", "Luas | Tanam"],
        [("Padi", 5, 6), ("Jagung", 7, 8)],
    )


def test_a_row_taken_for_a_total_is_a_record_if_a_person_says_so() -> None:
    sheet = [["Kecamatan", "L", "P"], ["Anyar", 1, 2], ["Ciruas", 3, 4], ["Petir", 5, 6], ["Jumlah", 7, 8]]

    table = read(sheet, corrected(read(sheet), records=(RowRef(row=5, label="Jumlah"),)))

    assert (rows(table)[-1], skipped(table)) == (("Jumlah", 7, 8), {})


@pytest.mark.parametrize(("letters", "expected"), [("A", "Tempat"), ("", None)], ids=["a column", "none"])
def test_the_wilayah_column_is_the_one_that_is_named(letters: str, expected: str | None) -> None:
    sheet = [["Tempat", "Kecamatan", "Pasien"], ["Anyar", "Anyar", 1], ["Ciruas", "Petir", 2], ["Kibin", "Kibin", 3]]

    column = read(sheet, corrected(read(sheet), wilayah_column=letters)).wilayah_column

    assert (column.name if column else None) == expected


def test_a_skipped_table_is_kept_apart() -> None:
    workbook = whole(SHEET, corrected(read(SHEET), skip=True))

    assert (workbook.tables, [len(table.records) for table in workbook.sheets[0].skipped]) == ([], [5])


def test_a_sheet_in_which_no_table_was_found_has_one_if_a_person_shows_its_header() -> None:
    sheet: list[list[object]] = [["Formulir isian"], ["Pilihan:", "jawaban panjang sekali"], ["Uraian"], ["a"], ["b"]]
    first = whole(sheet)
    assert first.tables == []

    layout = Layout(sheet="Data", shape=first.sheets[0].shape, header_rows=(3,))

    assert [(names(table), rows(table)) for table in whole(sheet, layout).tables] == [(["Uraian"], [("a",), ("b",)])]


def test_the_next_file_of_the_same_shape_is_corrected_too() -> None:
    layout = corrected(
        read(SHEET), totals=(RowRef(row=7, label="Sekabupaten"),), types={"B": ColumnType.INTEGER}, last_row=7
    )
    following = [
        ["Dinas Kesehatan"],
        [],
        ["Puskesmas Menurut Kecamatan, 2023"],
        [],
        ["Kecamatan", "Kode Unit", "Pasien"],
        ["Anyar", 11, 220],
        ["Ciruas", 12, 230],
        ["Kibin", 14, 235],
        ["Petir", 13, 240],
        ["Sekabupaten", 36, 925],
        ["Catatan petugas", 2, 2],
    ]

    table = read(following, layout, name="2023")

    assert (table.shape, rows(table), skipped(table)) == (
        read(SHEET).shape,
        [("Anyar", 11, 220), ("Ciruas", 12, 230), ("Kibin", 14, 235), ("Petir", 13, 240)],
        {3: "title", 10: "total"},
    )


@pytest.mark.parametrize(
    ("header", "is_same"),
    [
        (["Kecamatan", "2021", "2022"], True),
        (["KECAMATAN ", "2023", "2024"], True),
        (["Kecamatan", "2021", "2022", "2023"], False),
        (["Desa", "2021", "2022"], False),
        (["2021", "Kecamatan", "2022"], False),
    ],
)
def test_a_shape_is_the_header_whatever_its_years_and_values(header: list[object], is_same: bool) -> None:
    known = read([["Kecamatan", "2020", "2021"], ["Anyar", 1, 2], ["Ciruas", 3, 4], ["Petir", 5, 7]])

    other = read([header, *[[f"x{at}", *range(at, at + len(header) - 1)] for at in range(40, 60)]])

    assert (other.shape == known.shape) is is_same


def test_of_two_tables_of_one_shape_only_the_one_meant_is_corrected() -> None:
    sheet = [
        ["Penduduk Kecamatan Anyar"], ["Desa", "Jiwa"], ["Bandulu", 1], ["Cikoneng", 2], ["Mekarsari", 3], [], [],
        ["Penduduk Kecamatan Ciruas"], ["Desa", "Jiwa"], ["Ranjeng", 4], ["Kadikaran", 5], ["Citerep", 6],
    ]  # fmt: skip
    first, second = whole(sheet).tables
    assert first.shape == second.shape

    workbook = whole(sheet, corrected(second, last_row=11))

    assert [rows(table) for table in workbook.tables] == [
        [("Bandulu", 1), ("Cikoneng", 2), ("Mekarsari", 3)],
        [("Ranjeng", 4), ("Kadikaran", 5)],
    ]


ROWS = st.integers(1, 10_000)
LETTERS = st.sampled_from(("A", "B", "Z", "AA", "CS"))
TOP, BODY, END = st.integers(1, 9), st.integers(10, 99), st.integers(100, 999)
REFS = st.lists(st.builds(RowRef, row=ROWS, label=st.text(max_size=20)), max_size=3).map(tuple)


@given(
    layout=st.builds(
        Layout,
        sheet=st.text(max_size=10),
        shape=st.text("0123456789abcdef", min_size=16, max_size=16),
        anchor=st.none() | st.tuples(ROWS, st.integers(0, 99)),
        end_row=st.none() | ROWS,
        skip=st.booleans(),
        header_rows=st.none() | st.lists(TOP, min_size=1, max_size=4, unique=True).map(sorted).map(tuple),
        first_row=st.none() | BODY,
        last_row=st.none() | END,
        totals=REFS,
        records=REFS,
        types=st.dictionaries(LETTERS, st.sampled_from(ColumnType), max_size=3),
        wilayah_column=st.none() | st.just("") | LETTERS,
    )
)
def test_a_layout_survives_json(layout: Layout) -> None:
    assert Layout.from_dict(json.loads(json.dumps(layout.as_dict()))) == layout


@pytest.mark.parametrize(
    "wrong",
    [
        {"header_rows": ["a"]},
        {"header_rows": [0]},
        {"header_rows": []},
        {"types": {"B": "money"}},
        {"types": {"?": "integer"}},
        {"first_row": -1},
        {"last_row": True},
        {"totals": [{"row": 3}]},
        {"wilayah_column": 4},
        {"anchor": [1]},
        {"skip": "yes"},
        {"colour": "red"},
        {"header_rows": [5], "first_row": 4},
        {"first_row": 9, "last_row": 4},
        [],
    ],
    ids=str,
)
def test_what_is_no_layout_is_refused(wrong: object) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        Layout.from_dict(wrong)


@given(
    header=st.lists(st.integers(1, 12), min_size=1, max_size=3),
    first=st.none() | st.integers(1, 14),
    last=st.none() | st.integers(1, 14),
    types=st.dictionaries(st.sampled_from("ABCDZ"), st.sampled_from(ColumnType), max_size=3),
    wilayah=st.none() | st.sampled_from(("", "A", "C", "Q")),
)
def test_no_correction_breaks_the_reading(
    header: list[int], first: int | None, last: int | None, types: dict, wilayah: str | None
) -> None:
    shape = read(SHEET).shape
    layout = Layout(
        shape=shape,
        sheet="Data",
        header_rows=tuple(sorted(set(header))),
        first_row=first,
        last_row=last,
        types=types,
        wilayah_column=wilayah,
    )

    found = [found.details for found in whole(SHEET, layout).all_findings]

    assert [details for details in found if details.get("reason") == "internal error"] == []


def whole(sheet: Sequence[Sequence[object]], *layouts: Layout, name: str = "Data") -> Workbook:
    return tidy(BytesIO(xlsx(sheet, name=name)), hints=Hints(layouts=layouts))


def read(sheet: Sequence[Sequence[object]], *layouts: Layout, name: str = "Data") -> Table:
    (table,) = whole(sheet, *layouts, name=name).tables
    return table


def corrected(table: Table, **correction: object) -> Layout:
    return table.as_recognised().replaced(**correction)
