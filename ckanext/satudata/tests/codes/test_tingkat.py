from __future__ import annotations

import pytest

from ckanext.satudata.codes.tingkat import Tingkat, choices, for_level, ms_keg_bit, parse
from ckanext.satudata.codes.wilayah import Level


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nasional", Tingkat.NASIONAL),
        ("PROPINSI", Tingkat.PROVINSI),
        ("Kab/Kota", Tingkat.KABKOTA),
        ("Kabupaten", Tingkat.KABKOTA),
        ("kec.", Tingkat.KECAMATAN),
        ("Tingkat Desa/Kelurahan", Tingkat.DESA),
        ("Lainnya", Tingkat.LAINNYA),
        ("Kabupaten Serang", None),
        ("", None),
    ],
)
def test_the_level_is_read(text: str, expected: Tingkat | None) -> None:
    assert parse(text) is expected


def test_the_form_adds_up_its_own_numbers_and_knows_no_village() -> None:
    assert [ms_keg_bit(tingkat) for tingkat in Tingkat] == [1, 2, 4, 8, 16, 16]


def test_each_administrative_level_has_its_level_of_presentation() -> None:
    assert [for_level(level).value for level in Level] == [level.value for level in Level]
    assert [code for code, _, _ in choices()] == [tingkat.value for tingkat in Tingkat]
