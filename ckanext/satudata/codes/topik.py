"""Topik: the sixteen themes that datasets are sorted into, and the SPBE sector that each belongs to.

They are the categories of kode referensi on the national portal; one level up stand the nine sectors of the SPBE
architecture, which the Daftar Data asks for ("Kategori RAD"). Source: data.go.id, list of kode referensi; Perpres
132/2022 (Arsitektur SPBE Nasional).
"""

from __future__ import annotations

from ckanext.satudata.codes import code_list

__all__ = ["choices", "choices_spbe", "parse", "parse_spbe", "spbe_sector"]

LIST = "topik"
SPBE = "sektor_spbe"


def parse(text: str) -> str | None:
    """The code of the theme that the text means ("kesehatan"); None if it is unknown.

    >>> parse("Sumber Daya Alam"), spbe_sector("sumber_daya_alam")
    ('sumber_daya_alam', '07')
    """
    term = code_list.find(LIST, text)
    return term.code if term else None


def spbe_sector(topik: str) -> str:
    """Number of the SPBE sector, "01" to "09". Raises KeyError for an unknown theme."""
    return code_list.terms(LIST)[topik].columns["spbe"]


def parse_spbe(text: str) -> str | None:
    """The number of the SPBE sector that the text means, by number or name; None if it is unknown."""
    term = code_list.find(SPBE, text)
    return term.code if term else None


def choices() -> list[tuple[str, str, str]]:
    """Code, Indonesian and English label of the themes, for forms."""
    return code_list.choices(LIST)


def choices_spbe() -> list[tuple[str, str, str]]:
    """Number, Indonesian and English label of the SPBE sectors, for forms."""
    return code_list.choices(SPBE)
