"""Tingkat penyajian: the lowest administrative level that the figures of a dataset are shown for.

Source: MS-Keg 7.4 and MS-Ind column 16 (Peraturan BPS 5/2020); the forms know no village, which therefore counts as
"Lainnya" there and is told apart here.
"""

from __future__ import annotations

from enum import Enum

from ckanext.satudata.codes import code_list

__all__ = ["Tingkat", "ms_keg_bit", "parse"]

LIST = "tingkat"


class Tingkat(str, Enum):
    """Level of presentation, widest first."""

    NASIONAL = "nasional"
    PROVINSI = "provinsi"
    KABKOTA = "kabkota"
    KECAMATAN = "kecamatan"
    DESA = "desa"
    LAINNYA = "lainnya"


def parse(text: str) -> Tingkat | None:
    """The level that the text means; None if it is unknown.

    >>> parse("Kab/Kota").value, parse("Tingkat Desa/Kelurahan").value
    ('kabkota', 'desa')
    """
    term = code_list.find(LIST, text)
    return Tingkat(term.code) if term else None


def ms_keg_bit(tingkat: Tingkat) -> int:
    """The number that MS-Keg 7.4 adds up."""
    return int(code_list.terms(LIST)[tingkat.value].columns["ms_keg"])
