"""Region names at a glance: which administrative levels a label may name, for telling totals from records.

Only down to the kecamatan and by exact name; the careful matching of one label to one region is `tidy/wilayah.py`.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache

from ckanext.satudata.codes.folding import fold
from ckanext.satudata.codes.wilayah import LEVEL_BY_LENGTH, Level
from ckanext.satudata.codes.wilayah_table import table

__all__ = ["NATIONAL", "common_level", "is_above", "levels_of"]

NATIONAL = frozenset(("indonesia", "nasional", "ri", "republik indonesia", "total indonesia"))
_PREFIX = re.compile(
    r"(?P<provinsi>provinsi|propinsi|prov)\b"
    r"|(?P<kabkota>kabupaten|kab|kota administrasi|kota adm|kota|kabupaten administrasi)\b"
    r"|(?P<kecamatan>kecamatan|kec|distrik)\b|(?P<desa>desa|kelurahan|kel|nagari|gampong|kampung)\b"
)
_CODE = re.compile(r"\d{1,4} (?=[a-z])")
"""Publications number their regions: "010. Cinangka"."""
_SHORT = {"kep": "kepulauan", "di": "daerah istimewa", "dki": "daerah khusus ibukota"}
_OLD_NAMES = {"daerah khusus ibukota jakarta": "jakarta", "daerah istimewa yogyakarta": "yogyakarta"}
ORDER = (Level.PROVINSI, Level.KABKOTA, Level.KECAMATAN, Level.DESA)
COMMON_SHARE = 0.5


@lru_cache(maxsize=32_768)
def levels_of(label: str) -> frozenset[Level]:
    """The levels a label may name; empty for anything that is no known region.

    >>> sorted(level.value for level in levels_of("JAWA TIMUR"))
    ['provinsi']
    >>> sorted(level.value for level in levels_of("Gorontalo")), levels_of("Kelompok umur")
    (['kabkota', 'provinsi'], frozenset())
    """
    folded = _CODE.sub("", fold(label))
    if not folded or len(folded) > 60:  # noqa: PLR2004 - the longest name has fewer letters
        return frozenset()
    prefix = _PREFIX.match(folded)
    if prefix is None:
        return _names().get(_spelled(folded), frozenset())
    level = Level(prefix.lastgroup or "")
    name = _spelled(folded[prefix.end() :].strip())
    if not name or level is Level.DESA:
        return frozenset((level,)) if name else frozenset()
    return frozenset((level,)) & _names().get(name, frozenset())


def common_level(labels: Iterable[str]) -> Level | None:
    """The level that most of the labels name, at least two different ones; None if they are no list of regions."""
    named: defaultdict[Level, set[str]] = defaultdict(set)
    counts: Counter[Level] = Counter()
    size = 0
    for label in labels:
        size += 1
        for level in levels_of(label):
            counts[level] += 1
            named[level].add(label)
    # Of levels that fit equally well the higher one: "Gorontalo" among provinces is the province.
    level = max(ORDER, key=lambda candidate: (counts[candidate], -ORDER.index(candidate)))
    return level if len(named[level]) > 1 and counts[level] >= COMMON_SHARE * size else None


def is_above(label: str, level: Level) -> bool:
    """Whether a label names only regions above the level, or the whole country."""
    if fold(label) in NATIONAL:
        return True
    levels = levels_of(label)
    return bool(levels) and all(ORDER.index(candidate) < ORDER.index(level) for candidate in levels)


def _spelled(name: str) -> str:
    words = name.split()
    if words and words[0] in _SHORT:
        words[0] = _SHORT[words[0]]
    spelled = " ".join(words)
    return _OLD_NAMES.get(spelled, spelled)


@lru_cache(maxsize=1)
def _names() -> Mapping[str, frozenset[Level]]:
    names: dict[str, set[Level]] = {}
    for kode, row in table().rows.items():
        level = LEVEL_BY_LENGTH[len(kode)]
        for nama in (row.nama, *row.former):
            folded = fold(nama)
            prefix = _PREFIX.match(folded) if level is Level.KABKOTA else None
            name = folded[prefix.end() :].strip() if prefix else folded
            names.setdefault(_spelled(name), set()).add(level)
    return {name: frozenset(levels) for name, levels in names.items()}
