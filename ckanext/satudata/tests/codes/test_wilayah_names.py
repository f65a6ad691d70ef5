from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ckanext.satudata.codes.wilayah import Level, is_within, region
from ckanext.satudata.codes.wilayah_names import clear, find
from ckanext.satudata.codes.wilayah_table import table

KABKOTA = [kode for kode in table().rows if len(kode) == len("36.04")]
KECAMATAN = [kode for kode in table().rows if len(kode) == len("36.04.05")]


def settled(text: str, parent: str = "", level: Level | None = None) -> str | None:
    answer = clear(find(text, parent=parent, level=level))
    return answer.kode if answer else None


@pytest.mark.parametrize(
    ("text", "parent", "kode"),
    [
        ("KEC. CIRUAS", "", "36.04.09"),
        ("Kab Serang", "", "36.04"),
        ("KAB.SERANG", "", "36.04"),
        ("Kota Serang", "", "36.73"),
        ("kota adm. jakarta barat", "", "31.73"),
        ("KEP. SERIBU", "", "31.01"),
        ("Kab. Adm. Kep. Seribu", "", "31.01"),
        ("Gunung Sari", "36.04", "36.04.33"),
        ("Gunungsari", "36.04", "36.04.33"),
        ("Lebak Wangi", "36.04", "36.04.35"),
        ("Lebakwangi", "36.04", "36.04.35"),
        ("PULOAMPEL", "36.04", "36.04.08"),
        ("Tunjungteja", "36.04", "36.04.20"),
        ("Bandung", "36.04", "36.04.34"),
        ("3604 Kab. Serang", "", "36.04"),
        ("1. Ciruas", "36.04", "36.04.09"),
        ("TOBA SAMOSIR", "", "12.12"),
        ("Ujung Pandang", "", "73.71"),
        ("DKI Jakarta", "", "31"),
        ("Sumatra Barat", "", "13"),
        ("Jabar", "", "32"),
        ("Kab. Pangkajene Kepulauan", "", "73.10"),
        ("Koto 7", "", "13.03.08"),
        ("2 x 11 Kayu Tanam", "", "13.05.15"),
        ("Desa Pelamunan", "36.04", "36.04.05.2013"),
    ],
)
def test_a_messy_name_leads_to_its_region(text: str, parent: str, kode: str) -> None:
    assert settled(text, parent) == kode


@pytest.mark.parametrize(
    ("text", "parent", "candidates"),
    [
        ("Serang", "36", [("36.04", 0.9), ("36.73", 0.9), ("36.73.01", 0.85)]),
        ("Kecamatan Ciomas", "", [("32.01.29", 1.0), ("36.04.27", 1.0)]),
        ("Kota Ciamis", "", [("32.07", 0.6)]),
    ],
)
def test_a_name_of_several_regions_is_never_settled_in_silence(
    text: str, parent: str, candidates: list[tuple[str, float]]
) -> None:
    matches = find(text, parent=parent)

    assert [(match.region.kode, match.score) for match in matches] == candidates
    assert clear(matches) is None


def test_kecamatan_bandung_of_serang_is_not_kota_bandung() -> None:
    assert (settled("Bandung", "36.04"), settled("Kota Bandung"), settled("Bandung")) == ("36.04.34", "32.73", None)


def test_a_level_in_the_text_and_another_one_wanted_find_nothing() -> None:
    assert find("Provinsi Ciruas", level=Level.KECAMATAN) == []


def test_a_typing_error_is_a_candidate_below_its_parent_and_not_beyond() -> None:
    near = [
        (match.region.nama, match.reason.value)
        for match in find("Waringin Kurumg", parent="36.04", level=Level.KECAMATAN)
    ]

    assert near == [("Waringinkurung", "spelling")]
    assert find("Waringin Kurumg", level=Level.KECAMATAN) == []


def test_nothing_comes_near_to_nonsense() -> None:
    assert [find(text, parent="36.04") for text in ("xyzzy", "", "%", "Kabupaten", "Jumlah")] == [[]] * 5


def test_villages_of_the_whole_country_are_searched_only_when_the_level_says_so() -> None:
    assert find("Pelamunan") == []
    assert [match.region.kode for match in find("Pelamunan", level=Level.DESA)] == ["36.04.05.2013"]


@settings(max_examples=60)
@given(st.sampled_from(KABKOTA))
def test_every_kabupaten_and_kota_is_settled_by_its_official_name_in_capitals(kode: str) -> None:
    known = region(kode)

    assert known
    assert settled(known.nama.upper()) == kode


@settings(max_examples=60)
@given(st.sampled_from(KECAMATAN), st.sampled_from(["{}", "KEC. {}", "kecamatan {}"]))
def test_every_kecamatan_is_among_the_best_below_its_kabupaten(kode: str, spelling: str) -> None:
    known = region(kode)
    assert known

    matches = find(spelling.format(known.nama), parent=kode[:5], level=Level.KECAMATAN)

    assert (kode, 1.0) in [(match.region.kode, match.score) for match in matches]


@given(st.text(max_size=30), st.sampled_from(["", "36", "36.04", "36.04.05", "99"]), st.sampled_from([None, *Level]))
def test_searching_never_crashes_and_stays_below_the_parent_in_order(
    text: str, parent: str, level: Level | None
) -> None:
    matches = find(text, parent=parent, level=None if level is Level.DESA and not parent else level)

    scores = [match.score for match in matches]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 for score in scores)
    assert not parent or all(is_within(match.region.kode, parent) for match in matches)


def test_all_kecamatan_of_a_bps_table_about_serang_are_settled(shared_data: Path) -> None:
    with (shared_data / "serang" / "bps_kecamatan_serang.csv").open(encoding="utf-8", newline="") as lines:
        names = [row["kecamatan"] for row in csv.DictReader(lines)]

    unsettled = [name for name in names if settled(name, "36.04", Level.KECAMATAN) is None]

    assert (len(names), unsettled) == (29, [])
