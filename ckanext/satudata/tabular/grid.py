"""Grid: one sheet as its reader saw it, raw values in rows and columns, nothing interpreted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import NamedTuple, Union

__all__ = ["Cell", "Grid", "Merge", "address", "column_letters", "column_number"]

Cell = Union[str, float, int, bool, datetime, date, time, timedelta]  # noqa: UP007 - evaluated at run time on 3.10
"""A raw cell; "" is empty."""


class Merge(NamedTuple):
    """A merged range, 0-based, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True, kw_only=True)
class Grid:
    """A sheet. Rows may differ in length; a missing cell is "".

    `row_numbers` gives the sheet's own 1-based number of each row where rows were left out (None: they count up
    from 1). `hidden_rows` and `hidden_columns` are 0-based positions in this grid. `delimiter` is set for text files.
    """

    name: str
    rows: list[list[Cell]]
    merges: Sequence[Merge] = ()
    is_hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    row_numbers: Sequence[int] | None = None
    delimiter: str = ""
    preamble: dict[str, str] = field(default_factory=dict)
    is_one_table: bool = False

    def row_number(self, row: int) -> int:
        """The 1-based number a reader of the file sees for this row."""
        return self.row_numbers[row] if self.row_numbers is not None else row + 1

    def cell(self, row: int, column: int) -> Cell:
        """The raw value; "" outside the grid."""
        values = self.rows[row] if 0 <= row < len(self.rows) else ()
        return values[column] if 0 <= column < len(values) else ""

    def numbered(self) -> Iterator[tuple[int, list[Cell]]]:
        """Rows with the number a reader of the file sees."""
        for row, values in enumerate(self.rows):
            yield self.row_number(row), values


def column_letters(column: int) -> str:
    """The letters of a 0-based column.

    >>> column_letters(0), column_letters(27)
    ('A', 'AB')
    """
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """The 0-based column of its letters.

    >>> column_number("A"), column_number("AB")
    (0, 27)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def address(sheet: str, row_number: int, column: int | None = None) -> str:
    """Where something stands, for people: "Sheet1!C14"; without a column "Sheet1!14".

    >>> address("Tabel 1", 14, 2), address("", 3)
    ('Tabel 1!C14', '3')
    """
    cell = f"{'' if column is None else column_letters(column)}{row_number}"
    return f"{sheet}!{cell}" if sheet else cell
