from __future__ import annotations

from ckanext.satudata.codes import code_list
from ckanext.satudata.codes.sektor import LIST, from_ms_keg, ms_keg_number, parse


def test_the_22_sectors_are_numbered_as_in_the_form() -> None:
    assert [ms_keg_number(code) for code in code_list.terms(LIST)] == list(range(1, 23))
    assert [from_ms_keg(number) for number in (1, 9, 18, 22, 0, 23)] == [
        "PERTANIAN_DAN_PERIKANAN",
        "KESEHATAN",
        "SEKTOR_PUBLIK_PERPAJAKAN_DAN_REGULASI_PASAR",
        "TRANSPORTASI",
        None,
        None,
    ]


def test_a_sector_is_read_by_name_and_by_enum() -> None:
    assert [parse(text) for text in ("ilmu pengetahuan dan hak paten", "NERACA_NASIONAL", "TIK", "Astronomi", "")] == [
        "ILMU_PENGETAHUAN_DAN_HAK_PATEN",
        "NERACA_NASIONAL",
        "TEKNOLOGI_INFORMASI_DAN_KOMUNIKASI",
        None,
        None,
    ]
