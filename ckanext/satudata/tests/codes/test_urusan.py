from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.satudata.codes.urusan import all_urusan, parse


def test_the_urusan_are_those_of_the_law_and_the_supporting_functions() -> None:
    assert Counter(known.group.value for known in all_urusan()) == {
        "wajib_dasar": 6,
        "wajib_non_dasar": 18,
        "pilihan": 8,
        "unsur": 10,
    }


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1.01", "1.01"),
        ("1.01.000474", "1.01"),
        ("2.16 Komunikasi dan Informatika", "2.16"),
        ("1-02", "1.02"),
        ("1.1", "1.01"),
        ("Urusan Pemerintahan Bidang Kesehatan", "1.02"),
        ("Bidang Urusan: Statistik", "2.20"),
        ("PUPR", "1.03"),
        ("ketentraman, ketertiban umum dan perlindungan masyarakat", "1.05"),
        ("Koperasi dan UKM", "2.17"),
        ("9.99", None),
        ("1.013", None),
        ("Sihir", None),
        ("", None),
    ],
)
def test_an_urusan_is_read_by_code_longer_code_or_name(text: str, code: str | None) -> None:
    known = parse(text)

    assert (known.code if known else None) == code


@given(st.text(max_size=30))
def test_reading_never_crashes(text: str) -> None:
    assert parse(text) is None or parse(text) in all_urusan()
