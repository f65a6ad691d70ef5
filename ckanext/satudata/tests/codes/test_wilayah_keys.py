from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.satudata.codes.wilayah import Level
from ckanext.satudata.codes.wilayah_keys import official_keys, readings


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("KEC. CIRUAS", [("ciruas", "kecamatan", None), ("kecciruas", None, None)]),
        ("Kab. Adm. Kep. Seribu", [("kepulauanseribu", "kabkota", False), ("kabadmkepulauanseribu", None, None)]),
        ("Kota Agung", [("agung", "kabkota", True), ("kotaagung", None, None)]),
        ("Ciruas", [("ciruas", None, None)]),
        ("Kota", [("kota", None, None)]),
        ("", []),
    ],
)
def test_a_text_is_read_with_and_without_the_word_in_front(
    text: str, expected: list[tuple[str, str | None, bool | None]]
) -> None:
    assert [(key, level and level.value, is_kota) for key, level, is_kota in readings(text)] == expected


def test_an_official_name_with_two_names_has_both_keys() -> None:
    assert list(official_keys("Misool (Misool Utara)", Level.KECAMATAN)) == [
        "misoolmisoolutara",
        "misool",
        "misoolutara",
    ]
    assert list(official_keys("Kota Administrasi Jakarta Barat", Level.KABKOTA)) == ["jakartabarat"]
    assert list(official_keys("Kota Agung", Level.KECAMATAN)) == ["kotaagung"]


@given(st.text(max_size=40))
def test_reading_never_crashes_and_never_gives_an_empty_key(text: str) -> None:
    assert all(reading.key or not reading.level for reading in readings(text))
