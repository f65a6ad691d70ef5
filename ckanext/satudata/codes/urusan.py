"""Urusan pemerintahan: the government affairs that every OPD, programme and budget line is filed under.

Codes are group and number as in the nomenclature ("2.16"); the codes of E-Walidata indicators begin with them
(1.01.000474). Source: UU 23/2014 (lampiran), numbering of Permendagri 90/2019.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from ckanext.satudata.codes import code_list

__all__ = ["Group", "Urusan", "all_urusan", "get", "parse"]

LIST = "urusan"
_CODE_FIRST = re.compile(r"\s*(\d)\s*[.\-]\s*(\d{1,2})(?![\d])(?:[\s.\-–:].*)?", re.DOTALL)
_NAME_FIRST = re.compile(
    r"^\s*(?:bidang\s+)?(?:urusan(?:\s+pemerintahan)?(?:\s+bidang)?|bidang)\s*:?\s+", re.IGNORECASE
)


class Group(str, Enum):
    """Kinds of urusan: basic services, other obligatory ones, optional ones, and supporting functions."""

    WAJIB_DASAR = "wajib_dasar"
    WAJIB_NON_DASAR = "wajib_non_dasar"
    PILIHAN = "pilihan"
    UNSUR = "unsur"


@dataclass(frozen=True, slots=True, kw_only=True)
class Urusan:
    """One urusan or supporting function, with the theme (`topik.py`) that most of its data fall under."""

    code: str
    label: str
    label_en: str
    group: Group
    topik: str


def all_urusan() -> tuple[Urusan, ...]:
    """Every urusan, by code."""
    return tuple(map(_urusan, code_list.terms(LIST).values()))


def get(code: str) -> Urusan | None:
    """The urusan of a canonical code ("2.16")."""
    term = code_list.get(LIST, code)
    return _urusan(term) if term else None


def parse(text: str) -> Urusan | None:
    """The urusan that the text means: a code, a longer code that begins with it, or a name; None if it is unknown.

    >>> parse("1.01.000474").label, parse("Urusan Komunikasi dan Informatika").code
    ('Pendidikan', '2.16')
    """
    numbered = _CODE_FIRST.fullmatch(text)
    if numbered:
        return get(f"{numbered[1]}.{int(numbered[2]):02d}")
    term = code_list.find(LIST, _NAME_FIRST.sub("", text))
    return _urusan(term) if term else None


def _urusan(term: code_list.Term) -> Urusan:
    return Urusan(
        code=term.code,
        label=term.label,
        label_en=term.label_en,
        group=Group(term.columns["group"]),
        topik=term.columns["topik"],
    )
