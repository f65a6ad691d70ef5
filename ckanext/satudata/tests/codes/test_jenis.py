from __future__ import annotations

import pytest

from ckanext.satudata.codes import code_list
from ckanext.satudata.codes.jenis import (
    DATA,
    STATISTIK,
    JenisData,
    JenisStatistik,
    indah_enum,
    parse_data,
    parse_statistik,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Data Statistik", JenisData.STATISTIK),
        ("Spasial", JenisData.GEOSPASIAL),
        ("keuangan daerah", JenisData.KEUANGAN),
        ("Lain-lain", JenisData.LAINNYA),
        ("", None),
        ("teks", None),
    ],
)
def test_the_kind_of_data_is_read(text: str, expected: JenisData | None) -> None:
    assert parse_data(text) is expected


def test_the_kind_of_statistics_is_read_also_as_indah_writes_it() -> None:
    assert [parse_statistik(indah_enum(jenis)) for jenis in JenisStatistik] == list(JenisStatistik)
    assert [parse_statistik(text) for text in ("Sektoral", "statistik dasar", "")] == [
        JenisStatistik.SEKTORAL,
        JenisStatistik.DASAR,
        None,
    ]


def test_the_lists_and_the_enums_name_the_same() -> None:
    assert list(code_list.terms(DATA)) == [jenis.value for jenis in JenisData]
    assert list(code_list.terms(STATISTIK)) == [jenis.value for jenis in JenisStatistik]
