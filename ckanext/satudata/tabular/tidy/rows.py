"""Rows: the body with its columns read, ready to be sorted into records, section heads, totals and fillers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from itertools import pairwise

from ckanext.satudata.codes.folding import fold
from ckanext.satudata.tabular.grid import Cell
from ckanext.satudata.tabular.layout.block import Block
from ckanext.satudata.tabular.layout.view import View
from ckanext.satudata.tabular.values.codes import is_code_header
from ckanext.satudata.tabular.values.columns import ColumnType, ColumnValues, column_evidence, read_column
from ckanext.satudata.tabular.values.kinds import Kind, as_text
from ckanext.satudata.tabular.values.numbers import Evidence

__all__ = ["Role", "Rows", "read_rows"]

_NUMBERING = frozenset(("no", "nomor", "nomor urut", "no urut", "nmr", "#", "", "ranking", "rangking", "peringkat"))

_COUNTED = re.compile(r"\s*(\d{1,6})\s?[.)]\s*")


class Role(str, Enum):
    """What a row of a body is."""

    RECORD = "record"
    SECTION = "section"
    TOTAL = "total"
    FILLER = "filler"
    CONTINUED = "continued"
    """Only goes on with the text of the row above."""
    EMPTY = "empty"
    """Only has its running number: nobody has filled in the rest."""


@dataclass(slots=True)
class Rows:
    """`cells[position]` and `read[position]` belong to `columns[position]`; rows are counted as in `numbers`."""

    numbers: list[int]
    columns: list[int]
    names: list[str]
    cells: list[list[Cell]]
    read: list[ColumnValues]
    label: int
    """Position of the column that says what a row is about."""
    values: list[int]
    """Positions of the columns that hold what is said about it."""
    evidence: Evidence
    spread: frozenset[int] = frozenset()
    """Rows whose label was written once, in a merged cell that starts in a row above."""
    roles: list[Role] = field(default_factory=list)
    sections: list[tuple[str, ...]] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.numbers)

    def label_of(self, row: int) -> str:
        """The row's first words, a running number left out."""
        first = ""
        for position in range(len(self.columns)):
            text = as_text(self.cells[position][row])
            if not text:
                continue
            if position in self.values or is_numbering(self, position, text):
                first = first or text
                if position in self.values:
                    break
                continue
            return text
        return first

    def is_filled(self, row: int, position: int) -> bool:
        """Whether the row has something in this column."""
        cell = self.cells[position][row]
        return cell != "" and not (isinstance(cell, str) and cell.isspace())

    @property
    def figures(self) -> list[int]:
        """Positions of the value columns that are numbers."""
        return [position for position in self.values if self.read[position].type.is_number]

    @property
    def is_blank_form(self) -> bool:
        """Whether there are labels but nobody has filled in a value."""
        return not any(self.is_filled(row, position) for position in self.values for row in range(len(self)))


def is_numbering(rows: Rows, position: int, text: str) -> bool:
    """Whether a cell is a running number in front of the label."""
    return position < rows.label and (fold(rows.names[position]) in _NUMBERING or text.rstrip(".)").isdigit())


def read_rows(view: View, block: Block, names: Sequence[str], types: Sequence[ColumnType | None]) -> Rows:
    """The body's columns, read and typed (`types` by position go before our own judgement), and which is the label."""
    columns, numbers = block.columns, _without_covered(view, block)
    cells = [
        _plain_numbers(_cells(view, column, numbers, name), name) for column, name in zip(columns, names, strict=True)
    ]
    evidence = Evidence()
    for column_cells in cells:
        evidence.add(column_evidence(column_cells))
    read = [
        read_column(column_cells, name=name, table=evidence, is_label=position == 0, as_type=types[position])
        for position, (column_cells, name) in enumerate(zip(cells, names, strict=True))
    ]
    label = _label_position(names, cells, read)
    rows = Rows(
        numbers=numbers,
        columns=columns,
        names=list(names),
        cells=cells,
        read=read,
        label=label,
        values=_value_positions(read, label),
        evidence=evidence,
        spread=_spread(view, columns[label], numbers),
    )
    rows.roles = [Role.RECORD] * len(numbers)
    rows.sections = [()] * len(numbers)
    return rows


def _without_covered(view: View, block: Block) -> list[int]:
    """Rows that hold nothing of their own, because every cell of the row above reaches into them, are no rows."""
    return [row for row in block.body.rows if view.own(row, block.box)]


def _cells(view: View, column: int, rows: Sequence[int], name: str) -> list[Cell]:
    """The column's cells; a label or running number merged over several rows holds for all of them, a figure for the
    first.
    """
    if not view.grid.merges:
        grid_rows = view.grid.rows
        return [grid_rows[row][column] if column < len(grid_rows[row]) else "" for row in rows]
    labels = (Kind.TEXT, Kind.YEAR, Kind.NUMBER) if fold(name) in _NUMBERING else (Kind.TEXT, Kind.YEAR)
    cells: list[Cell] = []
    for row in rows:
        cell = view.grid.cell(row, column)
        merge = view.merge(row, column) if cell == "" else None
        if merge and merge.left == column and merge.top < row and view.kind(merge.top, column) in labels:
            cell = view.grid.cell(merge.top, column)
        cells.append(cell)
    return cells


def _spread(view: View, column: int, numbers: Sequence[int]) -> frozenset[int]:
    if not view.grid.merges:
        return frozenset()
    return frozenset(
        at
        for at, row in enumerate(numbers)
        if (merge := view.merge(row, column)) and merge.top < row and merge.left == column
    )


def _plain_numbers(cells: list[Cell], name: str) -> list[Cell]:
    """Running numbers without their point or bracket: "1." as 1."""
    if not name or fold(name) not in _NUMBERING:
        return cells
    return [int(match[1]) if isinstance(cell, str) and (match := _COUNTED.fullmatch(cell)) else cell for cell in cells]


def _label_position(names: Sequence[str], cells: list[list[Cell]], read: list[ColumnValues]) -> int:
    """The first column of words that is mostly filled; failing that the first column that is no numbering.

    A column of codes is one only if no words follow it.
    """
    height = max(1, len(cells[0]) if cells else 1)
    code: int | None = None
    for position, column in enumerate(read):
        filled = sum(value is not None for value in column.values)
        is_words = column.type in (ColumnType.STRING, ColumnType.DATE)
        if is_words and filled * 2 >= height and fold(names[position]) not in ("no", "nomor", "no urut"):
            if not is_code_header(names[position]):
                return position
            code = position if code is None else code
        if column.type is ColumnType.YEAR and filled * 2 >= height and position < 2:  # noqa: PLR2004
            return position
        if column.type.is_number and position and not _is_running(column):
            break
    if code is not None:
        return code
    for position, column in enumerate(read):
        if fold(names[position]) not in _NUMBERING and any(value is not None for value in column.values):
            return position
    return 0


def _is_running(column: ColumnValues) -> bool:
    numbers = [value for value in column.values if isinstance(value, int)]
    return len(numbers) > 1 and all(after == before + 1 for before, after in pairwise(numbers))


def _value_positions(read: list[ColumnValues], label: int) -> list[int]:
    """Number columns behind the label; where there are none, everything behind the label."""
    numbers = [position for position in range(label + 1, len(read)) if read[position].type.is_number]
    return numbers or list(range(label + 1, len(read)))
