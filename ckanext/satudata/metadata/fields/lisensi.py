"""Licence: CKAN's id of it, found by id, title, abbreviation or address. A site may have licences of its own on top."""

from __future__ import annotations

from ckanext.satudata.codes import licence
from ckanext.satudata.codes.findings import finding
from ckanext.satudata.metadata.fields.normalised import Normalised, as_text, no_text, refused

__all__ = ["normalise"]


def normalise(value: object, *, place: str = "license_id") -> Normalised:
    """The id of the licence.

    >>> normalise("http://creativecommons.org/licenses/by/4.0/").value
    'cc-by'
    """
    given = as_text(value)
    if not given:
        return no_text(value, place)
    known = licence.parse(given)
    return Normalised(value=known.code) if known else refused(finding("META-34", place=place, value=given))
