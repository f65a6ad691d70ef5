"""Surel: one e-mail address. CKAN's own validator refuses a dataset whose address it does not like."""

from __future__ import annotations

import re

from ckanext.satudata.codes.findings import finding
from ckanext.satudata.metadata.fields.normalised import Normalised, as_code, no_text, refused

__all__ = ["normalise"]

# Stricter than CKAN's pattern (ckan.lib.navl.validators.email_validator), so that whatever passes here passes there.
_ADDRESS = re.compile(
    r"[a-zA-Z0-9_%+\-]+(?:\.[a-zA-Z0-9_%+\-]+)*@[a-zA-Z0-9](?:[a-zA-Z0-9\-]{0,61}[a-zA-Z0-9])?"
    r"(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9\-]{0,61}[a-zA-Z0-9])?)+"
)
_LIMIT = 254


def normalise(value: object, *, place: str) -> Normalised:
    """The address without "mailto:" and angle brackets.

    >>> normalise("mailto:dinkes@serangkab.go.id", place="kontak").value
    'dinkes@serangkab.go.id'
    """
    given = as_code(value)
    plain = given.removeprefix("mailto:").strip("<> ;,")
    if not plain:
        return no_text(value, place)
    if len(plain) > _LIMIT or not _ADDRESS.fullmatch(plain):
        return refused(finding("META-19", place=place, value=given))
    return Normalised(value=plain)
