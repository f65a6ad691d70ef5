"""The calendar behind periode: kinds of periods, how each is built, named, ordered and moved.

Canonical texts: 2023, 2023-S1, 2023-T2 (caturwulan), 2023-Q3, 2023-05, 2023-W20, 2023-05-17, 2023/2024 (tahun
ajaran, July to June) and ranges of one kind, 2019..2023. How people write them: `periode.py`. Source: SDMX time
periods (S, T, Q, W, M); ranges as in ISO 8601-2 / EDTF's "..".
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum

__all__ = [
    "KIND_OF_FREKUENSI",
    "YEARS",
    "Kind",
    "Periode",
    "academic_year",
    "containing",
    "day_periode",
    "part_of_year",
    "shift",
    "span",
    "week",
]

YEARS = range(1900, 2101)
"""Years that a period may lie in; what is outside is a typing error or a code."""


class Kind(str, Enum):
    """How long a period is."""

    TAHUN = "tahun"
    SEMESTER = "semester"
    CATURWULAN = "caturwulan"
    TRIWULAN = "triwulan"
    BULAN = "bulan"
    MINGGU = "minggu"
    HARI = "hari"
    TAHUN_AJARAN = "tahun_ajaran"
    RENTANG = "rentang"


MONTHS = {Kind.TAHUN: 12, Kind.SEMESTER: 6, Kind.CATURWULAN: 4, Kind.TRIWULAN: 3, Kind.BULAN: 1}
"""Length in months of the kinds that divide a year evenly."""

KIND_OF_FREKUENSI = {
    "harian": Kind.HARI,
    "mingguan": Kind.MINGGU,
    "bulanan": Kind.BULAN,
    "triwulanan": Kind.TRIWULAN,
    "empat_bulanan": Kind.CATURWULAN,
    "semesteran": Kind.SEMESTER,
    "tahunan": Kind.TAHUN,
    "dua_tahunan": Kind.TAHUN,
    "tiga_tahunan": Kind.TAHUN,
    "lima_tahunan": Kind.TAHUN,
    "sepuluh_tahunan": Kind.TAHUN,
    "lebih_dari_dua_tahunan": Kind.TAHUN,
}
"""The kind of period that a dataset of this frequency (codes of `periodicity.py`) reports on."""

_MONTHS_A_YEAR = 12
_DAYS_A_WEEK = 7
_LETTERS = {Kind.SEMESTER: "S", Kind.CATURWULAN: "T", Kind.TRIWULAN: "Q"}
_FIRST_SCHOOL_MONTH = 7


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Periode:
    """One period: first day, last day, kind and canonical text. Ordered by first day, then last day.

    `unit` is the kind of the two ends of a range, and otherwise the kind itself.
    """

    start: date
    end: date
    kind: Kind
    unit: Kind
    text: str

    def __str__(self) -> str:
        return self.text


def part_of_year(kind: Kind, year: int, number: int = 1) -> Periode:
    """Year, semester, caturwulan, quarter or month `number` (from 1) of a year. Raises ValueError if there is none.

    >>> str(part_of_year(Kind.SEMESTER, 2023, 2).start)
    '2023-07-01'
    """
    months = MONTHS[kind]
    if year not in YEARS or not 1 <= number <= _MONTHS_A_YEAR // months:
        message = f"No {kind.value} {number} in {year}."
        raise ValueError(message)
    last = number * months
    end = date(year, last, calendar.monthrange(year, last)[1])
    if kind is Kind.TAHUN:
        text = f"{year}"
    elif kind is Kind.BULAN:
        text = f"{year}-{number:02d}"
    else:
        text = f"{year}-{_LETTERS[kind]}{number}"
    return _periode(date(year, last - months + 1, 1), end, kind, text)


def day_periode(day: date) -> Periode:
    """One day. Raises ValueError outside `YEARS`."""
    if day.year not in YEARS:
        message = f"{day.year} is not in {YEARS.start} to {YEARS.stop - 1}."
        raise ValueError(message)
    plain = day.date() if isinstance(day, datetime) else day
    return _periode(plain, plain, Kind.HARI, plain.isoformat())


def week(year: int, number: int) -> Periode:
    """ISO week of a year, Monday to Sunday. Raises ValueError if there is none."""
    start = date.fromisocalendar(year, number, 1)
    if year not in YEARS:
        message = f"{year} is not in {YEARS.start} to {YEARS.stop - 1}."
        raise ValueError(message)
    return _periode(start, start + timedelta(days=_DAYS_A_WEEK - 1), Kind.MINGGU, f"{year}-W{number:02d}")


def academic_year(year: int) -> Periode:
    """Tahun ajaran that starts in July of `year`. Raises ValueError outside `YEARS`."""
    first = part_of_year(Kind.BULAN, year, _FIRST_SCHOOL_MONTH)
    last = part_of_year(Kind.BULAN, year + 1, _FIRST_SCHOOL_MONTH - 1)
    return _periode(first.start, last.end, Kind.TAHUN_AJARAN, f"{year}/{year + 1}")


def span(first: Periode, last: Periode) -> Periode:
    """The range from one period to a later one of the same kind; the period itself if they are equal.

    Raises ValueError if the kinds differ, the order is wrong or one is a range already.
    """
    if first == last:
        return first
    if first.kind is not last.kind or first.kind is Kind.RENTANG or first > last:
        message = f"No range from {first} to {last}."
        raise ValueError(message)
    return Periode(start=first.start, end=last.end, kind=Kind.RENTANG, unit=first.kind, text=f"{first}..{last}")


def containing(day: date, kind: Kind) -> Periode:
    """The period of a kind that a day lies in; a range contains no day by itself, so it raises ValueError."""
    if kind in MONTHS:
        return part_of_year(kind, day.year, (day.month - 1) // MONTHS[kind] + 1)
    if kind is Kind.HARI:
        return day_periode(day)
    if kind is Kind.MINGGU:
        year, number, _ = day.isocalendar()
        return week(year, number)
    if kind is Kind.TAHUN_AJARAN:
        return academic_year(day.year if day.month >= _FIRST_SCHOOL_MONTH else day.year - 1)
    message = "A range has no fixed length."
    raise ValueError(message)


def shift(periode: Periode, steps: int) -> Periode:
    """The period `steps` later, or earlier if negative; a range moves by its own length.

    Raises ValueError where that leaves `YEARS`.

    >>> shift(part_of_year(Kind.TRIWULAN, 2023, 4), 1).text
    '2024-Q1'
    """
    try:
        if periode.kind is Kind.RENTANG:
            return _shift_range(periode, steps)
        if periode.kind in MONTHS:
            months = MONTHS[periode.kind]
            year, month = divmod(periode.start.year * _MONTHS_A_YEAR + periode.start.month - 1 + months * steps, 12)
            return part_of_year(periode.kind, year, month // months + 1)
        if periode.kind is Kind.TAHUN_AJARAN:
            return academic_year(periode.start.year + steps)
        length = _DAYS_A_WEEK if periode.kind is Kind.MINGGU else 1
        return containing(periode.start + timedelta(days=length * steps), periode.kind)
    except OverflowError as err:
        raise ValueError(str(err)) from err


def _periode(start: date, end: date, kind: Kind, text: str) -> Periode:
    return Periode(start=start, end=end, kind=kind, unit=kind, text=text)


def _shift_range(periode: Periode, steps: int) -> Periode:
    first, last = containing(periode.start, periode.unit), containing(periode.end, periode.unit)
    moved = (_distance(first, last) + 1) * steps
    return span(shift(first, moved), shift(last, moved))


def _distance(first: Periode, last: Periode) -> int:
    """Steps from one period to another of the same kind."""
    if first.kind in (Kind.HARI, Kind.MINGGU):
        return (last.start - first.start).days // (_DAYS_A_WEEK if first.kind is Kind.MINGGU else 1)
    months = (last.start.year - first.start.year) * _MONTHS_A_YEAR + last.start.month - first.start.month
    return months // MONTHS.get(first.kind, _MONTHS_A_YEAR)
