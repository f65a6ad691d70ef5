"""Frekuensi: how often new figures come, in any notation that `codes.periodicity` reads."""

from __future__ import annotations

from functools import lru_cache

from ckanext.satudata.codes import periodicity
from ckanext.satudata.codes.findings import finding
from ckanext.satudata.metadata.fields.normalised import EMPTY, Normalised, as_text, refused

__all__ = ["normalise"]


def normalise(value: object, *, place: str = "frekuensi") -> Normalised:
    """The canonical frequency.

    >>> normalise("R/P1Y").value, normalise("per 3 bulan").value
    ('tahunan', 'triwulanan')
    """
    given = as_text(value)
    if not given:
        return EMPTY if value in (None, "") else refused(finding("META-13", place=place, value=value))
    code = _code(given)
    return Normalised(value=code) if code else refused(finding("META-21", place=place, value=given))


@lru_cache(maxsize=1024)
def _code(text: str) -> str | None:
    known = periodicity.parse(text)
    return known.code if known else None
