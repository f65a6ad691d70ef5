"""Units of a table and of its columns: behind the name in brackets, in the title, in a cell, in a column of units."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ckanext.satudata.codes import satuan
from ckanext.satudata.codes.folding import fold

__all__ = ["unit_in", "unit_of_column", "unit_of_table"]

_IN_BRACKETS = re.compile(r"\(([^()]{1,30})\)")
_PER = re.compile(r"[A-Za-zµ%²³]+(?:\s?/\s?[A-Za-z²³\d.]+)+")
_IN_SENTENCE = re.compile(
    r"\b(?:satuan\s*:?|dalam(?=\s+(?:ribu|juta|miliar|milyar|triliun|persen|rupiah)))\s+([a-z ]{2,20}(?:/[a-z]+)*)\s*$",
    re.IGNORECASE,
)
_SHARES = frozenset(("persen", "persentase", "presentase", "prosentase"))
_COUNTS = frozenset(("jumlah", "banyaknya"))
_PLACEHOLDER = frozenset(("satuan", "diisi", "unit satuan"))


def unit_in(text: str) -> str:
    """The unit that a name or title gives in brackets; "" if there is none.

    >>> unit_in("Luas (km2)"), unit_in("Garis Kemiskinan (Rupiah/Bulan) Menurut Provinsi"), unit_in("Kolom 1 (satuan)")
    ('km2', 'Rupiah/Bulan', '')
    >>> unit_in("Indeks Kedalaman (P1)"), unit_in("PASIEN DIOBATI (L)")
    ('', '')
    >>> unit_in("Jumlah Rukun Warga (RW)"), unit_in("Jumlah Ketua (RW)")
    ('', 'RW')
    """
    for match in reversed(list(_IN_BRACKETS.finditer(text))):
        candidate = match[1].strip()
        if _is_unit(candidate) and not _is_abbreviation(candidate, of=text[: match.start()]):
            return candidate
    said = _IN_SENTENCE.search(text)
    return said[1].strip() if said and _is_unit(said[1]) else ""


def unit_of_column(path: Sequence[str], in_cells: str) -> str:
    """The unit of a column, from the lowest level of its header upward, else from its cells.

    >>> unit_of_column(("K1", "Persen"), ""), unit_of_column(("Luas (Ha)", "Persentase Lahan"), "")
    ('Persen', 'Persen')
    >>> unit_of_column(("Persentase Miskin", "Jumlah (Orang)"), ""), unit_of_column(("Persentase dan Jumlah",), "")
    ('Orang', '')
    """
    return next((unit for level in reversed(path) if (unit := unit_in(level) or _share(level))), "") or in_cells


def unit_of_table(titles: Sequence[str], preamble: dict[str, str], units: Sequence[str]) -> str | None:
    """The one unit that all number columns share, the title's, or the preamble's; None if they differ."""
    own = {fold(unit): unit for unit in units if unit}
    if len(own) == 1 and all(units):
        return next(iter(own.values()))
    said = next((unit for title in reversed(titles) if (unit := unit_in(title))), "")
    if said:
        return said
    return next((value for key, value in preamble.items() if fold(key) == "satuan" and value), None)


def _share(name: str) -> str:
    """The unit of what is called a percentage, and nothing beside it."""
    words = fold(name).split()
    return "Persen" if words and words[0] in _SHARES and not _COUNTS.intersection(words) else ""


def _is_abbreviation(text: str, *, of: str) -> bool:
    """Whether the brackets only repeat the last words by their initials."""
    words = of.split()[-len(text) :]
    return text.isupper() and text == "".join(word[0].upper() for word in words)


def _is_unit(text: str) -> bool:
    if fold(text) in _PLACEHOLDER or (len(text) < 2 and text != "%"):  # noqa: PLR2004 - "(L)" is no litre but Laki-laki
        return False
    return satuan.parse(text) is not None or bool(_PER.fullmatch(text))
