"""What a single cell looks like, before anything is known about its column."""

from __future__ import annotations

from datetime import date, time, timedelta
from enum import IntEnum
from functools import lru_cache

from ckanext.satudata.tabular.grid import Cell
from ckanext.satudata.tabular.values.marks import missing_status
from ckanext.satudata.tabular.values.numbers import read_number_text

__all__ = ["FIRST_YEAR", "LAST_YEAR", "Kind", "as_text", "is_empty", "is_year", "kind_of"]

FIRST_YEAR, LAST_YEAR = 1900, 2100


class Kind(IntEnum):
    """Looks of a cell. A number with a unit is text in a header and a number in a body."""

    EMPTY = 0
    TEXT = 1
    YEAR = 2
    NUMBER = 3
    WITH_UNIT = 4
    MISSING = 5
    DATE = 6


def is_empty(value: Cell) -> bool:
    """Whether a cell holds nothing but blanks."""
    return value == "" or value is None or (isinstance(value, str) and not value.strip())


def is_year(value: Cell) -> bool:
    """Whether a cell can be a year, as a number or as text."""
    return kind_of(value) is Kind.YEAR


def kind_of(value: Cell) -> Kind:
    """What the cell looks like."""
    if isinstance(value, str):
        return _kind_of_text(value)
    if isinstance(value, bool):
        return Kind.TEXT
    if isinstance(value, (int, float)):
        return Kind.YEAR if FIRST_YEAR <= value <= LAST_YEAR and value == int(value) else Kind.NUMBER
    return Kind.DATE if isinstance(value, (date, time, timedelta)) else Kind.EMPTY


@lru_cache(maxsize=65_536)
def _kind_of_text(text: str) -> Kind:
    stripped = text.strip()
    if not stripped:
        return Kind.EMPTY
    if _is_year_text(stripped):
        return Kind.YEAR
    if missing_status(stripped, among_numbers=False) is not None:
        return Kind.MISSING
    number = read_number_text(stripped)
    if number is None:
        return Kind.TEXT
    if number.mark and _is_year_text(number.body):
        # "2023*" heads a column of provisional figures.
        return Kind.YEAR
    return Kind.WITH_UNIT if number.unit and number.unit != "%" else Kind.NUMBER


def _is_year_text(text: str) -> bool:
    return len(text) == len("2023") and text.isascii() and text.isdigit() and FIRST_YEAR <= int(text) <= LAST_YEAR


def as_text(value: Cell) -> str:
    r"""A cell as a label: blanks collapsed, whole numbers without ".0", dates as ISO 8601.

    >>> as_text(2019.0), as_text(" Kawasan\n Suaka Alam ")
    ('2019', 'Kawasan Suaka Alam')
    """
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, date):
        # A date typed into a header cell arrives as midnight of that day.
        return value.isoformat().replace("T00:00:00", "")
    return "" if value is None else str(value)
