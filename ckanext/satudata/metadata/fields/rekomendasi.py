"""Rekomendasi BPS: the number of the letter that recommends a statistical activity.

Type of letter, two digits of the year, BPS office, serial number: V-23.3604.004. Source: letters of ROMANTIK.
"""

from __future__ import annotations

import re

from ckanext.satudata.codes.findings import finding
from ckanext.satudata.metadata.fields.normalised import Normalised, as_code, no_text, refused

__all__ = ["normalise"]

_NUMBER = re.compile(r"([A-Z])\s*[-–.]?\s*(\d{2})\s*\.\s*(\d{4})\s*\.\s*(\d{1,4})", re.IGNORECASE)


def normalise(value: object, *, place: str = "identitas_rekomendasi") -> Normalised:
    """The number in the spelling of the letters.

    >>> normalise("v - 23.1600.4").value
    'V-23.1600.004'
    """
    given = as_code(value)
    if not given:
        return no_text(value, place)
    found = _NUMBER.fullmatch(given)
    if not found:
        return refused(finding("META-32", place=place, value=given))
    kind, year, office, serial = found.groups()
    return Normalised(value=f"{kind.upper()}-{year}.{office}.{serial.zfill(3)}")
