"""Which titles say the same, and which only look so."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.satudata.harvest.duplicates.title_likeness import common_words, pairs

SHARED = Path(__file__).resolve().parents[6] / "shared" / "data"


def likeness(first: str, second: str) -> float:
    """0 for titles that are no pair."""
    return next((pair.likeness for pair in pairs({"a": first, "b": second}, frozenset())), 0)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("Jumlah Penduduk 2022", "JUMLAH PENDUDUK, 2022", 1.0),
        ("Data Jumlah Penduduk menurut Kecamatan", "Jumlah Penduduk berdasarkan Kec.", 1.0),
        ("Prasarana di Fasyankes", "Prasarana Fasyankes", 1.0),
        ("Jumlah Penduduk Tahun 2022", "Jumlah Penduduk 2022", 1.0),
        ("Panjang Jalan Kabupaten/Kota", "Panjang Jalan KabupatenKota", 0.99),
        ("Dokumen Perubahan APBD", "Dokumen APBD Perubahan", 0.95),
        ("Orang yang Mengikuti Sosialisasi", "Orang yang Mengikuti Sosalisasi", 0.9),
        ("Ruang Laboraturium", "Ruang laboratorium", 0.9),
    ],
)
def test_titles_that_differ_in_spelling_only_are_a_pair(first: str, second: str, expected: float) -> None:
    assert likeness(first, second) == expected


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Jumlah Penduduk 2022", "Jumlah Penduduk 2023"),
        ("Jumlah Penduduk", "Jumlah Penduduk 2023"),
        ("Jumlah Siswa Kelas 1", "Jumlah Siswa Kelas 11"),
        ("Produksi Padi Semester I", "Produksi Padi Semester II"),
        ("Jumlah Penduduk Kecamatan Kramatwatu", "Jumlah Penduduk Kecamatan Kramatwati"),
        ("Jumlah Penduduk Kecamatan Cikande", "Jumlah Penduduk Kecamatan Cikeusal"),
        ("Jumlah Siswa SMA", "Jumlah Siswa SMP"),
        ("Jumlah Penduduk Laki-laki", "Jumlah Penduduk Perempuan"),
        ("Jumlah Peternak", "Jumlah Peternakan"),
        ("Jumlah Kematian Bayi", "Jumlah Kelahiran Bayi"),
        ("Jumlah Dokter", "Jumlah Dokter Gigi"),
        ("", ""),
    ],
)
def test_a_number_a_year_a_place_or_another_word_makes_two(first: str, second: str) -> None:
    assert likeness(first, second) == 0


def test_two_words_that_both_stand_in_several_titles_are_no_slip() -> None:
    titles = ["Dokumen Pengadaan", "Jumlah Pengadaan", "Laporan Pengadaan"]
    titles += [title.replace("Pengadaan", "Pengaduan") for title in titles]

    found = list(pairs({title: title for title in titles}, common_words(titles)))

    assert found == []


@given(st.lists(st.text("abc 12,.", max_size=12), max_size=8))
def test_each_pair_comes_once_whatever_the_titles(titles: list[str]) -> None:
    found = list(pairs({str(number): title for number, title in enumerate(titles)}, common_words(titles)))

    assert len({(one.first, one.second) for one in found}) == len(found)
    assert all(one.first < one.second for one in found)


def catalogue() -> dict[str, dict[str, str]]:
    """The titles of the Serang catalogue by organisation and id."""
    offices: dict[str, dict[str, str]] = defaultdict(dict)
    with (SHARED / "serang/ckan_catalog.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            offices[row["organization"]][row["id"]] = row["title"]
    return offices


@pytest.mark.skipif(not SHARED.exists(), reason="the shared recordings are not on this machine")
def test_in_the_real_catalogue_of_serang_forty_pairs_are_found_within_an_office() -> None:
    """Every one of them was read: 40 of 40 say the same."""
    offices = catalogue()
    common = common_words(title for titles in offices.values() for title in titles.values())

    found = Counter(pair.likeness for titles in offices.values() for pair in pairs(titles, common))

    assert found == {1.0: 32, 0.99: 1, 0.95: 4, 0.9: 3}


@pytest.mark.skipif(not SHARED.exists(), reason="the shared recordings are not on this machine")
def test_all_403_repeated_titles_of_serang_are_met_whoever_publishes_them() -> None:
    """Of the 430 pairs 12 are more than equal letters; all 12 were read and say the same."""
    titles = {id_: title for office in catalogue().values() for id_, title in office.items()}

    found = list(pairs(titles, common_words(titles.values())))

    kept: dict[str, str] = {}
    repeated = {id_ for id_, title in titles.items() if kept.setdefault(" ".join(title.lower().split()), id_) != id_}
    met = {id_ for one in found for id_ in (one.first, one.second)}
    assert (len(repeated), repeated - met) == (403, set())
    assert Counter(one.likeness for one in found) == {1.0: 418, 0.99: 3, 0.95: 4, 0.9: 5}
