from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.satudata.codes import topik, urusan_opd
from ckanext.satudata.codes.urusan import all_urusan, get
from ckanext.satudata.codes.urusan_opd import urusan_of


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("Dinas Kesehatan Kabupaten Serang", ["1.02"]),
        ("RSUD dr. Drajat Prawiranegara", ["1.02"]),
        ("DINDIKBUD Kab. Serang", ["1.01", "2.22"]),
        ("Dinas Pekerjaan Umum dan Penataan Ruang Kabupaten Serang", ["1.03"]),
        ("Satpol PP", ["1.05"]),
        ("BPBD Kabupaten Serang", ["1.05"]),
        ("DISKOUMPERINDAG Kabupaten Serang", ["2.17", "3.31", "3.30"]),
        ("Dinas Komunikasi, Informatika, Persandian dan Statistik", ["2.16", "2.21", "2.20"]),
        ("Badan Kepegawaian dan Pengembangan Sumber Daya Manusia", ["5.03"]),
        ("Sekretariat DPRD", ["4.02"]),
        ("Dinas Urusan Ajaib", []),
        ("", []),
    ],
)
def test_an_opd_is_named_after_its_urusan(name: str, codes: list[str]) -> None:
    assert [one.code for one in urusan_of(name)] == codes


def test_every_entry_of_the_table_leads_to_an_urusan_and_is_no_longer_than_stated() -> None:
    table = urusan_opd._table()

    assert [words for words, code in table.items() if get(code) is None] == []
    assert max(len(words.split()) for words in table) == urusan_opd.LONGEST


def test_every_urusan_has_a_theme() -> None:
    themes = {code for code, _, _ in topik.choices()}

    assert [one.code for one in all_urusan() if one.topik not in themes] == []


@given(st.text(max_size=40))
def test_reading_a_name_never_crashes(name: str) -> None:
    assert set(urusan_of(name)) <= set(all_urusan())
