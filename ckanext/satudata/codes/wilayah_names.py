"""Names of regions as people type them: every region that a text can mean, with a score, never a silent guess.

Official and former names are found by one look-up; typing errors are searched for only where few names are possible
(below a parent, or among provinces and kabupaten). Codes: `wilayah.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from pathlib import Path

from rapidfuzz import fuzz, process

from ckanext.satudata.codes.folding import fold
from ckanext.satudata.codes.wilayah import LEVEL_BY_LENGTH, Level, Region, is_within, region
from ckanext.satudata.codes.wilayah_keys import Reading, key, official_keys, readings
from ckanext.satudata.codes.wilayah_table import table, villages

__all__ = ["NameMatch", "Reason", "clear", "find"]

FORMER_SCORE = 0.97
UNSAID_KIND_SCORE = 0.9
"""For "Serang", which is a kabupaten and a kota: both are candidates, neither is clear."""
WRONG_KIND_SCORE = 0.6
LEVEL_STEP = 0.15
"""Taken off for each level below the highest one that has the name, where no level was said."""
SPELLING_FACTOR = 0.95
LEAST_LIKENESS = 75
"""Per cent of equal letters; below that "Ciomas" would answer to "Ciruas"."""
LARGEST_POOL = 1500
"""Names among which a typing error is searched for; more would be slow and find chance neighbours."""
CLEAR_SCORE = 0.88
CLEAR_LEAD = 0.05

_HIGH_LEVELS = (Level.PROVINSI, Level.KABKOTA, Level.KECAMATAN)
_ALIASES = Path(__file__).with_name("wilayah_aliases.tsv")
Index = Mapping[str, Sequence[tuple[str, bool]]]
"""Key of a name to the codes that have it, each with whether it is a former name or an alias."""


class Reason(str, Enum):
    """Why a region is a candidate."""

    NAME = "name"
    FORMER_NAME = "former_name"
    SPELLING = "spelling"


@dataclass(frozen=True, slots=True, kw_only=True)
class NameMatch:
    """A region that the text may mean; `score` 0..1."""

    region: Region
    score: float
    reason: Reason


def find(text: str, *, parent: str = "", level: Level | None = None, limit: int = 10) -> list[NameMatch]:
    """The regions that the text may mean, best first, at most `limit`; empty if none comes near.

    `parent` (a dotted code) bounds the search, `level` too; a word in the text ("Kec.") says the level as well.
    Villages are only looked at where the level says so or the parent is a kabupaten, kota or kecamatan.

    >>> [(match.region.kode, match.score) for match in find("KEC. BANDUNG", parent="36.04")]
    [('36.04.34', 1.0)]
    >>> [(match.region.nama, match.score) for match in find("Serang", parent="36", level=Level.KABKOTA)]
    [('Kabupaten Serang', 0.9), ('Kota Serang', 0.9)]
    """
    best: dict[str, tuple[float, Reason]] = {}
    for reading in readings(text):
        wanted = _levels(reading, parent, level)
        # "Kota Kediri" is the kota before it is the kecamatan of that whole name.
        after_claim = LEVEL_STEP if best and reading.level is None and level is None else 0.0
        for kode, plain_score, reason in _exact(reading, parent, wanted):
            score = plain_score - after_claim
            if score > best.get(kode, (0.0, reason))[0]:
                best[kode] = (score, reason)
    if not best:
        for reading in readings(text):
            for kode, score in _similar(reading, parent, _levels(reading, parent, level), limit):
                if score > best.get(kode, (0.0, Reason.SPELLING))[0]:
                    best[kode] = (score, Reason.SPELLING)
    ranked = sorted(best.items(), key=lambda item: (-item[1][0], item[0]))
    return list(_matches(ranked[:limit]))


def clear(matches: Sequence[NameMatch]) -> Region | None:
    """The region that nobody would dispute: a high score and well ahead of the next one; None otherwise."""
    if not matches or matches[0].score < CLEAR_SCORE:
        return None
    if len(matches) > 1 and matches[0].score - matches[1].score < CLEAR_LEAD:
        return None
    return matches[0].region


def _matches(ranked: Iterable[tuple[str, tuple[float, Reason]]]) -> Iterator[NameMatch]:
    for kode, (score, reason) in ranked:
        found = region(kode)
        if found:
            yield NameMatch(region=found, score=round(score, 3), reason=reason)


def _levels(reading: Reading, parent: str, level: Level | None) -> tuple[Level, ...]:
    """The levels to look at; none where the words claim another level than the caller wants."""
    if level is not None:
        return (level,) if reading.level in (None, level) else ()
    if reading.level is not None:
        return (reading.level,)
    above = LEVEL_BY_LENGTH.get(len(parent))
    if above in (Level.KABKOTA, Level.KECAMATAN):
        return (Level.KECAMATAN, Level.DESA)
    return _HIGH_LEVELS


def _exact(reading: Reading, parent: str, wanted: tuple[Level, ...]) -> Iterator[tuple[str, float, Reason]]:
    hits: list[tuple[str, bool, Level]] = []
    indexes = [_index()] if set(wanted) & set(_HIGH_LEVELS) else []
    if Level.DESA in wanted:
        indexes.append(_village_index(parent if len(parent) >= len("36.04") else ""))
    for index in indexes:
        for kode, is_former in index.get(reading.key, ()):
            found = LEVEL_BY_LENGTH[len(kode)]
            if found in wanted and (not parent or (is_within(kode, parent) and kode != parent)):
                hits.append((kode, is_former, found))
    present = [level for level in Level if any(hit[2] is level for hit in hits)]
    for kode, is_former, found in hits:
        score = _kind_score(reading, kode, [hit[0] for hit in hits]) * (FORMER_SCORE if is_former else 1.0)
        step = 0 if reading.level or len(wanted) == 1 else present.index(found)
        yield kode, score - LEVEL_STEP * step, Reason.FORMER_NAME if is_former else Reason.NAME


def _kind_score(reading: Reading, kode: str, hits: Sequence[str]) -> float:
    if len(kode) != len("36.04"):
        return 1.0
    is_kota = kode[3:] >= "71"
    if reading.is_kota is None:
        twins = any(len(other) == len(kode) and other != kode for other in hits)
        return UNSAID_KIND_SCORE if twins else 1.0
    return 1.0 if reading.is_kota is is_kota else WRONG_KIND_SCORE


def _similar(reading: Reading, parent: str, wanted: tuple[Level, ...], limit: int) -> Iterator[tuple[str, float]]:
    step = 0
    for level in wanted:
        keys, codes = _pool(parent, level)
        if not 0 < len(keys) <= LARGEST_POOL:
            continue
        near = process.extract(reading.key, keys, scorer=fuzz.ratio, score_cutoff=LEAST_LIKENESS, limit=limit)
        for _, likeness, position in near:
            kode = codes[position]
            kind_score = _kind_score(reading, kode, [codes[hit[2]] for hit in near])
            yield kode, likeness / 100 * SPELLING_FACTOR * kind_score - LEVEL_STEP * step
        step += bool(near)


@lru_cache(maxsize=1)
def _index() -> Index:
    """Names down to the kecamatan."""
    index: dict[str, list[tuple[str, bool]]] = {}
    for kode, row in table().rows.items():
        for name in official_keys(row.nama, LEVEL_BY_LENGTH[len(kode)]):
            index.setdefault(name, []).append((kode, False))
    for kode, row in table().rows.items():
        _add_aliases(index, kode, row.former)
    for line in _ALIASES.read_text(encoding="utf-8").splitlines()[1:]:
        kode, aliases = line.split("\t")
        _add_aliases(index, kode, aliases.split("|"))
    return index


def _add_aliases(index: dict[str, list[tuple[str, bool]]], kode: str, aliases: Iterable[str]) -> None:
    for alias in aliases:
        codes = index.setdefault(key(fold(alias)), [])
        if kode not in [known for known, _ in codes]:
            codes.append((kode, True))


@lru_cache(maxsize=64)
def _village_index(parent: str) -> Index:
    """Names of the villages below a kabupaten, kota or kecamatan; of the whole country for ""."""
    index: dict[str, list[tuple[str, bool]]] = {}
    for kecamatan in _kecamatan_below(parent):
        for kode, nama in villages(kecamatan).items():
            for name in official_keys(nama, Level.DESA):
                index.setdefault(name, []).append((kode, False))
    return index


@lru_cache(maxsize=256)
def _pool(parent: str, level: Level) -> tuple[list[str], list[str]]:
    """Keys and codes, side by side, of all names of a level below the parent."""
    if level is Level.DESA and len(parent) < len("36.04"):
        return [], []
    index = _village_index(parent) if level is Level.DESA else _index()
    pairs = [
        (name, kode)
        for name, entries in index.items()
        for kode, _ in entries
        if LEVEL_BY_LENGTH[len(kode)] is level and (not parent or is_within(kode, parent))
    ]
    return [name for name, _ in pairs], [kode for _, kode in pairs]


def _kecamatan_below(parent: str) -> Iterable[str]:
    if len(parent) == len("36.04.05"):
        return (parent,)
    return (kode for kode in table().rows if len(kode) == len("36.04.05") and (not parent or is_within(kode, parent)))
