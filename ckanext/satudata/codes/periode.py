"""Periode: the stretch of time that figures are about, read from what people write.

`parse` gives a `Periode` with one canonical spelling (2023, 2023-S1, 2023-Q3, 2023-05, …) or None: it never guesses
between two readings. Day and month stand in the Indonesian order. Arithmetic and the list of kinds:
`periode_calendar.py`. Source: SDMX time periods; spellings from the headers and file names of regional portals.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache

from ckanext.satudata.codes.folding import fold
from ckanext.satudata.codes.periode_calendar import (
    KIND_OF_FREKUENSI,
    YEARS,
    Kind,
    Periode,
    academic_year,
    containing,
    day_periode,
    part_of_year,
    shift,
    span,
    week,
)

__all__ = ["KIND_OF_FREKUENSI", "YEARS", "Kind", "Periode", "containing", "parse", "shift", "span"]

LONGEST_TEXT = 80
"""Nothing longer is a period; keeps titles and notes out of the patterns below."""

_MONTH_NAMES = (
    "januari january jan",
    "februari february pebruari feb peb",
    "maret march mar mrt",
    "april apr",
    "mei may",
    "juni june jun",
    "juli july jul",
    "agustus august agst agt ags agu aug",
    "september sept sep",
    "oktober october okt oct",
    "november nopember nov nop",
    "desember december des dec",
)
MONTH_NUMBERS = {name: number for number, names in enumerate(_MONTH_NAMES, 1) for name in names.split()}
_PART_NAMES = {
    Kind.SEMESTER: "semester smstr smt sem s",
    Kind.CATURWULAN: "caturwulan cawu trimester t",
    Kind.TRIWULAN: "triwulan kuartal quarter trw tw q",
}
PART_KINDS = {name: kind for kind, names in _PART_NAMES.items() for name in names.split()}
_NUMBERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "pertama": 1, "kedua": 2, "ketiga": 3, "keempat": 4}
_CENTURY_TURN = 69
"""Two-digit years from here on are of the 20th century, as in POSIX."""

_FILLERS = re.compile(
    r"\b(?:tahun anggaran|tahun(?! (?:ajaran|pelajaran|akademik))|thn\b\.?|th\b\.?|bulan|bln\b\.?|tanggal|tgl\b\.?|per"
    r"|posisi|kondisi|keadaan|periode|pada|ke(?=[- ]\d)|t\.?a\.?(?= \d{4}$))(?![a-z])"
)
_SPLIT_WORDS = re.compile(r"\b(tri|catur) wulan\b")
_RANGE = re.compile(r"\s*(?:\.\.|–|—|\bs ?/ ?d\b\.?|\bs\. ?d\b\.?|\bsd\b|\bsampai(?: dengan)?\b|\bhingga\b)\s*|\s+-\s+")
_MONTH = "|".join(MONTH_NUMBERS)
_PART = "|".join(PART_KINDS)
_NTH = r"[1-4]|iii|ii|iv|i|pertama|kedua|ketiga|keempat"
_DAY, _YEAR = r"(?P<day>\d{1,2})", r"(?P<year>\d{4})"
_SCHOOL_YEAR = re.compile(
    r"(?P<word>(?:tahun )?(?:ajaran|pelajaran|akademik) |t\.?[ap]\.? ?)?"
    r"(?P<first>\d{4}) ?(?P<sign>[-/]) ?(?P<last>\d{4}|\d\d)"
)
_DATED = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:{_DAY}[-/ ])?(?P<name>{_MONTH})\.?(?:[-/, ]+{_YEAR}|(?:[-/']| ')(?P<short>\d\d))",
        rf"{_YEAR}[-/, ]+(?P<name>{_MONTH})",
        rf"{_DAY}(?P<sign>[-/.])(?P<month>\d\d?)(?P=sign){_YEAR}",
        rf"{_YEAR}(?P<sign>[-/])(?P<month>\d\d?)(?P=sign){_DAY}(?:[t ]\d\d:\d\d.*)?",
        rf"(?P<month>\d\d?)[-/]{_YEAR}",
        rf"{_YEAR}[-/](?P<month>\d\d?)",
        _YEAR,
    )
)
_PARTS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?P<part>{_PART}) ?(?P<nth>{_NTH}) ?{_YEAR}",
        rf"{_YEAR} ?(?P<part>{_PART}) ?(?P<nth>{_NTH})",
        rf"(?P<nth>{_NTH}) (?P<part>{_PART}) {_YEAR}",
    )
)
_WEEK = re.compile(rf"{_YEAR}-?w(?P<week>\d\d?)")


def parse(value: object) -> Periode | None:
    """The period that a text, number or date means; None if it means none or more than one.

    >>> [str(parse(text)) for text in ("Semester II 2023", "TW I-2024", "Jan-23", "31 Desember 2023", "TA 2023/2024")]
    ['2023-S2', '2024-Q1', '2023-01', '2023-12-31', '2023/2024']
    """
    if isinstance(value, date):
        return _made(day_periode, value)
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = " ".join(str(value).split()).lower()
    return _parse_text(text) if 0 < len(text) <= LONGEST_TEXT else None


@lru_cache(maxsize=4096)
def _parse_text(text: str) -> Periode | None:
    plain = _SPLIT_WORDS.sub(r"\1wulan", text.replace("’", "'"))
    plain = " ".join(_FILLERS.sub(" ", plain).split()).strip(" .,:;()'-")
    ends = _RANGE.split(plain)
    if len(ends) > 1:
        return _range(*ends) if len(ends) == len(("first", "last")) else None
    return _school_year(plain) if _SCHOOL_YEAR.fullmatch(plain) else _single(plain)


def _single(text: str) -> Periode | None:
    for pattern in _DATED:
        found = pattern.fullmatch(text)
        if found:
            return _made(_dated, found.groupdict())
    words = fold(text)
    for pattern in _PARTS:
        found = pattern.fullmatch(words)
        if found:
            nth = found["nth"]
            number = _NUMBERS.get(nth) or int(nth)
            return _made(part_of_year, PART_KINDS[found["part"]], int(found["year"]), number)
    found = _WEEK.fullmatch(text)
    return _made(week, int(found["year"]), int(found["week"])) if found else None


def _dated(found: Mapping[str, str | None]) -> Periode:
    """Year, month or day from the named parts of a match. Raises ValueError for a month 13 and the like."""
    short = found.get("short")
    year = (1900 if int(short) >= _CENTURY_TURN else 2000) + int(short) if short else int(found["year"] or 0)
    name, month, day = found.get("name"), found.get("month"), found.get("day")
    number = MONTH_NUMBERS[name] if name else int(month or 0)
    if day:
        return day_periode(date(year, number, int(day)))
    return part_of_year(Kind.BULAN, year, number) if name or month else part_of_year(Kind.TAHUN, year)


def _school_year(text: str) -> Periode | None:
    """Two years with a slash or the word are a tahun ajaran, with a dash a range of years."""
    found = _SCHOOL_YEAR.fullmatch(text)
    if not found:
        return None
    first, last = int(found["first"]), found["last"]
    follows = str(first + 1).endswith(last)
    if found["word"]:
        return _made(academic_year, first) if follows else None
    if len(last) < len("2024"):
        # 2011/12 is a school year or December 2011; 2023/05 can only be a month.
        return None if follows and found["sign"] == "/" else _single(text)
    if follows and found["sign"] == "/":
        return _made(academic_year, first)
    return _range(found["first"], last)


def _range(first_text: str, last_text: str) -> Periode | None:
    """A range, whose first end may leave out what the last one says: "Januari - Juni 2023", "1 s.d. 15 Mei 2023"."""
    last = _end(last_text)
    if last is None:
        return None
    words = last_text.split()
    tails = ["", *(" ".join(words[position:]) for position in range(len(words) - 1, 0, -1))]
    for tail in tails:
        first = _end(f"{first_text} {tail}".strip())
        if first is not None:
            return _made(span, first, last)
    return None


def _end(text: str) -> Periode | None:
    return _school_year(text) if _SCHOOL_YEAR.fullmatch(text) else _single(text)


def _made(build: Callable[..., Periode], *arguments: object) -> Periode | None:
    try:
        return build(*arguments)
    except ValueError:
        return None
