"""Region labels to codes: which column names regions, of which level, and which region each label is.

A label is given a code only where `codes.wilayah_names` finds one region that nobody would dispute, inside the
region that the table is about or that its other columns name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ckanext.satudata.codes.folding import fold
from ckanext.satudata.codes.wilayah import Level, Region, region
from ckanext.satudata.codes.wilayah_names import clear, find
from ckanext.satudata.tabular.tidy.areas import ORDER, levels_of

__all__ = ["Areas", "context_region", "level_named", "looks_like_regions", "resolve"]

_HEADER_LEVELS = (
    (Level.DESA, ("desa", "kelurahan", "nagari", "gampong", "namadesa", "nmdesa", "deskel")),
    (Level.KECAMATAN, ("kecamatan", "namakec", "nmkec", "kec", "distrik")),
    (
        Level.KABKOTA,
        ("kabupaten", "kabkota", "kabkot", "kakot", "kota", "kab", "namakab", "nmkab", "kabupaten kota", "kotakab"),
    ),
    (Level.PROVINSI, ("provinsi", "propinsi", "prov", "namaprov", "nmprov")),
)
LABEL_SHARE = 0.5
HEADER_SHARE = 0.25
_CODE = re.compile(r"\s*\d{1,4}\s*[.)]?\s+(?=[A-Za-z])")
"""A number before a name, as in "010. Cinangka"."""
_KOTA = re.compile(r"kota\b")
MANY_LABELS = 4_000
"""Distinct labels beyond which villages are not searched one by one."""
SAMPLE = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Areas:
    """The regions of a column: Kemendagri code by label, labels without a clear region, and candidates of those."""

    level: Level
    codes: Mapping[str, str]
    unknown: Mapping[str, tuple[str, ...]]


def level_named(header: str) -> Level | None:
    """The level that a column's name speaks of, the lowest one if several ("Kecamatan/Desa").

    >>> level_named("Kabupaten/Kota Se Jawa Timur").value, level_named("nama_kecamatan").value, level_named("Jabatan")
    ('kabkota', 'kecamatan', None)
    """
    words = fold(header).split()
    for level, names in _HEADER_LEVELS:
        if any(name in words or name.replace(" ", "") in words for name in names):
            return level
    return None


def looks_like_regions(header: str, labels: Sequence[str]) -> Level | None:
    """The level of a column whose labels are regions; None if they are not."""
    sample = list(dict.fromkeys(labels))[:SAMPLE]
    if not sample:
        return None
    named = level_named(header)
    if named is Level.DESA:
        # Village names are too many and too common to be told by themselves.
        return named
    counts = {level: sum(level in levels_of(label) for label in sample) for level in ORDER[:3]}
    best = max(counts, key=lambda level: (counts[level], -ORDER.index(level)))
    if named is not None and counts.get(named, 0) >= HEADER_SHARE * len(sample):
        return named
    return best if counts[best] >= LABEL_SHARE * len(sample) and counts[best] > 1 else None


def context_region(names: Iterable[str]) -> Region | None:
    """The region that a title or preamble names, the first that is clear."""
    for name in names:
        found = clear(find(name)) if name and len(name) <= len("Kabupaten Kepulauan Siau Tagulandang Biaro") else None
        if found is not None:
            return found
    return None


def resolve(
    labels: Sequence[str], level: Level, *, parents: Sequence[Mapping[int, str]] = (), within: str = ""
) -> Areas:
    """The regions of labels. `parents` are, per row position, codes that other columns name; `within` bounds all.

    Without a bound the region that most labels share is looked for first: kecamatan of one kabupaten stand together.
    """
    codes: dict[str, str] = {}
    unknown: dict[str, tuple[str, ...]] = {}
    twins: dict[str, set[str]] = {}
    seen: set[tuple[str, str]] = set()
    parent_of = parents[0] if parents else {}
    bound = within or ("" if parent_of else _shared_parent(labels, level))
    for position, label in enumerate(labels):
        parent = parent_of.get(position, bound)
        if (label, parent) in seen or not label:
            continue
        seen.add((label, parent))
        if len(seen) > MANY_LABELS or (level is Level.DESA and not parent):
            continue
        matches = find(_CODE.sub("", label), parent=_usable(parent, level), level=level)
        found = clear(matches)
        if found is not None:
            codes.setdefault(label, found.kode)
        else:
            unknown[label] = tuple(match.region.nama for match in matches[:3])
            best = matches[0].score if matches else 0.0
            twins[label] = {match.region.kode for match in matches if match.score == best}
    _tell_twins_apart(codes, unknown, twins)
    if level is Level.KABKOTA and any(_KOTA.match(fold(label)) for label in labels):
        _take_kabupaten(codes, unknown, twins)
    return Areas(level=level, codes=codes, unknown=unknown)


def _tell_twins_apart(
    codes: dict[str, str], unknown: dict[str, tuple[str, ...]], twins: Mapping[str, set[str]]
) -> None:
    """A bare "Bogor" beside "Kota Bogor" is the kabupaten: of two regions of one name the other one is taken."""
    taken = set(codes.values())
    for label, candidates in twins.items():
        free = candidates - taken
        if label in unknown and len(candidates) == 2 and len(free) == 1:  # noqa: PLR2004
            codes[label] = free.pop()
            del unknown[label]


def _take_kabupaten(codes: dict[str, str], unknown: dict[str, tuple[str, ...]], twins: Mapping[str, set[str]]) -> None:
    """Where a table writes "Kota" before its cities, a bare "Solok" is the kabupaten."""
    for label, candidates in twins.items():
        regions = [found for kode in candidates if (found := region(kode)) is not None]
        rural = [found for found in regions if not _KOTA.match(fold(found.nama))]
        if label in unknown and len(regions) > len(rural) == 1:
            codes[label] = rural[0].kode
            del unknown[label]


def _usable(parent: str, level: Level) -> str:
    """A parent of the same level or below bounds nothing."""
    found = region(parent) if parent else None
    return parent if found is not None and ORDER.index(found.level) < ORDER.index(level) else ""


def _shared_parent(labels: Sequence[str], level: Level) -> str:
    if level is Level.PROVINSI:
        return ""
    votes: dict[str, int] = {}
    sample = list(dict.fromkeys(_CODE.sub("", label) for label in labels if label))[:60]
    for label in sample:
        for kode in {match.region.kode.rpartition(".")[0] for match in find(label, level=level) if match.score > 0.8}:  # noqa: PLR2004
            votes[kode] = votes.get(kode, 0) + 1
    best = max(votes, key=lambda kode: votes[kode], default="")
    return best if best and votes[best] * 2 > len(sample) else ""
