"""Dates and periods as Indonesian offices write them: "31 Desember 2023", "Semester II 2023", "2023/2024", "Jan-23".

Which frequency a period implies and its ISO form: `codes.periode`. Here only cells, headers and titles are read.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from ckanext.satudata.codes.folding import fold
from ckanext.satudata.tabular.values.kinds import FIRST_YEAR, LAST_YEAR

__all__ = ["Period", "month_of", "read_date", "read_period", "years_in"]

_MONTHS = (
    ("januari", "jan", "january"), ("februari", "feb", "pebruari", "february", "peb"), ("maret", "mar", "march"),
    ("april", "apr"), ("mei", "may"), ("juni", "jun", "june"), ("juli", "jul", "july"),
    ("agustus", "agu", "ags", "agt", "aug", "august"), ("september", "sep", "sept"), ("oktober", "okt", "oct", "october"),
    ("november", "nov", "nopember", "nop"), ("desember", "des", "dec", "december"),
)  # fmt: skip
MONTH_NUMBERS = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "pertama": 1, "kedua": 2, "ketiga": 3, "keempat": 4}
_DAY_FIRST = re.compile(r"(\d{1,2})[./\- ](\d{1,2}|[a-z]+)[./\- ](\d{4}|\d{2})")
_ISO_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:t.*|\s.*)?")
_YEAR = re.compile(r"(?<![\d.,])((?:19|20)\d\d)(?![\d.,]\d|\d)")
_YEAR_RANGE = re.compile(r"((?:19|20)\d\d)\s*(?:-|–|s\.?/?d\.?|sampai(?: dengan)?|dan)\s*((?:19|20)\d\d)")
_SCHOOL_YEAR = re.compile(r"((?:19|20)\d\d)\s*/\s*((?:19|20)?\d\d)")
_PART = re.compile(
    r"(?P<kind>semester|smt|sem|triwulan|tw|trw|kuartal|quarter|q|s)\s*-?(?P<number>i{1,3}|iv|[1-4]|pertama|kedua|ketiga|keempat)\b"
)
_MONTH_YEAR = re.compile(r"(?P<month>[a-z]{3,9})[\s\-']*(?P<year>\d{4}|\d{2})")
_SHORT = {"semester": "S", "smt": "S", "sem": "S", "s": "S"}
CENTURY = 2000

Period = str
"""A period in one spelling: "2023", "2023-S2", "2023-Q3", "2023-05", "2023-12-31", "2020/2021" (school year),
"2019/2023" would be ambiguous and is written "2019-2023"; a part of a year without its year: "S1", "Q2", "05"."""


@lru_cache(maxsize=16_384)
def read_date(text: str) -> date | None:
    """The day a text names, day first; None for anything else.

    >>> read_date("31 Desember 2023"), read_date("01/02/2023"), read_date("2023")
    (datetime.date(2023, 12, 31), datetime.date(2023, 2, 1), None)
    """
    folded = text.strip().casefold()
    iso = _ISO_DATE.fullmatch(folded)
    if iso:
        return _date(int(iso[1]), int(iso[2]), int(iso[3]))
    match = _DAY_FIRST.fullmatch(folded)
    if match is None:
        return None
    month = int(match[2]) if match[2].isdigit() else MONTH_NUMBERS.get(match[2], 0)
    year = int(match[3]) + (CENTURY if len(match[3]) < len("2023") else 0)
    return _date(year, month, int(match[1]))


def month_of(text: str) -> int | None:
    """The month a label names, 1 to 12.

    >>> month_of("Agustus"), month_of("Agam")
    (8, None)
    """
    return MONTH_NUMBERS.get(fold(text))


@lru_cache(maxsize=16_384)
def read_period(text: str) -> Period | None:
    """The period that a whole label names; None if it says anything else beside.

    >>> read_period("Semester II 2023"), read_period("Triwulan III"), read_period("Jan-23"), read_period("2020/2021")
    ('2023-S2', 'Q3', '2023-01', '2020/2021')
    >>> read_period("Tahun 2023*"), read_period("2023.0"), read_period("Semester 1 (Maret)"), read_period("7-12")
    ('2023', None, 'S1', None)
    """
    stripped = re.sub(r"^(?:tahun|thn|th|periode|ta)\b\.?\s*", "", text.strip().casefold().rstrip("* "))
    if _YEAR.fullmatch(stripped):
        return stripped
    school = _SCHOOL_YEAR.fullmatch(stripped)
    if school:
        return f"{school[1]}/{school[2] if len(school[2]) > 2 else school[1][:2] + school[2]}"  # noqa: PLR2004
    years = _YEAR_RANGE.fullmatch(stripped)
    if years:
        return f"{years[1]}-{years[2]}"
    day = read_date(stripped)
    if day is not None:
        return day.isoformat()
    return _part_of_year(stripped) or _month_period(stripped)


def years_in(text: str) -> list[int]:
    """The years written in a text, in order: a title's "2019-2021" gives its two ends.

    >>> years_in("Populasi Unggas, tahun 2019 dan 2020"), years_in("Perpres 39/2019 Rp 2.000.000")
    ([2019, 2020], [2019])
    """
    return [year for year in map(int, _YEAR.findall(text)) if FIRST_YEAR <= year <= LAST_YEAR]


def _date(year: int, month: int, day: int) -> date | None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _part_of_year(text: str) -> Period | None:
    match = _PART.match(text)
    if match is None:
        return None
    number = _ROMAN.get(match["number"]) or int(match["number"])
    rest = re.sub(r"\(.*?\)|[\s,/\-]|tahun", "", text[match.end() :])
    part = f"{_SHORT.get(match['kind'], 'Q')}{number}"
    if not rest:
        return part
    return f"{rest}-{part}" if _YEAR.fullmatch(rest) else None


def _month_period(text: str) -> Period | None:
    month = MONTH_NUMBERS.get(text)
    if month:
        return f"{month:02d}"
    match = _MONTH_YEAR.fullmatch(text)
    number = MONTH_NUMBERS.get(match["month"], 0) if match else 0
    if match is None or not number:
        return None
    year = int(match["year"]) + (CENTURY if len(match["year"]) < len("2023") else 0)
    return f"{year}-{number:02d}"
