"""Jenis data and jenis statistik: what kind of data a dataset is, and for statistics under which duty they are made.

Source: Perpres 39/2019 Pasal 5 and 13 (statistik, geospasial, keuangan negara); UU 16/1997 Pasal 5 (dasar,
sektoral, khusus).
"""

from __future__ import annotations

from enum import Enum

from ckanext.satudata.codes import code_list

__all__ = [
    "JenisData",
    "JenisStatistik",
    "indah_enum",
    "parse_data",
    "parse_statistik",
]

DATA = "jenis_data"
STATISTIK = "jenis_statistik"


class JenisData(str, Enum):
    """Kind of data; each of the first three has its own pembina data."""

    STATISTIK = "statistik"
    GEOSPASIAL = "geospasial"
    KEUANGAN = "keuangan"
    LAINNYA = "lainnya"


class JenisStatistik(str, Enum):
    """Duty under which statistics are made; an OPD makes sektoral ones."""

    DASAR = "dasar"
    SEKTORAL = "sektoral"
    KHUSUS = "khusus"


def parse_data(text: str) -> JenisData | None:
    """The kind of data that the text means; None if it is unknown.

    >>> parse_data("Data Geospasial").value
    'geospasial'
    """
    term = code_list.find(DATA, text)
    return JenisData(term.code) if term else None


def parse_statistik(text: str) -> JenisStatistik | None:
    """The kind of statistics that the text means, also an INDAH enum; None if it is unknown."""
    term = code_list.find(STATISTIK, text)
    return JenisStatistik(term.code) if term else None


def indah_enum(jenis: JenisStatistik) -> str:
    """The value of INDAH's v2 payload."""
    return code_list.terms(STATISTIK)[jenis.value].columns["indah"]
