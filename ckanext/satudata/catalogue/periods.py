"""Periods as readers see them: "2023-S1" is "Semester 1 2023", two ends are "2013–2023".

Stored forms are the canonical ones of `metadata`: year, half, quarter, month, date, school or fiscal year.
A text of another form is shown as it is.
"""

from __future__ import annotations

import re
from datetime import date

from babel.dates import format_date

from ckan.plugins import toolkit as tk

FORM = re.compile(r"(?P<year>\d{4})(?:-(?P<part>S[12]|Q[1-4]|T[1-3]|W\d\d|\d\d)(?:-(?P<day>\d\d))?)?")


def period(start: str, end: str) -> str:
    """Both ends as one text; one end alone when the other is missing or equal."""
    first, last = point(start), point(end)
    if not first or not last or first == last:
        return first or last
    return f"{first}–{last}" if first.isdigit() and last.isdigit() else f"{first} – {last}"


def point(text: str) -> str:
    """One period of any canonical form, in the reader's language."""
    match = FORM.fullmatch(text.strip()) if text else None
    if match is None:
        return text.strip() if text else ""
    year, part, day = match["year"], match["part"], match["day"]
    if part is None:
        return year
    if part[0] in "SQTW":
        return _part_of_year(year, part[0], str(int(part[1:])))
    return _calendar(int(year), int(part), int(day) if day else None) or text


def _part_of_year(year: str, kind: str, number: str) -> str:
    patterns = {
        "S": tk._("Half {number} of {year}"),
        "Q": tk._("Quarter {number} of {year}"),
        "T": tk._("Four months {number} of {year}"),
        "W": tk._("Week {number} of {year}"),
    }
    return patterns[kind].format(number=number, year=year)


def _calendar(year: int, month: int, day: int | None) -> str:
    try:
        when = date(year, month, day or 1)
    except ValueError:
        return ""
    return format_date(when, "d MMMM y" if day else "MMMM y", locale=tk.h.lang() or "id")
