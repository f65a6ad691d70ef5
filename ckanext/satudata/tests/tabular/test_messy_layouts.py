"""Layouts that Indonesian offices use for their tables, each with the tidy tables that people read from it.

One file each in `data/layouts`, made up for these tests. Above `===` is the sheet: cells divided by `;`, `<` and `^`
merged with the cell to the left or above, whole numbers stored as numbers, all else as text. Below are its tables, the
header first, divided by `---`.
"""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest

from ckanext.satudata.tabular.api import tidy
from ckanext.satudata.tabular.grid import column_letters
from ckanext.satudata.tabular.model import Table
from ckanext.satudata.tabular.values.columns import Value
from ckanext.satudata.tests.tabular.workbooks import xlsx

LAYOUTS = sorted((Path(__file__).parent / "data" / "layouts").glob("*.txt"))
Place = tuple[int, int]


@pytest.mark.parametrize("path", LAYOUTS, ids=lambda path: path.stem)
def test_a_messy_layout_gives_the_tables_that_people_read(path: Path) -> None:
    sheet, _, tables = path.read_text(encoding="utf-8").partition("===\n")
    rows, merges = parsed(sheet)

    found = tidy(BytesIO(xlsx(rows, merges=merges))).tables

    assert [written(table) for table in found] == [part.split("\n")[:-1] for part in tables.split("---\n") if part]


def test_there_are_many_layouts() -> None:
    assert len(LAYOUTS) > 50


def parsed(sheet: str) -> tuple[list[list[object]], list[str]]:
    """The cells and the merged ranges of a drawn sheet."""
    drawn = [line.split(";") for line in sheet.split("\n")[:-1]]
    owners: dict[Place, Place] = {}
    ends: dict[Place, Place] = {}
    for row, texts in enumerate(drawn):
        for column, text in enumerate(texts):
            owner = {"<": owners.get((row, column - 1)), "^": owners.get((row - 1, column))}.get(text) or (row, column)
            owners[row, column] = owner
            bottom, right = ends.get(owner, owner)
            ends[owner] = (max(bottom, row), max(right, column))
    merges = [f"{name(start)}:{name(end)}" for start, end in ends.items() if start != end]
    return [[cell(text) for text in texts] for texts in drawn], merges


def name(place: Place) -> str:
    return f"{column_letters(place[1])}{place[0] + 1}"


def cell(text: str) -> object:
    if text in ("<", "^"):
        return ""
    return int(text) if re.fullmatch(r"-?(?:0|[1-9]\d*)", text) else text


def written(table: Table) -> list[str]:
    """The table as its file has it."""
    header = ";".join(column.name for column in table.columns)
    return [header, *[";".join(map(text_of, record.values)) for record in table.records]]


def text_of(value: Value) -> str:
    if value is None:
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
