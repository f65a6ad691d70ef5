"""Access (klasifikasi akses, sifat data): who may have the data, in the words of every portal.

Stored: terbuka, terbatas, tertutup. Whatever is not open needs the legal ground on which it is kept back. Source:
Daftar Data column 11 (klasifikasi data sesuai risiko); Perpres 39/2019 Pasal 37; UU 14/2008 Pasal 17 (informasi
yang dikecualikan); EU authority table "access-right" for DCAT.
"""

from __future__ import annotations

from enum import Enum

from ckanext.satudata.codes import code_list

__all__ = ["Access", "dcat_uri", "needs_legal_ground", "parse"]

LIST = "access"
EU_BASE = "http://publications.europa.eu/resource/authority/access-right/"


class Access(str, Enum):
    """How far data may travel."""

    TERBUKA = "terbuka"
    """Everybody."""
    TERBATAS = "terbatas"
    """Government offices, or who is named; "dibagikan" in Jawa Barat."""
    TERTUTUP = "tertutup"
    """Nobody but the producer; "dikecualikan" in Jawa Barat."""


def parse(text: str) -> Access | None:
    """The access that the text means, also an EU access-right URI; None if it is unknown.

    >>> parse("publik").value, parse("Dikecualikan").value, parse("RESTRICTED").value
    ('terbuka', 'tertutup', 'terbatas')
    """
    name = text.strip().rstrip("/").rpartition("/")[2] if "://" in text else text
    term = code_list.find(LIST, name)
    return Access(term.code) if term else None


def needs_legal_ground(access: Access) -> bool:
    """Whether a publication must say on which law the restriction rests."""
    return access is not Access.TERBUKA


def dcat_uri(access: Access) -> str:
    """The EU access right for dct:accessRights."""
    return EU_BASE + code_list.terms(LIST)[access.value].columns["dcat"]
