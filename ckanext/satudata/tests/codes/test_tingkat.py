from __future__ import annotations

import pytest

from ckanext.satudata.codes import code_list
from ckanext.satudata.codes.tingkat import LIST, Tingkat, ms_keg_bit, parse


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


def test_the_list_and_the_enum_name_the_same() -> None:
    assert list(code_list.terms(LIST)) == [tingkat.value for tingkat in Tingkat]
