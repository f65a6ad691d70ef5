"""A column read as a whole: its type, its values, and the marks that stood beside or instead of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import Enum
from functools import lru_cache
from typing import Union

from ckanext.satudata.codes.folding import fold
from ckanext.satudata.tabular.grid import Cell
from ckanext.satudata.tabular.values.codes import are_codes, is_code_header
from ckanext.satudata.tabular.values.kinds import FIRST_YEAR, LAST_YEAR, as_text
from ckanext.satudata.tabular.values.marks import Mark, Status, figure_status, missing_status
from ckanext.satudata.tabular.values.numbers import (
    Evidence,
    NumberText,
    Separators,
    decide,
    gather,
    read_number_text,
    to_number,
)
from ckanext.satudata.tabular.values.periods import read_date

__all__ = ["ColumnType", "ColumnValues", "Value", "column_evidence", "read_column"]

Value = Union[str, int, float, bool, date, None]  # noqa: UP007 - evaluated at run time on 3.10
"""A typed value; None is missing."""

NUMBER_SHARE = 0.7
"""Share of filled cells that must be numbers for a number column; the rest is reported as text among numbers."""
CODE_DIGITS = 15
_PHONE_HEADER = re.compile(r"(?:.* )?(?:telp|telepon|hp|handphone|wa|whatsapp|fax|faks)(?: |$)")
PHONE_FROM = 10**8
_YEAR_HEADER = re.compile(r"(?:tahun|thn|th|year|tahun data)(?: anggaran| ajaran)?$|tahun ")
_DATE_HEADER = re.compile(r"(?:.* )?(?:tanggal|tgl|date|waktu)(?: |$)")


_BLANK = Mark(status=Status.BLANK, text="")


class ColumnType(str, Enum):
    """Types of a column."""

    INTEGER = "integer"
    NUMBER = "number"
    YEAR = "year"
    DATE = "date"
    BOOLEAN = "boolean"
    STRING = "string"

    @property
    def is_number(self) -> bool:
        """Whether the column is one to add up or average."""
        return self in (ColumnType.INTEGER, ColumnType.NUMBER)


@dataclass(slots=True, kw_only=True)
class ColumnValues:
    """A read column: one value per row asked for, and marks by position."""

    type: ColumnType
    values: list[Value]
    marks: dict[int, Mark] = field(default_factory=dict)
    unit: str = ""
    separators: Separators | None = None


@dataclass(slots=True)
class _Cells:
    """A column sorted by what its cells are."""

    numbers: dict[int, int | float] = field(default_factory=dict)
    written: dict[int, NumberText] = field(default_factory=dict)
    texts: dict[int, str] = field(default_factory=dict)
    missing: dict[int, Mark] = field(default_factory=dict)
    dates: dict[int, date] = field(default_factory=dict)
    booleans: int = 0

    @property
    def number_count(self) -> int:
        return len(self.numbers) + len(self.written)


def column_evidence(cells: Sequence[Cell]) -> Evidence:
    """What a column says about the separators of its table."""
    written = (read_number_text(cell) for cell in cells if cell.__class__ is str and cell)
    return gather(number for number in written if number is not None)


def read_column(
    cells: Sequence[Cell], *, name: str, table: Evidence, is_label: bool = False, as_type: ColumnType | None = None
) -> ColumnValues:
    """The typed column. `name` is its header, `table` the evidence of all columns about separators.

    A label column takes no numbers beside words. `as_type` is what a person has said the column is.
    """
    sorted_cells = _sorted(cells)
    if as_type is not None:
        return _as_told(cells, name, sorted_cells, table, as_type)
    is_named_code = is_code_header(name) and not _has_fractions(sorted_cells)
    if is_named_code or _are_phones(name, sorted_cells) or _are_codes(sorted_cells):
        return _texts(cells, sorted_cells)
    if _is_number_column(sorted_cells, is_label):
        return _numbers(cells, name, sorted_cells, table)
    if _DATE_HEADER.match(fold(name)):
        _find_dates(sorted_cells)
    if len(sorted_cells.dates) > len(sorted_cells.texts):
        return _dates(len(cells), sorted_cells)
    if sorted_cells.booleans and not sorted_cells.texts and not sorted_cells.number_count:
        values: list[Value] = [cell if isinstance(cell, bool) else None for cell in cells]
        return ColumnValues(type=ColumnType.BOOLEAN, values=values)
    return _texts(cells, sorted_cells)


def _as_told(cells: Sequence[Cell], name: str, found: _Cells, table: Evidence, as_type: ColumnType) -> ColumnValues:
    if as_type.is_number or as_type is ColumnType.YEAR:
        read = _numbers(cells, name, found, table)
        read.type = read.type if as_type.is_number and read.type.is_number else as_type
        return read
    if as_type is ColumnType.DATE:
        _find_dates(found)
        return _dates(len(cells), found)
    return _texts(cells, found)


def _sorted(cells: Sequence[Cell]) -> _Cells:
    found = _Cells()
    for at, cell in enumerate(cells):
        kind = cell.__class__
        if kind is float or kind is int:
            found.numbers[at] = cell  # type: ignore[assignment]  # the class was just looked at
        elif kind is str:
            _sort_text(found, at, cell)  # type: ignore[arg-type]  # as above
        elif kind is bool:
            found.booleans += 1
        elif isinstance(cell, timedelta):
            # A figure under a time format: 270.5 arrives as 270 days and 12 hours.
            found.numbers[at] = cell.total_seconds() / 86_400
        elif isinstance(cell, datetime):
            found.dates[at] = cell.date() if not (cell.hour or cell.minute) else cell
        elif isinstance(cell, date):
            found.dates[at] = cell
        elif cell is not None:
            found.texts[at] = str(cell)
    return found


def _sort_text(found: _Cells, at: int, text: str) -> None:
    meaning = _meaning(text)
    if meaning is None:
        found.texts[at] = text
    elif meaning.__class__ is NumberText:
        found.written[at] = meaning  # type: ignore[assignment]  # the class was just looked at
    elif meaning is not _BLANK:
        found.missing[at] = meaning  # type: ignore[assignment]  # what remains is a mark


@lru_cache(maxsize=65_536)
def _meaning(text: str) -> NumberText | Mark | None:
    """What a text is: a number, a mark (`_BLANK` for nothing), or None for words. Columns repeat their texts."""
    status = missing_status(text, among_numbers=True)
    if status is Status.BLANK:
        return _BLANK
    return read_number_text(text) if status is None else Mark(status=status, text=text.strip())


def _are_phones(name: str, cells: _Cells) -> bool:
    return (
        bool(cells.numbers)
        and bool(_PHONE_HEADER.match(fold(name)))
        and all(number >= PHONE_FROM for number in cells.numbers.values())
    )


def _are_codes(cells: _Cells) -> bool:
    written, numbers = list(cells.written.values()), list(cells.numbers.values())
    return not cells.dates and are_codes(list(cells.texts.values()), written, numbers)


def _has_fractions(cells: _Cells) -> bool:
    return any(isinstance(number, float) and not number.is_integer() for number in cells.numbers.values())


def _is_number_column(cells: _Cells, is_label: bool) -> bool:
    count = cells.number_count
    if not count:
        return False
    if any(abs(number) >= 10**CODE_DIGITS for number in cells.numbers.values()):
        return False
    odd = len(cells.texts) + len(cells.dates) + cells.booleans
    if odd and (is_label or count < NUMBER_SHARE * (count + odd)) and not (odd == 1 and count > 2 and not is_label):  # noqa: PLR2004
        return False
    units = Counter(number.unit.casefold() for number in cells.written.values() if number.unit)
    if len(units) > 1:
        # "3 Dokumen" beside "504 Stel" are texts; "12 %" beside "13" are not.
        return units.most_common(1)[0][1] >= 0.9 * sum(units.values()) and sum(units.values()) > len(units) + 5
    # A unit behind a few numbers only ("1 A" among classes "2", "3") is no unit.
    return not units or sum(units.values()) + len(cells.numbers) >= NUMBER_SHARE * count or "%" in units


def _numbers(cells: Sequence[Cell], name: str, found: _Cells, table: Evidence) -> ColumnValues:
    separators = decide(gather(found.written.values()), table)
    values: list[Value] = [None] * len(cells)
    marks = dict(found.missing)
    for at, number in found.numbers.items():
        values[at] = int(number) if isinstance(number, float) and number.is_integer() else number
    for at, written in found.written.items():
        values[at] = to_number(written, separators)
        if written.mark:
            marks[at] = Mark(status=figure_status(written.mark), text=written.mark)
    for at, text in found.texts.items():
        marks[at] = Mark(status=Status.NOT_A_NUMBER, text=text)
    units = Counter(written.unit for written in found.written.values() if written.unit)
    return ColumnValues(
        type=_number_type(values, name),
        values=values,
        marks=marks,
        unit=units.most_common(1)[0][0] if units else "",
        separators=separators,
    )


def _number_type(values: list[Value], name: str) -> ColumnType:
    filled = [value for value in values if value is not None]
    if any(isinstance(value, float) for value in filled):
        return ColumnType.NUMBER
    years = all(isinstance(value, int) and FIRST_YEAR <= value <= LAST_YEAR for value in filled)
    return ColumnType.YEAR if years and _YEAR_HEADER.match(fold(name) or "") else ColumnType.INTEGER


def _find_dates(found: _Cells) -> None:
    for at, text in list(found.texts.items()):
        day = read_date(text)
        if day is not None:
            found.dates[at] = day
            del found.texts[at]


def _dates(length: int, found: _Cells) -> ColumnValues:
    values: list[Value] = [None] * length
    for at, day in found.dates.items():
        values[at] = day
    marks = dict(found.missing) | {at: Mark(status=Status.NOT_A_NUMBER, text=text) for at, text in found.texts.items()}
    return ColumnValues(type=ColumnType.DATE, values=values, marks=marks)


def _texts(cells: Sequence[Cell], found: _Cells) -> ColumnValues:
    labels: dict[str, str] = {}
    values: list[Value] = []
    for cell in cells:
        if cell.__class__ is str:
            label = labels.get(cell)  # type: ignore[arg-type]  # the class was just looked at
            if label is None:
                label = labels[cell] = as_text(cell)  # type: ignore[index]  # as above
            values.append(label or None)
        else:
            values.append(as_text(cell) or None)
    marks = {}
    for at, mark in found.missing.items():
        if missing_status(mark.text, among_numbers=False) is not None:
            values[at] = None
            marks[at] = mark
    return ColumnValues(type=ColumnType.STRING, values=values, marks=marks)
