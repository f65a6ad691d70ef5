"""A clean table (names in the first row, one record in each row below) comes out exactly as it went in."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date
from io import BytesIO, StringIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ckanext.satudata.tabular.api import tidy
from ckanext.satudata.tests.tabular.views import names, rows
from ckanext.satudata.tests.tabular.workbooks import xlsx

LABELS = ("Bidan", "Perawat", "Dokter Gigi", "Apoteker", "SD Negeri 1", "Pasar Lama", "Jl. Merdeka No. 5", "CV. Maju",
          "Sangat Baik", "a", "Kelas 1", "R, S, T, U", "Tambang (batu)", "padi sawah", "Anyar", "Kota Serang",
          "Banten", "Januari", "Triwulan I", "Lainnya", "0-4", "Jumlah Guru", "B. Jasa", "S-1")  # fmt: skip
HEADERS = ("Nama", "Jenis Alat", "Lokasi", "kategori", "Golongan", "Uraian", "nama_kecamatan", "Status")
MEASURES = ("Nilai", "Luas (Ha)", "jumlah_siswa", "Volume", "Produksi 2022", "Skor", "x1", "Panjang", "Persentase",
            "2021")  # fmt: skip
Tables = tuple[list[str], list[list[object]]]


@st.composite
def clean_tables(draw: st.DrawFn) -> Tables:
    """One or more columns of words, one or more of numbers, perhaps one of dates, in any order behind the first."""
    words = draw(st.lists(st.sampled_from(HEADERS), min_size=1, max_size=3, unique=True))
    figures = draw(st.lists(st.sampled_from(MEASURES), min_size=1, max_size=5, unique=True))
    kinds = {name: draw(st.sampled_from(("whole", "broken"))) for name in figures}
    dates = ["Tanggal"] if draw(st.booleans()) else []
    kinds |= dict.fromkeys(dates, "date") | {name: "gaps" for name in figures if draw(st.integers(0, 4)) == 0}
    header = draw(st.permutations(words[1:] + figures + dates))
    height = draw(st.integers(min_value=2, max_value=25))
    columns = [draw(st.lists(cells(kinds.get(name)), min_size=height, max_size=height)) for name in (words[0], *header)]
    return [words[0], *header], [list(row) for row in zip(*columns, strict=True)]


def cells(kind: str | None) -> st.SearchStrategy[object]:
    if kind is None:
        return st.sampled_from(LABELS)
    if kind == "date":
        return st.dates(min_value=date(2000, 1, 1), max_value=date(2030, 12, 31))
    if kind == "gaps":
        return st.one_of(st.integers(min_value=0, max_value=5_000_000), st.none())
    if kind == "whole":
        return st.integers(min_value=0, max_value=5_000_000)
    # Rounded, and never whole: 2.0 is stored as 2 by every spreadsheet program.
    return st.integers(min_value=0, max_value=99_999).map(lambda whole: whole + 0.25)


def test_adding_up_by_chance_is_left_out_of_these_tables() -> None:
    assert not adds_up([["a", 1, 2.5], ["b", 2, 4.5], ["c", 4, 5.0]])
    assert adds_up([["a", 1, 2.5], ["b", 2, 4.5], ["c", 3, 7.0]])
    assert has_named_total([["Bidan", 1], ["Bidan", None], ["Jumlah Guru", 1], ["Bidan", 1]])
    assert not has_named_total([["Bidan", 1], ["Bidan", None], ["Jumlah Guru", 2], ["Bidan", 1]])


@given(table=clean_tables().filter(lambda table: not is_ambiguous(table[1])))
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
def test_a_clean_sheet_comes_out_as_it_is(table: Tables) -> None:
    header, body = table

    found = tidy(BytesIO(xlsx([header, *body]))).tables

    assert [(names(one), [list(row) for row in rows(one)]) for one in found] == [(header, body)]


@given(table=clean_tables().filter(lambda table: not is_ambiguous(table[1])))
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
def test_a_clean_text_file_comes_out_as_it_is(table: Tables) -> None:
    header, body = table
    text = StringIO()
    csv.writer(text).writerows([header, *body])

    found = tidy(BytesIO(text.getvalue().encode())).tables

    assert [(names(one), [list(row) for row in rows(one)]) for one in found] == [(header, body)]


@pytest.mark.parametrize(
    "body",
    [
        [["Bidan", 0], ["Anyar", 1], ["Anyar", 4], ["Kota Serang", 3]],
        [["Bidan", "2000-01-01", 3], ["a", "2000-01-02", None], ["Bidan", "2000-01-01", 5], ["Bidan", "2000-01-01", 9]],
    ],
    ids=["one region twice is no list of regions", "a date beside a letter is no title"],
)
def test_a_clean_table_that_was_once_misread(body: list[list[object]]) -> None:
    header = ["Nama", *["Hari"] * (len(body[0]) - 2), "Nilai"]

    (table,) = tidy(BytesIO(xlsx([header, *body]))).tables

    assert [list(row) for row in rows(table)] == body


def test_what_reads_like_heads_or_groups_is_left_out_too() -> None:
    assert has_heads([["a", None, None], ["b", 1, 2], ["c", None, None], ["d", 3, 4]])
    assert not has_heads([["a", None, None], ["b", 1, 2], ["c", None, 3], ["d", 3, 4]])
    assert has_groups([["a", 3, 7.0], ["b", 1, 2.5], ["c", 2, 4.5], ["d", 5, 9.0], ["e", 4, 8.0], ["f", 1, 1.0]])
    assert not has_groups([["a", 3, 7.0], ["b", 1, 2.5], ["c", 2, 4.5], ["d", 5, 9.0], ["e", 4, 8.0], ["f", 2, 1.0]])


def is_ambiguous(body: Sequence[Sequence[object]]) -> bool:
    return adds_up(body) or has_heads(body) or has_groups(body) or has_named_total(body)


def has_named_total(body: Sequence[Sequence[object]]) -> bool:
    """Whether a row that is called "Jumlah Guru" is the sum of rows right above it."""
    figures = [[cell if isinstance(cell, (int, float)) else 0 for cell in row] for row in body]
    return any(
        "Jumlah Guru" in row
        and any(figures[at] == [sum(column) for column in zip(*figures[first:at], strict=True)] for first in range(at))
        for at, row in enumerate(body)
    )


def has_heads(body: Sequence[Sequence[object]]) -> bool:
    """Whether the first record and a later one have nothing but a label: they read like heads of sections."""
    bare = [all(cell is None for cell in row[1:]) for row in body]
    return bare[0] and any(bare[1:])


def has_groups(body: Sequence[Sequence[object]]) -> bool:
    """Whether the records fall into groups that add up to their first one, as sub-totals above their own rows."""
    figures = [[cell if isinstance(cell, (int, float)) else 0 for cell in row[1:]] for row in body]
    at = 0
    while at < len(figures):
        sums = (
            [sum(column) for column in zip(*figures[at + 1 : end], strict=True)] for end in range(at + 3, len(body) + 1)
        )
        at = next((at + 3 + place for place, total in enumerate(sums) if total == figures[at]), len(figures) + 1)
    return at == len(figures)


def adds_up(body: Sequence[Sequence[object]]) -> bool:
    """Whether the first or last row is the sum of the others: nobody could tell it from a total."""
    columns = [column for column in zip(*body, strict=True) if not isinstance(column[0], (str, date))]
    figures = [[value if isinstance(value, (int, float)) else 0 for value in column] for column in columns]
    return any(all(2 * column[edge] == sum(column) for column in figures) for edge in (0, -1))
