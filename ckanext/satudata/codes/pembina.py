"""Pembina data: which agency guides which kind of data.

In a region the statistical one is the vertical office of BPS, the geospatial one the OPD appointed as node of JIGN;
here both stand under the agency that they act for. Source: Perpres 39/2019 Pasal 13 (pusat) and 20 (daerah).
"""

from __future__ import annotations

from enum import Enum

from ckanext.satudata.codes import code_list
from ckanext.satudata.codes.folding import fold
from ckanext.satudata.codes.jenis import JenisData

__all__ = ["Pembina", "fits", "for_jenis", "parse"]

LIST = "pembina"


class Pembina(str, Enum):
    """Agency that sets the standards for a kind of data."""

    BPS = "bps"
    BIG = "big"
    KEMENKEU = "kemenkeu"


def for_jenis(jenis: JenisData) -> Pembina | None:
    """The pembina data of a kind of data; None for "lainnya", which has none."""
    by_jenis = {term.columns["jenis_data"]: Pembina(term.code) for term in code_list.terms(LIST).values()}
    return by_jenis.get(jenis.value)


def fits(pembina: Pembina | None, jenis: JenisData) -> bool:
    """Whether this agency (or none) is the one for the kind of data."""
    return pembina is for_jenis(jenis)


def parse(text: str) -> Pembina | None:
    """The agency that the text means, also by one of its offices; None if it is unknown.

    >>> parse("BPS Kabupaten Serang").value, parse("Badan Pusat Statistik").value
    ('bps', 'bps')
    """
    term = code_list.find(LIST, text)
    if term is None:
        words = fold(text)
        # A vertical office carries the name of the agency in front of the region's.
        term = next((known for known in code_list.terms(LIST).values() if _is_office_of(words, known)), None)
    return Pembina(term.code) if term else None


def _is_office_of(words: str, agency: code_list.Term) -> bool:
    return any(words.startswith(f"{fold(name)} ") for name in (agency.code, agency.columns["long_name"]))
