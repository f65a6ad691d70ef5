from __future__ import annotations

import csv
import gzip
from collections import Counter
from pathlib import Path

from ckanext.satudata.codes.wilayah_table import TABLE, table, villages


def test_the_table_counts_what_the_edition_says() -> None:
    above_village = Counter(len(kode) for kode in table().rows)
    below = sum(len(villages(kode)) for kode in table().rows)

    assert above_village == {len("36"): 38, len("36.04"): 514, len("36.04.05"): 7285}
    assert below == 83_762


def test_kabupaten_serang_has_29_kecamatan_and_326_desa() -> None:
    kecamatan = table().children["36.04"]

    assert (len(kecamatan), sum(len(villages(kode)) for kode in kecamatan)) == (29, 326)


def test_every_region_above_the_village_has_a_bps_code_except_the_young_ones() -> None:
    without = Counter(len(kode) for kode, row in table().rows.items() if not row.kode_bps)

    assert without == {len("36"): 4, len("36.04.05"): 7285 - 6850}


def test_no_bps_code_is_given_twice() -> None:
    given = [row.kode_bps for row in table().rows.values() if row.kode_bps]

    assert len(given) == len(set(given)) == len(table().by_bps)


def test_the_table_stays_small() -> None:
    assert TABLE.stat().st_size < 500_000


def test_the_shipped_table_says_word_for_word_what_the_published_list_says(shared_data: Path) -> None:
    with gzip.open(shared_data / "wilayah" / "kemendagri_2025.csv.gz", "rt", encoding="utf-8", newline="") as lines:
        published = {row["kode"]: " ".join(row["nama"].split()) for row in csv.DictReader(lines)}

    shipped = {kode: row.nama for kode, row in table().rows.items()}
    for kode in table().rows:
        shipped.update(villages(kode))

    assert len(published) == 91_599
    assert shipped == published
