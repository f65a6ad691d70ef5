"""A code of a closed list, one or several: the canonical code for every spelling that the list knows."""

from __future__ import annotations

import json
import re
from typing import Any

from ckanext.satudata.codes.findings import Finding, finding
from ckanext.satudata.metadata.choices import choices, find_code
from ckanext.satudata.metadata.fields.normalised import Normalised, as_code, as_text, no_text, refused

__all__ = ["entries", "normalise", "normalise_all"]


def normalise(value: object, *, list_name: str, place: str) -> Normalised:
    """The canonical code of one choice.

    >>> normalise("Ya", list_name="ya_tidak", place="indikator_komposit").value
    'ya'
    """
    if value is True or value is False:
        value = "ya" if value else "tidak"
    given = as_code(value)
    if not given:
        return no_text(value, place)
    code = find_code(list_name, given)
    return Normalised(value=code) if code else refused(_unknown(given, list_name, place))


def normalise_all(value: object, *, list_name: str, place: str) -> Normalised:
    """The canonical codes of several choices in the order of the list, from a list, JSON, or text with commas.

    What is unknown is left out with a finding; then the value is `lossy`.
    """
    codes: set[str] = set()
    found: Finding | None = None
    for entry in entries(value):
        one = normalise(entry, list_name=list_name, place=place)
        if one.value:
            codes.add(one.value)
        found = found or one.finding
    ordered = [choice.code for choice in choices(list_name) if choice.code in codes]
    return Normalised(value=ordered or None, finding=found, lossy=found is not None)


def entries(value: object) -> list[Any]:
    """The entries of a list that may come as list, JSON text, or text with commas, semicolons or lines.

    >>> entries('["a", "b"]'), entries("2024; 2025"), entries(None)
    (['a', 'b'], ['2024', '2025'], [])
    """
    if isinstance(value, (list, tuple)):
        return [entry for entry in value if entry not in (None, "")]
    plain = as_text(value)
    if not plain and value is not None and not isinstance(value, str):
        return [value] if value else []
    if plain.startswith("["):
        try:
            loaded = json.loads(plain)
        except (ValueError, RecursionError):
            loaded = plain.strip("[]")
        if isinstance(loaded, list):
            return entries(loaded)
    return [part.strip() for part in re.split(r"[;,\n]", plain) if part.strip()]


def _unknown(given: str, list_name: str, place: str) -> Finding:
    offered = ", ".join(choice.code for choice in choices(list_name))
    return finding("META-20", place=place, value=given, choices=offered)
