"""Tanggal: a calendar day, stored as 2024-12-31. Read as a period of one day is: the day stands before the month."""

from __future__ import annotations

from ckanext.satudata.codes import periode
from ckanext.satudata.codes.findings import finding
from ckanext.satudata.metadata.fields.normalised import Normalised, as_code, no_text, refused

__all__ = ["normalise"]


def normalise(value: object, *, place: str) -> Normalised:
    """The day in ISO notation.

    >>> normalise("31 Desember 2024", place="jadwal_rilis").value
    '2024-12-31'
    """
    day = periode.parse(value)
    if day and day.kind is periode.Kind.HARI:
        return Normalised(value=day.text)
    given = as_code(value)
    return refused(finding("META-35", place=place, value=given)) if given else no_text(value, place)
