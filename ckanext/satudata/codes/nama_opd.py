"""Names of OPD: one comparison form for "DINDIKBUD" and "Dinas Pendidikan & Kebudayaan", and how alike two are.

The form is a set of words: abbreviations written out, the region taken off, order and joining words forgotten. The
region stays known, because the health offices of Kabupaten Serang and Kota Serang are two. Abbreviations that mean
different offices in different regions (DKP, DPK) are not in `nama_opd.tsv` and stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from rapidfuzz import fuzz

from ckanext.satudata.codes.folding import fold

__all__ = ["NamaOPD", "canonical", "key", "score", "written_out"]

OTHER_REGION_FACTOR = 0.5
ALIKE_WORDS = 85
"""Per cent of equal letters from which two words are the same one mistyped."""
COMMON_WEIGHT = 0.3
"""Weight of words that half of all offices have in their names."""

_COMMON = frozenset(("dinas", "badan", "kantor", "bagian", "daerah", "satuan", "sekretariat", "pemerintah", "umum"))
_JOINING = frozenset(("dan", "serta", "dr", "drg", "h", "hj", "prof", "pemkab", "pemkot", "pemprov"))
_SAME_WORDS = {
    "pelindungan": "perlindungan",
    "pengelola": "pengelolaan",
    "olah": "",
    "raga": "olahraga",
    "wanita": "perempuan",
}
_PAIRS = (("satpol pp", "satpolpp"), ("pol pp", "satpolpp"), ("tata kota", "tatakota"))
_REGION = re.compile(r"\b(kabupaten|kab|kota|provinsi|prov|propinsi)((?: (?!dan\b)[a-z]+){1,4})$")
_KINDS = {"kab": "kabupaten", "prov": "provinsi", "propinsi": "provinsi"}
_TABLE = Path(__file__).with_name("nama_opd.tsv")


@dataclass(frozen=True, slots=True, kw_only=True)
class NamaOPD:
    """Comparison form of a name; `region` is "" where the name says none."""

    words: frozenset[str]
    region: str


@lru_cache(maxsize=4096)
def canonical(name: str) -> NamaOPD:
    """The comparison form of a name.

    >>> sorted(canonical("DINDIKBUD Kab. Serang").words), canonical("DINDIKBUD Kab. Serang").region
    (['dinas', 'kebudayaan', 'pendidikan'], 'kabupaten serang')
    """
    words, region = _parted(name)
    return NamaOPD(words=frozenset(words), region=region)


def written_out(name: str) -> list[str]:
    """The words of a name in their order: abbreviations written out, region and joining words left out.

    >>> written_out("DINDIKBUD Kab. Serang")
    ['dinas', 'pendidikan', 'kebudayaan']
    """
    return _parted(name)[0]


def key(name: str) -> str:
    """The comparison form as a text that can be stored and looked up; regions are left out."""
    return " ".join(sorted(canonical(name).words))


def score(first: str, second: str) -> float:
    """How likely two names mean the same office, 0..1; 1.0 only for equal comparison forms.

    >>> score("Satpol PP", "Satuan Polisi Pamong Praja Kabupaten Serang")
    1.0
    >>> score("Dinas Kesehatan Kota Serang", "Dinas Kesehatan Kabupaten Serang")
    0.5
    """
    one, other = canonical(first), canonical(second)
    likeness = 1.0 if one.words == other.words and one.words else _overlap(one.words, other.words)
    if one.region and other.region and one.region != other.region:
        likeness *= OTHER_REGION_FACTOR
    return round(likeness, 3)


def _parted(name: str) -> tuple[list[str], str]:
    plain = f" {fold(name)} "
    for written, meant in _PAIRS:
        plain = plain.replace(f" {written} ", f" {meant} ")
    plain = plain.strip()
    found = _REGION.search(plain)
    region = ""
    # A name that is nothing but a region ("Kabupaten Serang") is the office of that name.
    if found and found.start() > 0:
        region = _KINDS.get(found[1], found[1]) + found[2]
        plain = plain[: found.start()]
    words = (_SAME_WORDS.get(word, word) for part in plain.split() for word in _abbreviations().get(part, part).split())
    return [word for word in words if word and word not in _JOINING], region


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """Dice's measure over words, common ones weighing less; mistyped words count for what is right in them."""
    shared = sum(2 * _weight(word) for word in one & other)
    left = sorted(other - one)
    for word in sorted(one - other):
        nearest = max(left, key=lambda candidate: fuzz.ratio(word, candidate), default="")
        likeness = fuzz.ratio(word, nearest)
        if likeness >= ALIKE_WORDS:
            left.remove(nearest)
            shared += likeness / 100 * (_weight(word) + _weight(nearest))
    total = _total(one) + _total(other)
    return shared / total if total else 0.0


def _total(words: Iterable[str]) -> float:
    return sum(map(_weight, words))


def _weight(word: str) -> float:
    return COMMON_WEIGHT if word in _COMMON else 1.0


@lru_cache(maxsize=1)
def _abbreviations() -> Mapping[str, str]:
    lines = _TABLE.read_text(encoding="utf-8").splitlines()[1:]
    return dict(line.split("\t") for line in lines)
