"""Format of a file: one name for "xlxs", ".XLSX" and its MIME type.

Unknown formats are kept as they are written, with a remark.
"""

from __future__ import annotations

from ckanext.satudata.codes import formats
from ckanext.satudata.codes.findings import finding
from ckanext.satudata.metadata.fields import text
from ckanext.satudata.metadata.fields.normalised import Normalised

__all__ = ["is_open", "normalise"]

LIMIT = 100


def normalise(value: object, *, place: str = "format") -> Normalised:
    """The usual name of the format.

    >>> normalise(".cvs").value, normalise("text/csv").value
    ('CSV', 'CSV')
    """
    clean = text.normalise(value, place=place, limit=LIMIT)
    if not clean.value or clean.lossy:
        return Normalised(finding=clean.finding)
    known = formats.parse(clean.value)
    if known is None:
        return Normalised(value=clean.value, finding=finding("META-17", place=place, value=clean.value))
    if known.code == clean.value:
        return Normalised(value=known.code)
    return Normalised(value=known.code, finding=finding("META-16", place=place, value=clean.value, format=known.code))


def is_open(written: str) -> bool:
    """Whether the format is an open one of the national list (Permenkominfo 1/2023)."""
    known = formats.parse(written)
    return known is not None and known.openness is formats.Openness.OPEN
