"""The shipped table of regions: how `wilayah.tsv.gz` is read, once, on first use.

One line per province, kabupaten/kota and kecamatan: code, name, BPS code, former names, villages. The villages of a
kecamatan stay one string until somebody asks for them, so that reading costs milliseconds and a few megabytes
although 83,762 of the 91,599 regions are villages. The file is written by `build_wilayah.py`.
"""

from __future__ import annotations

import gzip
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

__all__ = ["TABLE", "Row", "Table", "table", "villages"]

TABLE = Path(__file__).with_name("wilayah.tsv.gz")
_SUFFIX_LENGTH = 4


class Row(NamedTuple):
    """One region above the village. `former` are other names it had; `villages` is unpacked by `villages()`."""

    nama: str
    kode_bps: str
    former: Sequence[str]
    villages: str


class Table(NamedTuple):
    """All regions above the village, the children of each ("" has the provinces), and BPS code to Kemendagri code."""

    rows: Mapping[str, Row]
    children: Mapping[str, Sequence[str]]
    by_bps: Mapping[str, str]


@lru_cache(maxsize=1)
def table() -> Table:
    """The table; read on the first call."""
    rows: dict[str, Row] = {}
    children: dict[str, list[str]] = {}
    by_bps: dict[str, str] = {}
    for line in gzip.decompress(TABLE.read_bytes()).decode().splitlines():
        kode, nama, kode_bps, former, packed = line.split("\t")
        rows[kode] = Row(nama, kode_bps, tuple(former.split("|")) if former else (), packed)
        children.setdefault(kode[:-3], []).append(kode)
        if kode_bps:
            by_bps[kode_bps] = kode
    return Table(rows, children, by_bps)


@lru_cache(maxsize=1024)
def villages(kecamatan: str) -> Mapping[str, str]:
    """Village code to name for one kecamatan, in code order; empty for any other code.

    Villages are packed as "2001Name;Name;2005Name": a name without a number has the number after its neighbour's.
    """
    row = table().rows.get(kecamatan)
    if row is None or not row.villages:
        return {}
    names: dict[str, str] = {}
    number = 0
    for part in row.villages.split(";"):
        # A village may itself be called "2 Enam": only four digits in front are a number.
        head = part[:_SUFFIX_LENGTH]
        explicit = len(head) == _SUFFIX_LENGTH and head.isdecimal()
        number = int(head) if explicit else number + 1
        names[f"{kecamatan}.{number:04d}"] = part[_SUFFIX_LENGTH:] if explicit else part
    return names
