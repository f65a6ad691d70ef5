"""Frekuensi: how often new figures come, in any notation that `codes.periodicity` reads."""

from __future__ import annotations

from functools import lru_cache

from ckanext.satudata.codes import periodicity
from ckanext.satudata.codes.findings import finding
from ckanext.satudata.metadata.fields.normalised import Normalised, as_code, no_text, refused

__all__ = ["normalise"]


def normalise(value: object, *, place: str = "frekuensi") -> Normalised:
    """The canonical frequency.

    >>> normalise("R/P1Y").value, normalise("per 3 bulan").value
    ('tahunan', 'triwulanan')
    """
    given = as_code(value)
    if not given:
        return no_text(value, place)
    code = _code(given)
    return Normalised(value=code) if code else refused(finding("META-21", place=place, value=given))


@lru_cache(maxsize=1024)
def _code(text: str) -> str | None:
    known = periodicity.parse(text)
    return known.code if known else None
