"""Regions that came out of others (pemekaran): since when a region has been there, and what it was part of.

A series of a region that was split ends, or breaks, at that day; the figures of old and new are joined only when
somebody asks for it. Shipped: the provinces and some kabupaten and kota since 1999, from the laws that made them. A
site adds its villages with the option `pemekaran_file`.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from ckanext.satudata.codes.wilayah import region
from ckanext.satudata.statistics import config

__all__ = ["Split", "split_of", "splits_from"]

SHIPPED = Path(__file__).with_name("pemekaran.tsv")


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """`kode` has been there since `since`; before, it was part of `came_from`. `ground` is the law."""

    kode: str
    came_from: str
    since: date
    ground: str

    def as_dict(self) -> dict[str, str | None]:
        """For the API."""
        new, old = region(self.kode), region(self.came_from)
        return {
            "kode_wilayah": self.kode,
            "wilayah": new.nama if new else None,
            "kode_asal": self.came_from,
            "wilayah_asal": old.nama if old else None,
            "since": self.since.isoformat(),
            "ground": self.ground,
        }


def split_of(kode: str) -> Split | None:
    """How a region, or the region it lies in, came out of another one; the lowest such region counts."""
    known = _splits()
    while kode:
        if kode in known:
            return known[kode]
        kode = kode.rpartition(".")[0]
    return None


def splits_from(kode: str) -> tuple[Split, ...]:
    """The regions that came out of this one, the oldest first."""
    found = [split for split in _splits().values() if split.came_from == kode]
    return tuple(sorted(found, key=lambda split: (split.since, split.kode)))


def _splits() -> dict[str, Split]:
    own = config.pemekaran_file()
    # Read again when the operator has changed the file.
    return _read(SHIPPED, 0.0) | (_read(own, own.stat().st_mtime) if own and own.exists() else {})


@lru_cache(maxsize=4)
def _read(path: Path, _changed: float) -> dict[str, Split]:
    with path.open(encoding="utf-8", newline="") as file:
        return {
            row["kode"]: Split(
                kode=row["kode"],
                came_from=row["kode_asal"],
                since=date.fromisoformat(row["mulai"]),
                ground=row["dasar"],
            )
            for row in csv.DictReader(file, delimiter="\t")
        }
