"""Bilangan: a whole number that is not negative, such as a year or a count of people."""

from __future__ import annotations

from ckanext.satudata.codes.findings import finding
from ckanext.satudata.metadata.fields.normalised import Normalised, as_text, no_text, refused

__all__ = ["LARGEST", "normalise"]

LARGEST = 10**9


def normalise(value: object, *, place: str, least: int = 0, most: int = LARGEST) -> Normalised:
    """The number as text without leading zeros; it must lie between `least` and `most`.

    >>> normalise(" 029 ", place="jumlah_enumerator").value
    '29'
    """
    given = as_text(value)
    if not given:
        return no_text(value, place)
    if not (given.isascii() and given.isdigit() and len(given) <= len(str(most))) or not least <= int(given) <= most:
        return refused(finding("META-36", place=place, value=given))
    return Normalised(value=str(int(given)))
