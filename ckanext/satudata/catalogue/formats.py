"""File formats of a dataset as short marks, most useful first, each with a word on what it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

OPEN_FORMATS = ("CSV", "XLSX", "XLS", "ODS", "JSON", "GEOJSON", "XML", "API")
"""Formats that programs read, in the order in which people want them."""

UNKNOWN = "DATA"


def marks(resources: Iterable[Mapping[str, Any]]) -> list[str]:
    """The distinct formats of some resources, machine-readable ones first.

    >>> marks([{"format": "PDF"}, {"format": "csv"}, {"format": "CSV"}, {"format": ""}])
    ['CSV', 'PDF']
    """
    found = {mark(resource) for resource in resources} - {UNKNOWN}
    return sorted(found, key=lambda name: (OPEN_FORMATS.index(name) if name in OPEN_FORMATS else 99, name))


def mark(resource: Mapping[str, Any]) -> str:
    """The format of one resource in capitals; "DATA" if it says none."""
    return str(resource.get("format") or "").strip().upper() or UNKNOWN


def is_open(name: str) -> bool:
    """Whether programs can read the format without guessing."""
    return name in OPEN_FORMATS
