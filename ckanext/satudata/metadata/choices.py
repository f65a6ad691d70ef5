"""Every closed list that a field of ours refers to by `choices_code`: its choices, and the code that a text means.

One door to two places: `form_lists.py` (lists of our forms) and the code lists of `codes/`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from ckanext.satudata.codes import access, code_list, jenis, pembina, periodicity, sektor, tingkat, topik, urusan
from ckanext.satudata.codes.folding import fold
from ckanext.satudata.metadata.form_lists import LISTS

__all__ = ["Choice", "choices", "find_code"]

CODE_LISTS: Mapping[str, tuple[str, Callable[[str], object]]] = {
    "frekuensi": (periodicity.LIST, periodicity.parse),
    "jenis_data": (jenis.DATA, jenis.parse_data),
    "jenis_statistik": (jenis.STATISTIK, jenis.parse_statistik),
    "klasifikasi_akses": (access.LIST, access.parse),
    "pembina_data": (pembina.LIST, pembina.parse),
    "sektor_kegiatan": (sektor.LIST, sektor.parse),
    "tingkat_penyajian": (tingkat.LIST, tingkat.parse),
    "topik": (topik.LIST, topik.parse),
    "urusan": (urusan.LIST, urusan.parse),
}
"""Name in the schema to the list in `codes/` and to the function that reads what people write."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A code and its label: a msgid, or the label by language where the code list brings its own."""

    code: str
    label: str | Mapping[str, str]


@lru_cache
def choices(name: str) -> tuple[Choice, ...]:
    """The choices of a list in form order."""
    if name in LISTS:
        return tuple(Choice(code=code, label=label) for code, label, _aliases in LISTS[name])
    return tuple(
        Choice(code=code, label={"id": label, "en": label_en or label})
        for code, label, label_en in code_list.choices(CODE_LISTS[name][0])
    )


def find_code(name: str, text: str) -> str | None:
    """The canonical code that the text means; None if the list does not know it.

    >>> find_code("ya_tidak", "Yes"), find_code("status_angka", "**")
    ('ya', 'sangat_sementara')
    """
    if name in LISTS:
        return _spellings(name).get(_key(text))
    return _code_in(name, text)


@lru_cache(maxsize=4096)
def _code_in(name: str, text: str) -> str | None:
    _list_name, parse = CODE_LISTS[name]
    known = parse(text)
    # Some lists give an enum or the code itself, some a record with its code.
    return None if known is None else str(getattr(known, "code", None) or getattr(known, "value", known))


@lru_cache
def _spellings(name: str) -> Mapping[str, str]:
    known: dict[str, str] = {}
    for code, label, _aliases in LISTS[name]:
        known.setdefault(_key(code), code)
        known.setdefault(_key(label), code)
    for code, _label, aliases in LISTS[name]:
        for alias in aliases.split("|"):
            known.setdefault(_key(alias), code)
    return known


def _key(text: str) -> str:
    # "*" and "**" are the whole sign: folding would leave nothing of them.
    return fold(text) or text.strip()
