from __future__ import annotations

import gzip
from pathlib import Path

from ckanext.satudata.codes.build_wilayah import build
from ckanext.satudata.codes.wilayah_table import TABLE, table


def test_building_from_the_published_files_gives_the_shipped_table(shared_data: Path) -> None:
    built = build(shared_data / "wilayah")

    assert gzip.decompress(built) == gzip.decompress(TABLE.read_bytes())


def test_the_renumbered_provinces_of_papua_keep_their_bps_codes_by_name() -> None:
    wanted = {"93.01": "9401", "94.04": "9412", "96.71": "9171", "91.71": "9471", "96.01": "9107"}

    assert {kode: table().rows[kode].kode_bps for kode in wanted} == wanted


def test_a_bridge_row_beside_the_code_of_its_mother_goes_to_the_daughter() -> None:
    """BPS 1221051 Ulu Sosa stands beside 12.21.08 Sosa in the bridge."""
    assert (table().rows["12.21.14"].kode_bps, table().rows["12.21.08"].kode_bps) == ("1221051", "")


def test_the_serang_bridge_is_the_known_one() -> None:
    known = {
        "36.04.05": "3604220",
        "36.04.08": "3604211",
        "36.04.09": "3604240",
        "36.04.20": "3604061",
        "36.04.33": "3604041",
        "36.04.34": "3604091",
        "36.04.35": "3604251",
    }

    assert {kode: table().rows[kode].kode_bps for kode in known} == known
