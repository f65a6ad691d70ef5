"""What a check looks at: a table, the sheet it came from, and what somebody knows about the data."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ckanext.satudata.tabular.grid import Grid, address
from ckanext.satudata.tabular.model import Column, ColumnRole, Hints, Record, Table
from ckanext.satudata.tabular.values.columns import Value

__all__ = ["Subject", "number"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A table with its records in memory. `has_identity_numbers`: NIK or NIP stand somewhere in its sheet."""

    table: Table
    grid: Grid
    hints: Hints
    records: Sequence[Record]
    has_identity_numbers: bool = False

    def columns(self, *roles: ColumnRole) -> Iterator[tuple[int, Column]]:
        """Positions and columns of the given roles."""
        for position, column in enumerate(self.table.columns):
            if column.role in roles:
                yield position, column

    @property
    def figures(self) -> list[int]:
        """Positions of the value columns that hold a number."""
        return [position for position, column in self.columns(ColumnRole.VALUE) if column.total is not None]

    def place(self, record: Record, position: int | None = None) -> str:
        """The address of a record, or of one of its cells."""
        index = self.table.columns[position].index if position is not None else None
        return address(self.table.sheet, record.row, index)

    def is_merged_from_above(self, record: Record, position: int) -> bool:
        """Whether the value reaches into this record from a merged cell that starts above it."""
        index = self.table.columns[position].index
        numbers = self.grid.row_numbers
        row = record.row - 1 if numbers is None else bisect_left(numbers, record.row)
        return index is not None and self.grid.cell(row, index) == ""

    def label(self, record: Record) -> str:
        """The first words of a record, a running number left out."""
        for value, column in zip(record.values, self.table.columns, strict=True):
            if value is not None and column.role not in (ColumnRole.NUMBERING, ColumnRole.SECTION):
                return str(value)
        return ""


def number(value: Value) -> float | None:
    """The value if it is a number."""
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None
