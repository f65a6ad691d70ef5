"""Kode wilayah: the region that data cover, stored as Kemendagri code with dots.

A dotted or undotted Kemendagri code, a BPS code and the name of a region are taken, also a name with its code or with
the names of the regions around it ("Kabupaten Serang, Banten"). What is not certain is refused with the candidates:
never a silent guess. The tables: `codes/wilayah.py`, `codes/wilayah_names.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from ckanext.satudata.codes import wilayah, wilayah_names
from ckanext.satudata.codes.findings import finding
from ckanext.satudata.metadata.fields.code import entries
from ckanext.satudata.metadata.fields.normalised import Normalised, as_code, no_text, refused

__all__ = ["normalise", "normalise_all", "normalise_bps"]

LONGEST_TEXT = 200
"""No name of a region is longer: the rest is not read."""
_NATIONAL_SPELLINGS = frozenset({"00", "0000", "0", "indonesia", "nasional", "seluruh indonesia", "republik indonesia"})
_BPS = re.compile(r"\d{2}|\d{4}|\d{7}|\d{10}")
_CODE_IN_TEXT = re.compile(r"\(?(?<!\d)(\d{2}(?:\.?\d{2}){1,2}(?:\.?\d{4})?)(?!\d)\)?")
_WHOLE_OF = re.compile(r"^(?:seluruh )?(?:wilayah |se[- ])", re.IGNORECASE)
_AROUND = re.compile(r"\s*,\s*|\s+(?=(?:provinsi|prov)\b)", re.IGNORECASE)
_SHOWN_CANDIDATES = 4


def normalise(value: object, *, place: str = "cakupan_wilayah", parent: str = "") -> Normalised:
    """The Kemendagri code of the region. `parent` (a Kemendagri code) helps to tell apart regions of one name.

    >>> normalise("3604").value, normalise("Kab. Serang").value
    ('36.04', '36.04')
    """
    given = as_code(value)
    if not given:
        return no_text(value, place)
    if given.lower() in _NATIONAL_SPELLINGS:
        return Normalised(value=wilayah.NATIONAL)
    is_certain, codes = _read(given[:LONGEST_TEXT], parent)
    if is_certain:
        return Normalised(value=codes[0])
    if not codes:
        return refused(finding("META-24", place=place, value=given))
    shown = "; ".join(f"{code} {wilayah.name_of(code)}" for code in codes[:_SHOWN_CANDIDATES])
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
    """A BPS code as BPS writes it: 2, 4, 7 or 10 digits without dots, which are Kemendagri's.

    Village codes are not in any public list, so they may be new.
    """
    given = as_code(value).replace(" ", "")
    if not given:
        return no_text(value, place)
    known = _BPS.fullmatch(given) and any(
        match.system is wilayah.System.BPS or match.region.kode_bps == given for match in wilayah.parse(given)
    )
    return Normalised(value=given) if known else refused(finding("META-38", place=place, value=given))


Reading = tuple[bool, Sequence[str]]
"""Whether the first code is meant for certain, and the codes that come into question."""


@lru_cache(maxsize=4096)
def _read(given: str, parent: str) -> Reading:
    matches = wilayah.parse(given)
    if matches:
        exact = [match.region.kode for match in matches if match.exact]
        within = [kode for kode in exact if parent and wilayah.is_within(kode, parent)] or exact
        return len(within) == 1, within or [match.region.kode for match in matches]
    coded = _CODE_IN_TEXT.search(given)
    if coded:
        return _by_code_and_name(coded[1], _CODE_IN_TEXT.sub(" ", given))
    names = [part for part in _AROUND.split(_WHOLE_OF.sub("", given)) if part]
    return _by_names(names) if len(names) > 1 else _by_name("".join(names), parent)


def _by_code_and_name(code: str, name: str) -> Reading:
    """Of "36.04 Kabupaten Serang", code and name must agree."""
    coded = [match.region.kode for match in wilayah.parse(code) if match.exact]
    named = _named(name, "")
    both = [kode for kode in coded if kode in _codes(named, wilayah_names.CLEAR_SCORE)]
    return len(both) == 1, both or list(dict.fromkeys([*coded, *_codes(named)]))


def _by_names(names: Sequence[str]) -> Reading:
    """Of "Kec. Ciruas, Kab. Serang, Banten", each region must lie in the next one; or the other way round."""
    found: dict[str, None] = {}
    for order in (names[::-1], names):
        within = ""
        for name in order:
            certain = wilayah_names.clear(_named(name, within))
            within = certain.kode if certain else ""
            if not certain:
                break
            found.setdefault(within)
        if within:
            return True, [within]
    return False, list(found)


def _by_name(name: str, parent: str) -> Reading:
    """A name in the parent goes before the same name elsewhere, unless a larger region has it, too."""
    near = _named(name, parent) if parent else []
    anywhere = _named(name, "")
    larger = [match for match in anywhere if near and len(match.region.kode) < len(near[0].region.kode)]
    if near and larger:
        return False, _codes([*near, *larger])
    if near or anywhere:
        matches = near or anywhere
        return wilayah_names.clear(matches) is not None, _codes(matches)
    return False, _codes([*wilayah_names.find(name, parent=parent), *wilayah_names.find(name)])


def _named(name: str, parent: str) -> list[wilayah_names.NameMatch]:
    """The regions below the parent that have this name; nothing that only comes near it."""
    matches = wilayah_names.find(name, parent=parent)
    return [match for match in matches if match.reason is not wilayah_names.Reason.SPELLING]


def _codes(matches: Iterable[wilayah_names.NameMatch], least_score: float = 0.0) -> list[str]:
    return list(dict.fromkeys(match.region.kode for match in matches if match.score >= least_score))
