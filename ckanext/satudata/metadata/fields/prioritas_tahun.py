"""Prioritas tahun: the years in which data stand in the list of data prioritas.

Source: Perpres 39/2019 Pasal 28-30; the national portal writes the years as a list or as text with commas.
"""

from __future__ import annotations

import re

from ckanext.satudata.codes.findings import finding
from ckanext.satudata.metadata.fields.code import entries
from ckanext.satudata.metadata.fields.normalised import EMPTY, Normalised, as_text

__all__ = ["YEARS", "normalise"]

YEARS = range(2019, 2051)
"""Data prioritas exist since the Perpres of 2019; later than 2050 is a typing error."""
_YEAR = re.compile(r"(?:prioritas|tahun|tahun_)?\s*(\d{4})(?:\.0)?", re.IGNORECASE)
_RANGE = re.compile(r"(\d{4})\s*(?:-|–|s/d|sd|\.\.)\s*(\d{4})", re.IGNORECASE)


def normalise(value: object, *, place: str = "prioritas_tahun") -> Normalised:
    """The years as text, in order. What is no year is left out with a finding.

    >>> normalise("2026, Prioritas 2024").value, normalise("2024-2026").value
    (['2024', '2026'], ['2024', '2025', '2026'])
    """
    years: set[int] = set()
    bad = None
    for entry in entries(value):
        given = as_text(entry)
        read = list(_years(given))
        years.update(year for year in read if year in YEARS)
        if not read or any(year not in YEARS for year in read):
            bad = bad or finding("META-33", place=place, value=given or entry)
    if not years and bad is None:
        return EMPTY
    return Normalised(value=[str(year) for year in sorted(years)] or None, finding=bad, lossy=bad is not None)


def _years(text: str) -> range | tuple[int, ...]:
    span = _RANGE.fullmatch(text)
    if span:
        first, last = int(span[1]), int(span[2])
        # "2025-9999" must not make a list of thousands.
        return range(first, last + 1) if first in YEARS and last in YEARS else (first, last)
    year = _YEAR.fullmatch(text)
    return (int(year[1]),) if year else ()
