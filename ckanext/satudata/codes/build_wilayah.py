"""Writes `wilayah.tsv.gz` from the Kemendagri list and the BPS bridge; run it when a new edition is published.

    python -m ckanext.satudata.codes.build_wilayah FOLDER

FOLDER holds `kemendagri_2025.csv.gz` (kode,nama) and `bps_kemendagri_{provinsi,kabkota,kecamatan}.csv`
(kode_bps,nama_bps,kode_dagri,nama_dagri), the bridge being older (2022) than the list. A bridge row is used by its
code where the code still exists outside Papua; in Papua, whose provinces were split and renumbered in 2022, by the
names below each other. Names of the bridge that are no longer in force become former names.
"""

from __future__ import annotations

import csv
import gzip
import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from ckanext.satudata.codes.folding import squeeze
from ckanext.satudata.codes.wilayah_table import TABLE

__all__ = ["build", "main"]

# In these provinces of the bridge a code of 2022 may name another region today.
RENUMBERED = ("91", "92")
SPLIT_OFF = ("93", "94", "95", "96")
KABKOTA_LENGTH = len("36.04")
KECAMATAN_LENGTH = len("36.04.05")
DESA_LENGTH = len("36.04.05.2003")
ROMAN = re.compile(r"[IVX]+")
_KABKOTA = re.compile(r"^(kabupaten|kab|kota)([.\s]+(administrasi|adm))?\b[.\s]*", re.IGNORECASE)


class Bridge(NamedTuple):
    """One row of the BPS bridge, with the Kemendagri code dotted."""

    kode_bps: str
    nama_bps: str
    kode_dagri: str
    nama_dagri: str


def build(folder: Path) -> bytes:
    """The compressed table; the same input gives the same bytes."""
    regions = _read_regions(folder / "kemendagri_2025.csv.gz")
    by_name: dict[tuple[str, str], list[str]] = {}
    for kode, nama in regions.items():
        if len(kode) < DESA_LENGTH:
            by_name.setdefault((kode[:-3], _key(nama, kode)), []).append(kode)
    bps: dict[str, Bridge] = {}
    for level in ("provinsi", "kabkota", "kecamatan"):
        rows = _read_bridge(folder / f"bps_kemendagri_{level}.csv")
        bps |= _matched(rows, regions, by_name, above=bps)
    text = "\n".join(_lines(regions, bps)) + "\n"
    return gzip.compress(text.encode(), compresslevel=9, mtime=0)


def main(folder: str) -> None:
    """Write the table into the package."""
    TABLE.write_bytes(build(Path(folder)))


def _read_regions(path: Path) -> dict[str, str]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        return {row["kode"]: " ".join(row["nama"].split()) for row in csv.DictReader(lines)}


def _read_bridge(path: Path) -> list[Bridge]:
    with path.open(encoding="utf-8", newline="") as lines:
        return [
            Bridge(row["kode_bps"], row["nama_bps"], _dotted(row["kode_dagri"]), row["nama_dagri"])
            for row in csv.DictReader(lines)
        ]


def _dotted(digits: str) -> str:
    return ".".join(digits[start : start + 2] for start in range(0, len(digits), 2))


def _matched(
    bridge: Iterable[Bridge],
    regions: Mapping[str, str],
    by_name: Mapping[tuple[str, str], list[str]],
    *,
    above: Mapping[str, Bridge],
) -> dict[str, Bridge]:
    """Bridge rows by today's Kemendagri code. `above` holds the rows already matched one level up."""
    by_bps = {row.kode_bps: kode for kode, row in above.items()}
    matched: dict[str, Bridge] = {}
    for row in bridge:
        if row.kode_dagri[:2] in RENUMBERED and len(row.kode_dagri) > len("91"):
            kode = _in_papua(row, by_name, by_bps)
        else:
            kode = _by_code(row, regions, by_name)
        if kode is not None:
            matched[kode] = row
    return matched


def _by_code(row: Bridge, regions: Mapping[str, str], by_name: Mapping[tuple[str, str], list[str]]) -> str | None:
    kode = row.kode_dagri
    if kode not in regions:
        return None
    # Four kecamatan split off in 2022 (Ulu Sosa, Loaholu, …) stand in the bridge beside the code they were split
    # from.
    named = by_name.get((kode[:-3], _key(row.nama_bps, kode)), [])
    if len(kode) == KECAMATAN_LENGTH and named and _key(row.nama_bps, kode) != _key(row.nama_dagri, kode):
        return named[0]
    return kode


def _in_papua(row: Bridge, by_name: Mapping[tuple[str, str], list[str]], by_bps: Mapping[str, str]) -> str | None:
    """The one region of Papua with a name of the row, below the region that its BPS parent became."""
    if len(row.kode_dagri) < KECAMATAN_LENGTH:
        parents: tuple[str, ...] = (*RENUMBERED, *SPLIT_OFF)
    else:
        parents = tuple(filter(None, [by_bps.get(row.kode_bps[:4])]))
    keys = {_key(row.nama_bps, row.kode_dagri), _key(row.nama_dagri, row.kode_dagri)}
    hits = {kode for parent in parents for key in keys for kode in by_name.get((parent, key), ())}
    return hits.pop() if len(hits) == 1 else None


def _key(nama: str, kode: str) -> str:
    """Kabupaten and kota of one name are told apart by their number: kota count from 71."""
    return ("kota" if len(kode) == KABKOTA_LENGTH and kode[3:] >= "71" else "") + squeeze(_bare(nama, kode))


def _bare(nama: str, kode: str) -> str:
    return _KABKOTA.sub("", nama) if len(kode) == KABKOTA_LENGTH else nama


def _lines(regions: Mapping[str, str], bps: Mapping[str, Bridge]) -> Iterable[str]:
    packed: dict[str, list[str]] = {}
    last: dict[str, int] = {}
    for kode, nama in regions.items():
        if len(kode) == DESA_LENGTH:
            kecamatan, number = kode[:8], int(kode[9:])
            packed.setdefault(kecamatan, []).append(nama if last.get(kecamatan) == number - 1 else f"{number}{nama}")
            last[kecamatan] = number
    for kode, nama in regions.items():
        if len(kode) < DESA_LENGTH:
            row = bps.get(kode)
            former = "|".join(_former(nama, kode, row)) if row else ""
            yield "\t".join((kode, nama, row.kode_bps if row else "", former, ";".join(packed.get(kode, ()))))


def _former(nama: str, kode: str, row: Bridge) -> list[str]:
    """Names of the bridge that today's name does not contain, cut-off names left out."""
    known = {squeeze(_bare(nama, kode))}
    former: list[str] = []
    for other in (row.nama_bps, row.nama_dagri):
        bare = _bare(" ".join(other.split()), kode)
        key = squeeze(bare)
        # The bridge cuts Kemendagri names at 25 characters: a beginning of the name is no other name.
        if not any(name.startswith(key) for name in known):
            former.append(_titled(bare))
            known.add(key)
    return former


def _titled(name: str) -> str:
    """The bridge writes in capitals; Roman numbers stay so."""
    return " ".join(word if ROMAN.fullmatch(word) else word.title() for word in name.split())


if __name__ == "__main__":
    main(sys.argv[1])
