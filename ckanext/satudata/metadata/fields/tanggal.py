"""Tanggal: a calendar day, stored as 2024-12-31.

Indonesian documents write the day first: 31/12/2024, 31-12-2024, 31 Desember 2024.
"""

from __future__ import annotations

import re
from datetime import date, datetime

from ckanext.satudata.codes.findings import finding
from ckanext.satudata.codes.folding import fold
from ckanext.satudata.metadata.fields.normalised import EMPTY, Normalised, as_text, refused

__all__ = ["normalise"]

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
_DAY_FIRST = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})")
_WORDS = re.compile(r"(\d{1,2}) ([a-z]+) (\d{4})")
_MONTHS = ("jan", "feb", "mar", "apr", "mei", "jun", "jul", "agu", "sep", "okt", "nov", "des")
_ENGLISH = {"may": "mei", "aug": "agu", "oct": "okt", "dec": "des", "ags": "agu", "nop": "nov", "peb": "feb"}


def normalise(value: object, *, place: str) -> Normalised:
    """The day in ISO notation.

    >>> normalise("31 Desember 2024", place="jadwal_rilis").value
    '2024-12-31'
    """
    if isinstance(value, date):
        value = value.date().isoformat() if isinstance(value, datetime) else value.isoformat()
    given = as_text(value)
    if not given:
        return EMPTY if value in (None, "") else refused(finding("META-13", place=place, value=value))
    try:
        day = date(*_parts(given))
    except (TypeError, ValueError):
        return refused(finding("META-35", place=place, value=given))
    return Normalised(value=day.isoformat())


def _parts(text: str) -> tuple[int, ...]:
    found = _ISO.fullmatch(text)
    if found:
        return int(found[1]), int(found[2]), int(found[3])
    found = _DAY_FIRST.fullmatch(text)
    if found:
        return int(found[3]), int(found[2]), int(found[1])
    found = _WORDS.fullmatch(fold(text))
    if found:
        month = found[2][:3]
        return int(found[3]), _MONTHS.index(_ENGLISH.get(month, month)) + 1, int(found[1])
    return ()
