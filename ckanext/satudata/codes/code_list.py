"""Code lists: terms with a canonical code, labels in two languages and the spellings people use for them.

A list is a tab-separated file beside the module of its concept: `code`, `label` (Indonesian, as the regulation has
it), `label_en`, `aliases` (split by "|"), then columns of its own. It is read on first use and kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ckanext.satudata.codes.folding import fold

__all__ = ["Term", "choices", "find", "get", "terms"]

_OWN_COLUMNS = ("code", "label", "label_en", "aliases")


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One entry of a code list. `columns` are the list's own columns, "" where it says nothing."""

    code: str
    label: str
    label_en: str
    aliases: tuple[str, ...]
    columns: Mapping[str, str]


@lru_cache
def terms(name: str) -> Mapping[str, Term]:
    """The terms of a list by code, in the order of its file."""
    lines = Path(__file__).with_name(f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    header = lines[0].split("\t")
    rows = (dict(zip(header, line.split("\t"), strict=True)) for line in lines[1:])
    return {row["code"]: _term(row) for row in rows}


def get(name: str, code: str) -> Term | None:
    """The term of a canonical code; None if the list has none."""
    return terms(name).get(code)


def find(name: str, text: str) -> Term | None:
    """The term that the text means, by code, label or alias, however spelled; None if it is unknown.

    >>> find("tingkat", "KAB/KOTA").code
    'kabkota'
    """
    return _index(name).get(fold(text))


def choices(name: str) -> list[tuple[str, str, str]]:
    """Code, Indonesian label and English label of every term, for forms."""
    return [(term.code, term.label, term.label_en) for term in terms(name).values()]


@lru_cache
def _index(name: str) -> Mapping[str, Term]:
    index: dict[str, Term] = {}
    # Codes and labels of all terms go before aliases: an alias never hides a term.
    for term in terms(name).values():
        for spelling in (term.code, term.label, term.label_en):
            index.setdefault(fold(spelling), term)
    for term in terms(name).values():
        for alias in term.aliases:
            index.setdefault(fold(alias), term)
    index.pop("", None)
    return index


def _term(row: Mapping[str, str]) -> Term:
    return Term(
        code=row["code"],
        label=row["label"],
        label_en=row["label_en"],
        aliases=tuple(alias for alias in row["aliases"].split("|") if alias),
        columns={name: value for name, value in row.items() if name not in _OWN_COLUMNS},
    )
