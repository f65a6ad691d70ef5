"""Ukuran: what kind of measure a figure is (Jumlah, Persentase, Indeks, …).

The stored value is the word of the national list of standar data. Units: `satuan.py`.
Source: Perpres 39/2019 Pasal 4 (ukuran); spellings counted in the 4,505 entries of the SDSN of 2023.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from ckanext.satudata.codes import code_list
from ckanext.satudata.codes.folding import fold

__all__ = ["Ukuran", "all_ukuran", "get", "guess_from_title", "leading_words", "parse", "parse_list"]

LIST = "ukuran"
ALSO_THINGS = ("Kode", "Status", "Tinggi", "Waktu", "Nilai", "Produksi", "Frekuensi", "Daya")
"""Measures whose words open titles in another sense: Nilai Tukar Petani, Status Desa, Produksi Padi."""

_LEAD = re.compile(r"^\s*(?:ukuran\s*:|\d\.)\s+", re.IGNORECASE)
_PERCENT = re.compile(r"\((?:dalam )?(?:%|persen|prosen)\)|%\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ukuran:
    """One measure. `family` is that of its usual units, "" where any unit may go with it.

    `is_dropped_from_names` where INDAH's rules want it out of the name of an indicator: "Jumlah Penduduk" is
    "Penduduk", while "Indeks Pembangunan Manusia" keeps its first word.
    """

    code: str
    label: str
    label_en: str
    family: str
    is_dropped_from_names: bool


def all_ukuran() -> tuple[Ukuran, ...]:
    """Every measure, the most frequent first."""
    return tuple(map(_ukuran, code_list.terms(LIST).values()))


def get(code: str) -> Ukuran | None:
    """The measure of a canonical name."""
    term = code_list.get(LIST, code)
    return _ukuran(term) if term else None


def parse(text: str) -> Ukuran | None:
    """The measure that the text means; None if it is not listed.

    >>> [parse(text).code for text in ("presentase", "Persentae", "Jumlah Total", "%")]
    ['Persentase', 'Persentase', 'Jumlah', 'Persentase']
    """
    plain = _LEAD.sub("", text).replace("%", " persen ")
    term = code_list.find(LIST, plain)
    return _ukuran(term) if term else None


def parse_list(text: str) -> list[tuple[str, Ukuran | None]]:
    """Each measure of a text with several ("Jumlah; Persentase"), with the listed one it means, in their order."""
    parts = (" ".join(part.split()) for part in re.split(r"[;,]", text))
    return [(part, parse(part)) for part in parts if part]


def guess_from_title(title: str) -> Ukuran | None:
    """The measure that the first words of a title, or a "(%)" in it, promise; None if they promise none.

    "Angka" and "Tingkat" promise nothing: Angka Melek Huruf is a percentage, Angka Kematian Ibu a ratio.

    >>> guess_from_title("Persentase Penduduk Miskin").code, guess_from_title("Tenaga Kesehatan")
    ('Persentase', None)
    """
    words = leading_words(title)
    promised = _openings()[words] if words else None
    # "Laju Inflasi (%)" stays a rate, which may fall below zero.
    if _PERCENT.search(title) and (promised is None or promised.family != "persen"):
        return get("Persentase")
    return promised


def leading_words(title: str) -> str | None:
    """The folded words at the start of a title that name a measure, longest first; None if there are none."""
    words = fold(title).split()
    longest = max(len(opening.split()) for opening in _openings())
    for count in range(min(longest, len(words)), 0, -1):
        opening = " ".join(words[:count])
        if opening in _openings():
            return opening
    return None


@lru_cache(maxsize=1)
def _openings() -> Mapping[str, Ukuran]:
    """Folded spellings that open a title; words that also name a thing are left out."""
    openings: dict[str, Ukuran] = {}
    for term in code_list.terms(LIST).values():
        known = _ukuran(term)
        if known.code not in ALSO_THINGS:
            for spelling in (term.label, *term.aliases):
                openings.setdefault(fold(spelling), known)
    openings.pop("", None)
    return openings


def _ukuran(term: code_list.Term) -> Ukuran:
    return Ukuran(
        code=term.code,
        label=term.label,
        label_en=term.label_en,
        family=term.columns["family"],
        is_dropped_from_names=term.columns["dropped_from_names"] == "yes",
    )
