from __future__ import annotations

import pytest

from ckanext.satudata.codes import code_list
from ckanext.satudata.codes.jenis import JenisData
from ckanext.satudata.codes.pembina import LIST, Pembina, fits, for_jenis, parse


def test_each_kind_of_data_has_its_pembina_and_the_rest_has_none() -> None:
    assert {jenis: for_jenis(jenis) for jenis in JenisData} == {
        JenisData.STATISTIK: Pembina.BPS,
        JenisData.GEOSPASIAL: Pembina.BIG,
        JenisData.KEUANGAN: Pembina.KEMENKEU,
        JenisData.LAINNYA: None,
    }


def test_only_the_right_pembina_fits() -> None:
    fitting = [(pembina, jenis) for pembina in (*Pembina, None) for jenis in JenisData if fits(pembina, jenis)]

    assert fitting == [
        (Pembina.BPS, JenisData.STATISTIK),
        (Pembina.BIG, JenisData.GEOSPASIAL),
        (Pembina.KEMENKEU, JenisData.KEUANGAN),
        (None, JenisData.LAINNYA),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("BPS", Pembina.BPS),
        ("BPS Kabupaten Serang", Pembina.BPS),
        ("Badan Pusat Statistik Kabupaten Serang", Pembina.BPS),
        ("Badan Informasi Geospasial", Pembina.BIG),
        ("Kemenkeu", Pembina.KEMENKEU),
        ("Bigfoot", None),
        ("", None),
    ],
)
def test_an_agency_is_read_also_by_one_of_its_offices(text: str, expected: Pembina | None) -> None:
    assert parse(text) is expected


def test_the_list_and_the_enum_name_the_same() -> None:
    assert list(code_list.terms(LIST)) == [pembina.value for pembina in Pembina]
