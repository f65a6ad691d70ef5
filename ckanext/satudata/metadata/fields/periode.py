"""Periode: the stretch of time that figures are about, in the canonical spelling of `codes.periode`.

`periode_awal` and `periode_akhir` are single periods; a range given there means its first or last part.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Literal

from ckanext.satudata.codes import periode
from ckanext.satudata.codes.findings import Finding, finding
from ckanext.satudata.metadata.fields.normalised import Normalised, as_code, as_text, no_text, refused

__all__ = ["END_OF", "check_order", "first_day", "last_day", "normalise", "years"]

MOST_YEARS = 200
"""More years in one dataset than `codes.periode.YEARS` has cannot be meant."""
END_OF: Mapping[str, Literal["first", "last"]] = {"periode_awal": "first", "periode_akhir": "last"}
"""Field to the end of a range that it means."""
_RANGE = ".."


def normalise(value: object, *, place: str = "periode", end: Literal["first", "last"] | None = None) -> Normalised:
    """The canonical period; with `end` only that end of a range.

    >>> normalise("Semester II 2023").value, normalise("2019-2023", end="last").value
    ('2023-S2', '2023')
    """
    if isinstance(value, date):
        value = value.isoformat()[:10]
    given = as_code(value)
    if not given:
        return no_text(value, place)
    known = _parse(given)
    if known is None:
        return refused(finding("META-22", place=place, value=given))
    first, _, last = known.text.partition(_RANGE)
    return Normalised(value={"first": first, "last": last or first}.get(end or "", known.text))


def check_order(first: object, last: object) -> Finding | None:
    """What is wrong if the first period begins after the last one ends."""
    start, end = _parse(as_text(first)), _parse(as_text(last))
    if start and end and start.start > end.end:
        return finding("META-23", place="periode_awal", value=start.text, first=start.text, last=end.text)
    return None


def first_day(value: object) -> date | None:
    """The first day of a period."""
    known = _parse(as_text(value))
    return known.start if known else None


def last_day(value: object) -> date | None:
    """The last day of a period."""
    known = _parse(as_text(value))
    return known.end if known else None


def years(first: object, last: object) -> list[int]:
    """The years that the periods touch; one of them is enough, and at most `MOST_YEARS` are given.

    >>> years("2022-S2", "2024"), years("", "2023"), years(None, None)
    ([2022, 2023, 2024], [2023], [])
    """
    start, end = _parse(as_text(first)), _parse(as_text(last))
    start, end = start or end, end or start
    if start is None or end is None or end.end < start.start:
        return []
    return list(range(start.start.year, end.end.year + 1))[-MOST_YEARS:]


@lru_cache(maxsize=4096)
def _parse(text: str) -> periode.Periode | None:
    return periode.parse(text) if text else None
