"""Sektor kegiatan: the 22 sectors of MS-Keg, by the enum of INDAH.

Source: Peraturan BPS 5/2020, MS-Keg head ("Sektor Kegiatan").
"""

from __future__ import annotations

from ckanext.satudata.codes import code_list

__all__ = ["from_ms_keg", "ms_keg_number", "parse"]

LIST = "sektor"


def parse(text: str) -> str | None:
    """The enum of the sector that the text means ("KESEHATAN"); None if it is unknown.

    >>> parse("Pertanian dan Perikanan")
    'PERTANIAN_DAN_PERIKANAN'
    """
    term = code_list.find(LIST, text)
    return term.code if term else None


def from_ms_keg(number: int) -> str | None:
    """The enum of a number of the form, 1 to 22."""
    return next((code for code in code_list.terms(LIST) if ms_keg_number(code) == number), None)


def ms_keg_number(code: str) -> int:
    """The number of the form. Raises KeyError for an unknown enum."""
    return int(code_list.terms(LIST)[code].columns["ms_keg"])
