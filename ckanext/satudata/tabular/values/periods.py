"""Periods in cells, headers and titles. A whole period is read by `codes.periode`; here are also the parts of a year
that headers give without their year ("Semester 1", "Triwulan III", "Agustus").
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from ckanext.satudata.codes import periode
from ckanext.satudata.codes.folding import fold
from ckanext.satudata.codes.periode import MONTH_NUMBERS, PART_KINDS, Kind

__all__ = ["joined_period", "read_date", "read_part", "read_part_of", "read_period", "years_in"]

_YEAR = re.compile(r"(?<![\d.,/])((?:19|20)\d\d)(?![.,]?\d)")
_PART = re.compile(rf"(?P<name>{'|'.join(PART_KINDS)}) ?(?P<number>iii|ii|iv|i|[1-4])(?: .*)?")
_NUMBERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_LETTERS = {Kind.SEMESTER: "S", Kind.CATURWULAN: "T", Kind.TRIWULAN: "Q"}
_PARTS_OF_YEAR = {Kind.SEMESTER: 2, Kind.CATURWULAN: 3, Kind.TRIWULAN: 4}
_MONTH_COLUMNS = frozenset(("bulan", "bln", "month"))
MONTHS = 12
_WHOLE_YEAR = frozenset(("tahunan", "setahun", "jumlah setahun"))
LONGEST_LABEL = 40


@lru_cache(maxsize=16_384)
def read_date(text: str) -> date | None:
    """The day a text names, day first; None for anything else.

    >>> read_date("31 Desember 2023"), read_date("01/02/2023"), read_date("2023")
    (datetime.date(2023, 12, 31), datetime.date(2023, 2, 1), None)
    """
    found = periode.parse(text)
    return found.start if found is not None and found.kind is Kind.HARI else None


@lru_cache(maxsize=16_384)
def read_period(text: str) -> str | None:
    """The period that a whole label names, in the spelling of `codes.periode`; None if it says anything else.

    >>> read_period("Semester II 2023"), read_period("2020/2021"), read_period("2023*"), read_period("7-12")
    ('2023-S2', '2020/2021', '2023', None)
    """
    found = periode.parse(text.rstrip("* ")) if len(text) <= LONGEST_LABEL else None
    return str(found) if found is not None else None


@lru_cache(maxsize=16_384)
def read_part(text: str) -> str | None:
    """The part of a year that a label names: "S1", "Q3", "08", or "A" for the year as a whole; None for others.

    >>> read_part("Semester 1 (Maret)"), read_part("Triwulan III"), read_part("Agustus"), read_part("Tahunan")
    ('S1', 'Q3', '08', 'A')
    >>> read_part("Agam"), read_part("S 1 Kedokteran dan lainnya"), read_part("Total")
    (None, None, None)
    """
    folded = fold(text)
    if folded in MONTH_NUMBERS:
        return f"{MONTH_NUMBERS[folded]:02d}"
    if folded in _WHOLE_YEAR:
        return "A"
    match = _PART.fullmatch(folded)
    if match is None or len(match["name"]) == 1 or len(folded) > LONGEST_LABEL:
        return None
    number = _NUMBERS.get(match["number"]) or int(match["number"])
    return f"{_LETTERS[PART_KINDS[match['name']]]}{number}"


def read_part_of(name: str, value: object) -> str | None:
    """The part of a year that a value names in a column of that name, where it may be a bare number.

    >>> [read_part_of("Bulan", 8), read_part_of("triwulan", "3"), read_part_of("Semester", 2.0)]
    ['08', 'Q3', 'S2']
    >>> [read_part_of("Bulan", "Mei"), read_part_of("Bulan", 13), read_part_of("Jumlah", 3), read_part_of("S", 2)]
    ['05', None, None, None]
    """
    text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
    if not (text.isascii() and text.isdigit() and len(text) <= len("12")):
        return read_part(text)
    kind, number = fold(name), int(text)
    if kind in _MONTH_COLUMNS:
        return f"{number:02d}" if 1 <= number <= MONTHS else None
    # A column "S" may be anything.
    if len(kind) == 1 or kind not in PART_KINDS or not 1 <= number <= _PARTS_OF_YEAR.get(PART_KINDS[kind], 0):
        return None
    return f"{_LETTERS[PART_KINDS[kind]]}{number}"


def joined_period(year: str, part: str) -> str:
    """A year and a part of it as one period.

    >>> joined_period("2023", "S2"), joined_period("2023", "A")
    ('2023-S2', '2023')
    """
    return year if part == "A" else f"{year}-{part}"


def years_in(text: str) -> list[int]:
    """The years written in a text, in order: a title's "2019-2021" gives its two ends.

    >>> years_in("Populasi Unggas, tahun 2019 dan 2020"), years_in("Perpres 39/2019 Rp 2.000.000")
    ([2019, 2020], [])
    """
    return [int(year) for year in _YEAR.findall(text)]
