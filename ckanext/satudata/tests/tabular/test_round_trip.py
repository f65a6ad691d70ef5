"""A tidy table, written into a messy sheet in any of many ways, is read back as it was."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ckanext.satudata.tabular.api import tidy
from ckanext.satudata.tests.tabular.binary_workbooks import xls
from ckanext.satudata.tests.tabular.views import names, rows
from ckanext.satudata.tests.tabular.workbooks import ods, xlsx

LABELS = ("Padi", "Jagung", "Kedelai", "Kacang Tanah", "Ubi Kayu", "Ubi Jalar", "Bawang", "Cabai", "Tomat", "Kubis")
MEASURES = ("Luas Panen", "Produksi", "Rumah Tangga", "Pekerja", "Biaya")
GROUPS = ("Negeri", "Swasta", "Umum")
TITLE = "Jumlah Produksi Menurut Jenis Tanaman"


@dataclass(frozen=True)
class Case:
    """A table and the mess around it."""

    labels: Sequence[str]
    paths: Sequence[tuple[str, ...]]
    figures: Sequence[Sequence[int | None]]
    title: bool
    preamble: bool
    number_row: bool
    total: bool
    source: bool
    filler: bool
    blank_rows: int
    shift: int
    style: str

    def sheet(self) -> tuple[list[list[object]], list[str]]:
        """Rows and merged ranges of the messy sheet."""
        top: list[list[object]] = []
        if self.title:
            top.append([TITLE])
            top.extend([] for _ in range(self.blank_rows))
        if self.preamble:
            top.extend((["Wilayah :", "Kabupaten Serang"], ["Tahun :", 2023], []))
        header, merges = self.header(len(top))
        if self.number_row:
            header.append([f"({place})" for place in range(1, len(self.paths) + 2)])
        body: list[list[object]] = [
            [label, *map(self.written, row)] for label, row in zip(self.labels, self.figures, strict=True)
        ]
        if self.total:
            body.append(
                ["Jumlah", *[self.written(sum(row[at] or 0 for row in self.figures)) for at in range(len(self.paths))]]
            )
        if self.filler:
            body.append(["dst...", *[5 for _ in self.paths]])
        if self.source:
            body.append(["Sumber : Dinas Pertanian"])
        return [[""] * self.shift + row if row else [] for row in top + header + body], merges

    def header(self, start: int) -> tuple[list[list[object]], list[str]]:
        if len(self.paths[0]) == 1:
            return [["Jenis Tanaman", *[path[0] for path in self.paths]]], []
        upper: list[object] = ["Jenis Tanaman"]
        merges = [self.span(start, 0, start + 1, 0)]
        for at, path in enumerate(self.paths, 1):
            is_first = at == 1 or self.paths[at - 2][0] != path[0]
            upper.append(path[0] if is_first else "")
            if is_first:
                width = sum(other[0] == path[0] for other in self.paths)
                merges.append(self.span(start, at, start, at + width - 1))
        return [upper, ["", *[path[1] for path in self.paths]]], [merge for merge in merges if merge]

    def span(self, top: int, left: int, bottom: int, right: int) -> str:
        if (top, left) == (bottom, right):
            return ""
        letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
        return f"{letters[left + self.shift]}{top + 1}:{letters[right + self.shift]}{bottom + 1}"

    def written(self, value: int | None) -> object:
        if value is None:
            return "-"
        if self.style == "number":
            return value
        text = f"{value:,}"
        return text.replace(",", {"point": ".", "thin": "\u2009", "blank": " "}[self.style])


@st.composite
def cases(draw: st.DrawFn) -> Case:
    labels = draw(st.lists(st.sampled_from(LABELS), min_size=4, max_size=8, unique=True))
    measures = draw(st.lists(st.sampled_from(MEASURES), min_size=2, max_size=3, unique=True))
    groups = draw(st.lists(st.sampled_from(GROUPS), min_size=2, max_size=3, unique=True)) if draw(st.booleans()) else []
    paths = [(group, measure) for group in groups for measure in measures] or [(measure,) for measure in measures]
    figure = st.one_of(st.none(), st.integers(min_value=0, max_value=9_999_999))
    figures = draw(
        st.lists(st.lists(figure, min_size=len(paths), max_size=len(paths)), min_size=len(labels), max_size=len(labels))
    )
    # At least one figure that can only be one: a sheet of dashes is a form, and 0 to 999 has no separators.
    figures[0] = [1_234_567 + at for at in range(len(paths))]
    figures[-1] = [(value if value is not None else 4_321) for value in figures[-1]]
    flags = {name: draw(st.booleans()) for name in ("title", "preamble", "number_row", "total", "source", "filler")}
    return Case(
        labels=labels,
        paths=paths,
        figures=figures,
        blank_rows=draw(st.integers(min_value=0, max_value=2)),
        shift=draw(st.integers(min_value=0, max_value=2)),
        style=draw(st.sampled_from(("number", "point", "thin", "blank"))),
        **flags,
    )


@given(case=cases())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_table_survives_any_messy_layout(case: Case) -> None:
    sheet, merges = case.sheet()

    tables = tidy(BytesIO(xlsx(sheet, merges=merges))).tables

    assert [(names(table), rows(table)) for table in tables] == [expected(case)]


@pytest.mark.parametrize("written", [xls, ods], ids=["xls", "ods"])
@given(case=cases().filter(lambda case: len(case.paths[0]) == 1))
@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
def test_a_table_survives_in_every_kind_of_workbook(written: Callable[..., bytes], case: Case) -> None:
    sheet, _ = case.sheet()

    tables = tidy(BytesIO(written(sheet))).tables

    assert [(names(table), rows(table)) for table in tables] == [expected(case)]


def expected(case: Case) -> tuple[list[str], list[tuple[object, ...]]]:
    return (
        ["Jenis Tanaman", *[" | ".join(path) for path in case.paths]],
        [(label, *row) for label, row in zip(case.labels, case.figures, strict=True)],
    )
