from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.satudata.codes.ukuran import Ukuran, all_ukuran, guess_from_title, leading_words, parse, parse_list


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("presentase", "Persentase"),
        ("Persentae", "Persentase"),
        ("prosentase", "Persentase"),
        ("%", "Persentase"),
        ("Jumllah", "Jumlah"),
        ("1. Jumlah", "Jumlah"),
        ("Rata-Rata", "Rata-rata"),
        ("Berat bersih", "Massa"),
        ("Wilayah", None),
        ("", None),
    ],
)
def test_a_measure_is_read_in_every_spelling(text: str, expected: str | None) -> None:
    known = parse(text)

    assert (known.code if known else None) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Jumlah Penduduk", "Jumlah"),
        ("PERSENTASE PENDUDUK MISKIN", "Persentase"),
        ("Rata-rata Lama Sekolah", "Rata-rata"),
        ("Indeks Pembangunan Manusia", "Indeks"),
        ("Kemiskinan (%)", "Persentase"),
        ("Jumlah Balita Stunting (%)", "Persentase"),
        ("Laju Inflasi (%)", "Laju"),
        # Promise nothing, or name a thing.
        ("Angka Kematian Ibu", None),
        ("Tingkat Pengangguran Terbuka", None),
        ("Nilai Tukar Petani", None),
        ("Produksi Padi", None),
        ("Tenaga Kesehatan", None),
        ("", None),
    ],
)
def test_a_title_promises_a_measure_or_none(title: str, expected: str | None) -> None:
    known = guess_from_title(title)

    assert (known.code if known else None) == expected


def test_the_longest_opening_counts() -> None:
    assert (leading_words("Laju Pertumbuhan Ekonomi"), leading_words("Laju Inflasi")) == ("laju pertumbuhan", "laju")


@given(st.sampled_from(all_ukuran()))
def test_every_measure_reads_back_to_itself(known: Ukuran) -> None:
    assert parse(known.code) == known


@given(st.text(max_size=40))
def test_reading_and_guessing_never_crash(text: str) -> None:
    assert parse(text) is None or parse(text) in all_ukuran()
    assert guess_from_title(text) is None or guess_from_title(text) in all_ukuran()


def test_several_measures_in_one_text_are_read_one_by_one() -> None:
    assert [(text, known and known.code) for text, known in parse_list("Jumlah; presentase; Warna")] == [
        ("Jumlah", "Jumlah"),
        ("presentase", "Persentase"),
        ("Warna", None),
    ]
