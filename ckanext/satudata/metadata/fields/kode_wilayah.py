"""Kode wilayah: the region that data cover, stored as Kemendagri code with dots.

A dotted or undotted Kemendagri code, a BPS code and the name of a region are taken. What may mean several regions is
refused with the candidates: never a silent guess. The tables: `codes/wilayah.py`, `codes/wilayah_names.py`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from ckanext.satudata.codes import wilayah, wilayah_names
from ckanext.satudata.codes.findings import finding
from ckanext.satudata.metadata.fields.code import entries
from ckanext.satudata.metadata.fields.normalised import EMPTY, Normalised, as_text, refused

__all__ = ["NATIONAL", "normalise", "normalise_all", "normalise_bps"]

NATIONAL = "00"
"""All of Indonesia: no Kemendagri code, but national data need one (SIMDASI and the BPS WebAPI use 0000)."""
_NATIONAL_SPELLINGS = frozenset({"00", "0000", "0", "indonesia", "nasional", "seluruh indonesia", "republik indonesia"})
_HAS_DIGIT = re.compile(r"\d")
_BPS = re.compile(r"\d{2}|\d{4}|\d{7}|\d{10}")
_SHOWN_CANDIDATES = 4


def normalise(value: object, *, place: str = "cakupan_wilayah", parent: str = "") -> Normalised:
    """The Kemendagri code of the region. `parent` (a Kemendagri code) helps to tell apart regions of one name.

    >>> normalise("3604").value, normalise("Kab. Serang").value
    ('36.04', '36.04')
    """
    given = as_text(value)
    if not given:
        return EMPTY if value in (None, "") else refused(finding("META-13", place=place, value=value))
    if given.lower() in _NATIONAL_SPELLINGS:
        return Normalised(value=NATIONAL)
    codes = _candidates(given, parent)
    if len(codes) == 1:
        return Normalised(value=codes[0])
    if not codes:
        return refused(finding("META-24", place=place, value=given))
    shown = "; ".join(f"{code} {_name(code)}" for code in codes[:_SHOWN_CANDIDATES])
    return refused(finding("META-25", place=place, value=given, candidates=shown))


def normalise_all(value: object, *, place: str, parent: str = "") -> Normalised:
    """The codes of several regions, each once, in the order given; what is unknown is left out with a finding."""
    codes: dict[str, None] = {}
    bad = None
    for entry in entries(value):
        one = normalise(entry, place=place, parent=parent)
        if one.value:
            codes.setdefault(one.value)
        bad = bad or one.finding
    return Normalised(value=list(codes) or None, finding=bad, lossy=bad is not None)


def normalise_bps(value: object, *, place: str = "kode_bps") -> Normalised:
    """A BPS code as BPS writes it: 2, 4, 7 or 10 digits without dots.

    Village codes are not in any public list, so they may be new.
    """
    given = as_text(value).replace(".", "").replace(" ", "")
    if not given:
        return EMPTY if value in (None, "") else refused(finding("META-13", place=place, value=value))
    known = _BPS.fullmatch(given) and any(
        match.system is wilayah.System.BPS or match.region.kode_bps == given for match in wilayah.parse(given)
    )
    return Normalised(value=given) if known else refused(finding("META-38", place=place, value=given))


@lru_cache(maxsize=4096)
def _candidates(given: str, parent: str) -> tuple[str, ...]:
    if not _HAS_DIGIT.search(given):
        return _by_name(given, parent) or _by_name(given, "")
    matches = [match for match in wilayah.parse(given) if match.exact]
    if parent:
        matches = [match for match in matches if wilayah.is_within(match.region.kode, parent)] or matches
    return tuple(str(match.region.kode) for match in matches)


def _by_name(given: str, parent: str) -> tuple[str, ...]:
    matches = wilayah_names.find(given, parent=parent, limit=_SHOWN_CANDIDATES)
    certain = wilayah_names.clear(matches)
    return (str(certain.kode),) if certain else tuple(str(match.region.kode) for match in matches)


def _name(code: str) -> str:
    found = wilayah.region(code)
    return found.nama if found else code
