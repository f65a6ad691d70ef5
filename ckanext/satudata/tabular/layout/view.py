"""View: a grid with what every layout rule asks for, worked out once: filled cells per row, and merged ranges."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import NamedTuple

from ckanext.satudata.tabular.grid import Cell, Grid, Merge
from ckanext.satudata.tabular.values.kinds import Kind, as_text, kind_of

__all__ = ["Box", "View"]


class Box(NamedTuple):
    """A rectangle of cells, 0-based, both ends included."""

    top: int
    left: int
    bottom: int
    right: int

    def overlaps(self, other: Box) -> bool:
        """Whether they share a cell."""
        return (
            self.top <= other.bottom
            and other.top <= self.bottom
            and self.left <= other.right
            and other.left <= self.right
        )

    def shares_columns(self, other: Box) -> bool:
        """Whether they share a column."""
        return self.left <= other.right and other.left <= self.right

    def around(self, other: Box) -> Box:
        """The smallest box around both."""
        return Box(
            min(self.top, other.top),
            min(self.left, other.left),
            max(self.bottom, other.bottom),
            max(self.right, other.right),
        )


class View:
    """Cells of a grid by row: `own(row)` are the columns that hold a value, `held(row)` also those a merge covers.

    `header_rows` are rows (0-based) that are known to be the header.
    """

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.header_rows: frozenset[int] = frozenset()
        self.height = len(grid.rows)
        self._rows = grid.rows
        self._own = [
            [
                column
                for column, value in enumerate(row)
                if value != "" and value is not None and (value.__class__ is not str or not value.isspace())  # type: ignore[union-attr]
            ]
            for row in grid.rows
        ]
        self._merges: dict[tuple[int, int], Merge] = {}
        self._held: dict[int, list[int]] = {}
        self._spread_merges()

    def own(self, row: int, box: Box | None = None) -> list[int]:
        """Columns with a value of their own in this row (within the box)."""
        return _within(self._own[row], box)

    def held(self, row: int, box: Box | None = None) -> list[int]:
        """Columns with a value of their own or under a merged range that has one."""
        return _within(self._held.get(row, self._own[row]), box)

    def merge(self, row: int, column: int) -> Merge | None:
        """The merged range around a cell, if it holds a value."""
        return self._merges.get((row, column))

    def value(self, row: int, column: int) -> Cell:
        """The cell's value, or that of the merged range it lies in."""
        merge = self._merges.get((row, column))
        return self.grid.cell(merge.top, merge.left) if merge else self.grid.cell(row, column)

    def text(self, row: int, column: int) -> str:
        """The value as a label."""
        return as_text(self.value(row, column))

    def own_text(self, row: int, column: int) -> str:
        """The cell's own value as a label, merges left aside."""
        values = self._rows[row]
        return as_text(values[column]) if column < len(values) else ""

    def kind(self, row: int, column: int) -> Kind:
        """What the cell's own value looks like."""
        values = self._rows[row]
        return kind_of(values[column]) if column < len(values) else Kind.EMPTY

    def is_blank(self, row: int) -> bool:
        """Whether nothing stands in the row, merged ranges from above included."""
        return not self._held.get(row, self._own[row])

    def _spread_merges(self) -> None:
        covered: dict[int, set[int]] = {}
        for merge in self.grid.merges:
            if not kind_of(self.grid.cell(merge.top, merge.left)):
                continue
            for row in range(merge.top, min(merge.bottom, self.height - 1) + 1):
                covered.setdefault(row, set()).update(range(merge.left, merge.right + 1))
                for column in range(merge.left, merge.right + 1):
                    self._merges[row, column] = merge
        for row, columns in covered.items():
            self._held[row] = sorted(columns.union(self._own[row]))


def _within(columns: list[int], box: Box | None) -> list[int]:
    if box is None or not columns or (columns[0] >= box.left and columns[-1] <= box.right):
        return columns
    return columns[bisect_left(columns, box.left) : bisect_right(columns, box.right)]
