"""Kode wilayah: from a Kemendagri or BPS code to the region, and back.

The Kemendagri code with dots is the stored form. The BPS code of a region is known down to the kecamatan; BPS
numbers of villages are in no public bridge. Names as people type them: `wilayah_names.py`; the table:
`wilayah_table.py`. Source: Perpres 39/2019 Pasal 10 (kode referensi); Kepmendagri of `EDITION`; BPS codes from a
bridge of `BPS_EDITION`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise
from typing import NewType

from ckanext.satudata.codes.wilayah_table import table, villages

__all__ = [
    "BPS_EDITION",
    "EDITION",
    "NATIONAL",
    "CodeMatch",
    "KodeWilayah",
    "Level",
    "Region",
    "System",
    "ancestors",
    "children",
    "is_within",
    "name_of",
    "parse",
    "region",
]

EDITION = "300.2.2-2138/2025"
BPS_EDITION = "2022"

KodeWilayah = NewType("KodeWilayah", str)
"""Kemendagri code with dots, province to village: "36", "36.04", "36.04.05", "36.04.05.2003"."""

NATIONAL = KodeWilayah("00")
"""All of Indonesia: no Kemendagri code, but national data need one (SIMDASI and the BPS WebAPI use 0000)."""


class Level(str, Enum):
    """Administrative level, highest first."""

    PROVINSI = "provinsi"
    KABKOTA = "kabkota"
    KECAMATAN = "kecamatan"
    DESA = "desa"


class System(str, Enum):
    """Who gave out a code."""

    KEMENDAGRI = "kemendagri"
    BPS = "bps"


LEVEL_BY_LENGTH = {2: Level.PROVINSI, 5: Level.KABKOTA, 8: Level.KECAMATAN, 13: Level.DESA}
_DOTTED = re.compile(r"\d\d(?:\.\d\d){0,2}|\d\d\.\d\d\.\d\d\.\d{4}")
_SEPARATORS = re.compile(r"[\s.\-/_]+")
_FLOAT = re.compile(r"(\d+)\.0+")
_KEMENDAGRI_CUTS = {2: (2,), 4: (2, 4), 6: (2, 4, 6), 10: (2, 4, 6, 10)}
_BPS_LENGTHS = (2, 4, 7, 10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """One region. `nama` is the official name, for kabupaten and kota with that word in front.

    `kode_bps` is None for villages, the four provinces of 2022 and kecamatan younger than the bridge; `parent` is
    None for provinces.
    """

    kode: KodeWilayah
    nama: str
    level: Level
    kode_bps: str | None
    parent: KodeWilayah | None

    @property
    def is_kota(self) -> bool:
        """Kota and kota administrasi; kota count from 71 below their province."""
        return self.level is Level.KABKOTA and self.kode[3:] >= "71"

    @property
    def is_kelurahan(self) -> bool:
        """Kelurahan are numbered 1xxx, desa 2xxx, desa adat 3xxx."""
        return self.level is Level.DESA and self.kode[9] == "1"


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeMatch:
    """A region that a code can mean. `exact` is False where the code says more, or less, than the region:

    a BPS village code, of which only the kecamatan is known, or a code that lost a zero ("36.4", "32.1").
    """

    region: Region
    system: System
    exact: bool = True


def region(kode: str) -> Region | None:
    """The region of a dotted Kemendagri code; None if this edition has none.

    >>> region("36.04.09").nama
    'Ciruas'
    """
    level = LEVEL_BY_LENGTH.get(len(kode))
    if level is None:
        return None
    parent = kode.rpartition(".")[0]
    if level is Level.DESA:
        nama, kode_bps = villages(parent).get(kode), ""
    else:
        row = table().rows.get(kode)
        nama, kode_bps = (row.nama, row.kode_bps) if row else (None, "")
    if nama is None:
        return None
    return Region(
        kode=KodeWilayah(kode),
        nama=nama,
        level=level,
        kode_bps=kode_bps or None,
        parent=KodeWilayah(parent) if parent else None,
    )


def name_of(kode: str) -> str:
    """The name to show for a stored code: "Indonesia" for `NATIONAL`; the code itself if this edition has none.

    >>> name_of("36.04"), name_of("00"), name_of("36.99")
    ('Kabupaten Serang', 'Indonesia', '36.99')
    """
    found = region(kode)
    return found.nama if found else {NATIONAL: "Indonesia"}.get(KodeWilayah(kode), kode)


def parse(text: object, *, system: System | None = None) -> tuple[CodeMatch, ...]:
    """Every region that the code may mean, exact ones first, Kemendagri before BPS; empty if none.

    Takes 2 to 10 digits, dotted or not, also as a number from a spreadsheet (3604.0). Dots mean Kemendagri. Without
    dots a code of 2, 4 or 10 digits may belong to either system: `system` decides, or the caller who knows the
    column. A region that both systems give the same code comes once.

    >>> [(match.region.nama, match.system.value) for match in parse("1101")]
    [('Kabupaten Aceh Selatan', 'kemendagri'), ('Kabupaten Simeulue', 'bps')]
    """
    matches: dict[str, CodeMatch] = {}
    for match in _readings(_plain(text)):
        if system in (None, match.system) and match.region.kode not in matches:
            matches[match.region.kode] = match
    return tuple(sorted(matches.values(), key=lambda match: not match.exact))


def children(kode: str = "") -> tuple[Region, ...]:
    """The regions directly below, in code order; the provinces for "", none below a village or an unknown code."""
    below: Sequence[str] = tuple(villages(kode)) if len(kode) == len("36.04.05") else table().children.get(kode, ())
    return tuple(found for found in map(region, below) if found)


def ancestors(kode: str) -> tuple[Region, ...]:
    """The regions above, province first; none for a province or an unknown code."""
    if region(kode) is None:
        return ()
    parts = kode.split(".")
    above = (region(".".join(parts[:count])) for count in range(1, len(parts)))
    return tuple(found for found in above if found)


def is_within(kode: str, parent: str) -> bool:
    """Whether the region is the parent or lies in it; both as dotted Kemendagri codes.

    >>> is_within("36.04.09", "36.04"), is_within("36.73", "36.04")
    (True, False)
    """
    return kode == parent or kode.startswith(f"{parent}.")


def _plain(text: object) -> str:
    code = str(text).strip().strip("'\"")
    whole = _FLOAT.fullmatch(code)
    # "36.04" is a code, "3604.0" a number that pandas made of one; a province never has a child 00.
    return whole.group(1) if whole else code


def _readings(code: str) -> Iterator[CodeMatch]:
    groups = [group for group in _SEPARATORS.split(code) if group]
    if not groups or not all(group.isascii() and group.isdigit() for group in groups):
        return
    if len(groups) == 1:
        yield from _undotted(groups[0])
        return
    dotted = ".".join(groups)
    if _DOTTED.fullmatch(dotted):
        found = region(dotted)
        if found:
            yield CodeMatch(region=found, system=System.KEMENDAGRI)
    else:
        yield from _lost_zero(groups)


def _undotted(digits: str) -> Iterator[CodeMatch]:
    cuts = _KEMENDAGRI_CUTS.get(len(digits))
    if cuts:
        found = region(".".join(digits[start:end] for start, end in pairwise((0, *cuts))))
        if found:
            yield CodeMatch(region=found, system=System.KEMENDAGRI)
    if len(digits) in _BPS_LENGTHS:
        yield from _bps(digits)


def _bps(digits: str) -> Iterator[CodeMatch]:
    exact = True
    # SIMDASI pads to seven digits, the WebAPI's domains to four: 3300000 and 3300 are the province 33.
    for length in reversed(_BPS_LENGTHS):
        if len(digits) > length and not digits[length:].strip("0"):
            digits = digits[:length]
    kode = table().by_bps.get(digits)
    if kode is None and len(digits) == max(_BPS_LENGTHS):
        kode, exact = table().by_bps.get(digits[:7]), False
    found = region(kode) if kode else None
    if found:
        yield CodeMatch(region=found, system=System.BPS, exact=exact)


def _lost_zero(groups: Sequence[str]) -> Iterator[CodeMatch]:
    """Spreadsheets turn 32.10 into 32.1, people write 36.4.5: each short group is read both ways."""
    if len(groups) > len(_KEMENDAGRI_CUTS) or any(len(group) > len("04") for group in groups[:3]):
        return
    spellings = [groups[0]]
    for group in groups[1:3]:
        tails = {group.zfill(2), group.ljust(2, "0")} if len(group) == 1 else {group}
        spellings = [f"{spelling}.{tail}" for spelling in spellings for tail in sorted(tails)]
    for spelling in spellings:
        found = region(".".join([spelling, *groups[3:]]))
        if found:
            yield CodeMatch(region=found, system=System.KEMENDAGRI, exact=False)
