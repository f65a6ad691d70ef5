"""Periodicity (frekuensi): how often data are brought out, in every notation that portals and forms use for it.

The stored code is the Indonesian word ("tahunan"); each carries its MS-Keg 4.2 answer, INDAH enum, ISO 8601
interval, EU frequency and SDMX code. Periods themselves ("2023-S1"): `periode.py`. Source: Peraturan BPS 5/2020
(MS-Keg 4.2); project-open-data's ISO 8601 guidance; EU authority table "frequency"; SDMX CL_FREQ.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from ckanext.satudata.codes import code_list
from ckanext.satudata.codes.folding import fold

__all__ = ["EU_BASE", "Periodicity", "all_periodicities", "from_ms_keg", "get", "is_stale", "next_due", "parse"]

LIST = "periodicity"
EU_BASE = "http://publications.europa.eu/resource/authority/frequency/"
LEAST_GRACE_DAYS = 3
_MONTHS_A_YEAR = 12
_TWO_YEARS = 24
_ISO = re.compile(r"(?:R\d*/)?P(?:(\d{1,4})Y)?(?:(\d{1,4})M)?(?:(\d{1,4})W)?(?:(\d{1,4})D)?", re.IGNORECASE)
_EVERY = re.compile(
    r"(?:(?:per|tiap|setiap|every) )?(?P<count>\d{1,3}|[a-z]+) ?"
    r"(?P<unit>hari|minggu|bulan|tahun|day|week|month|year)(?:an|s)?(?: sekali)?"
)
_TIMES_A_YEAR = re.compile(r"(?P<count>\d{1,3}|[a-z]+) ?(?:kali|x) (?:dalam )?(?:setahun|satu tahun|1 tahun|per tahun)")
_AROUND_UNIT = re.compile(r"^(?:per|tiap|setiap|every|each) | sekali$")
_ASIDE = re.compile(r"\([^)]*\)")
_NUMBERS = ("satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh")
_MONTHS_IN = {"bulan": 1, "month": 1, "tahun": 12, "year": 12}
_DAYS_IN = {"hari": 1, "day": 1, "minggu": 7, "week": 7}


@dataclass(frozen=True, slots=True, kw_only=True)
class Periodicity:
    """One frequency. `months` and `days` are its step, both 0 where it has none.

    `ms_keg` is None where MS-Keg 4.2 has no answer: "hanya_sekali" is answered in 4.1 instead. The form knows
    nothing between "Tahunan" and "Lebih dari Dua Tahunan", so "dua_tahunan" goes to the latter. `eu` is the last
    part of the URI.
    """

    code: str
    label: str
    label_en: str
    ms_keg: str | None
    indah: str | None
    iso8601: str | None
    eu: str
    sdmx: str | None
    months: int
    days: int

    @property
    def eu_uri(self) -> str:
        """The EU frequency as DCAT-AP wants it."""
        return EU_BASE + self.eu


def all_periodicities() -> tuple[Periodicity, ...]:
    """Every frequency, most frequent first."""
    return tuple(_by_code().values())


def get(code: str) -> Periodicity | None:
    """The frequency of a canonical code."""
    return _by_code().get(code)


def from_ms_keg(answer: str) -> Periodicity | None:
    """The frequency of an MS-Keg 4.2 answer, "1" to "8"; None for others."""
    if answer.strip() == "8":
        return get("lebih_dari_dua_tahunan")
    return next((known for known in all_periodicities() if known.ms_keg == answer.strip()), None)


def parse(text: str) -> Periodicity | None:
    """The frequency that the text means; None if it means none of ours (fortnightly, every two months).

    Takes labels and aliases in Indonesian and English, "per 3 bulan", "1 Tahun", "dua kali setahun", ISO 8601
    ("R/P1Y"), EU URIs and names, INDAH enums, SDMX letters in capitals. Bare digits are refused: MS-Keg numbers go
    through `from_ms_keg`.

    >>> [parse(text).code for text in ("1 Tahun", "Kuartalan", "per 3 bulan", "R/P1Y")]
    ['tahunan', 'triwulanan', 'triwulanan', 'tahunan']
    """
    plain = text.strip()
    term = code_list.find(LIST, plain)
    if term:
        return get(term.code)
    notation = plain.rstrip("/").rpartition("/")[2] if "://" in plain else plain
    return _by_notation().get(notation) or _from_iso(plain) or _from_words(fold(_ASIDE.sub(" ", plain)))


def next_due(periodicity: Periodicity, period_end: date) -> date | None:
    """The last day of the period that follows one ending on `period_end`; None without a fixed step.

    Month ends stay month ends: after 28 February 2023 comes 31 March 2023.
    """
    try:
        if periodicity.days:
            return period_end + timedelta(days=periodicity.days)
        if periodicity.months:
            return _add_months(period_end, periodicity.months)
    except (OverflowError, ValueError):
        # The year 9999 stands in some catalogues for "always": nothing is due after it.
        return None
    return None


def is_stale(
    periodicity: Periodicity, *, today: date, covered_until: date | None = None, updated: date | None = None
) -> bool | None:
    """Whether data are missing by now; None where that cannot be said.

    What counts is the last day that the data cover; the day of the last change only stands in for it. A period has
    half its own length of grace (at least three days) after its end: the data of 2024 are late from July 2025 on.
    """
    last = covered_until or updated
    due = next_due(periodicity, last) if last else None
    if last is None or due is None:
        return None
    grace = max(LEAST_GRACE_DAYS, (due - last).days // 2)
    return (today - due).days > grace


@lru_cache(maxsize=1)
def _by_code() -> dict[str, Periodicity]:
    return {term.code: _periodicity(term) for term in code_list.terms(LIST).values()}


def _periodicity(term: code_list.Term) -> Periodicity:
    columns = term.columns
    return Periodicity(
        code=term.code,
        label=term.label,
        label_en=term.label_en,
        ms_keg=columns["ms_keg"] or None,
        indah=columns["indah"] or None,
        iso8601=columns["iso8601"] or None,
        eu=columns["eu"],
        sdmx=columns["sdmx"] or None,
        months=int(columns["months"] or 0),
        days=int(columns["days"] or 0),
    )


@lru_cache(maxsize=1)
def _by_notation() -> dict[str, Periodicity]:
    """EU names and SDMX codes, in capitals only: "a" and "s" are words."""
    index: dict[str, Periodicity] = {}
    for known in all_periodicities():
        for notation in filter(None, (known.eu, known.sdmx, known.iso8601)):
            index.setdefault(notation, known)
    return index


def _from_iso(text: str) -> Periodicity | None:
    found = _ISO.fullmatch(text)
    if not found or not any(found.groups()):
        return None
    years, months, weeks, days = (int(part or 0) for part in found.groups())
    return _with_step(years * _MONTHS_A_YEAR + months, weeks * 7 + days)


def _from_words(words: str) -> Periodicity | None:
    unit = code_list.find(LIST, _AROUND_UNIT.sub("", words))
    if unit:
        return get(unit.code)
    every = _EVERY.fullmatch(words)
    if every:
        count, unit = _count(every["count"]), every["unit"]
        return _with_step(count * _MONTHS_IN.get(unit, 0), count * _DAYS_IN.get(unit, 0))
    times = _TIMES_A_YEAR.fullmatch(words)
    count = _count(times["count"]) if times else 0
    return _with_step(_MONTHS_A_YEAR // count, 0) if count and _MONTHS_A_YEAR % count == 0 else None


def _count(text: str) -> int:
    """0 for a word that is no number."""
    if text.isdecimal():
        return int(text)
    return _NUMBERS.index(text) + 1 if text in _NUMBERS else 0


def _with_step(months: int, days: int) -> Periodicity | None:
    for known in all_periodicities():
        if (known.months, known.days) == (months, days) != (0, 0):
            return known
    return get("lebih_dari_dua_tahunan") if months > _TWO_YEARS and not days else None


def _add_months(day: date, months: int) -> date:
    year, month = divmod(day.year * _MONTHS_A_YEAR + day.month - 1 + months, _MONTHS_A_YEAR)
    last = calendar.monthrange(year, month + 1)[1]
    was_last = day.day == calendar.monthrange(day.year, day.month)[1]
    return date(year, month + 1, last if was_last else min(day.day, last))
