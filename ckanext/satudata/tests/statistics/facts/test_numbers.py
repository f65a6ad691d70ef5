"""Regions and periods as small numbers, and back."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ckanext.satudata.codes import periode, wilayah
from ckanext.satudata.codes.wilayah import Level
from ckanext.satudata.statistics.facts import dimensions, period_kind, wilayah_number


def test_every_region_of_a_province_comes_back_and_lies_in_its_parents_span() -> None:
    for kabupaten in wilayah.children("36"):
        for kecamatan in wilayah.children(kabupaten.kode):
            for region in (kabupaten, kecamatan, *wilayah.children(kecamatan.kode)):
                number = wilayah_number.number_of(region.kode)
                first, last = wilayah_number.span_of(kabupaten.kode)

                assert (wilayah_number.kode_of(number), wilayah_number.level_of(number)) == (region.kode, region.level)
                assert first <= number <= last


@pytest.mark.parametrize("kode", ["", "3604", "36.4", "36.04.05.20", "aa.bb", "36.04.05.2001.1"])
def test_what_is_no_dotted_code_has_no_number(kode: str) -> None:
    with pytest.raises(ValueError, match="no dotted kode wilayah"):
        wilayah_number.number_of(kode)


def test_the_order_of_numbers_is_the_order_of_codes() -> None:
    codes = ["36", "36.04", "36.04.05", "36.04.05.2001", "36.04.06", "36.71", "91"]

    assert sorted(codes, key=wilayah_number.number_of) == codes
    assert [wilayah_number.level_of(wilayah_number.number_of(kode)) for kode in codes[:4]] == list(Level)


@pytest.mark.parametrize(
    "text",
    ["2023", "2023-S2", "2023-T3", "2023-Q4", "2023-02", "2023-W20", "2023-05-17", "2023/2024", "2019..2023",
     "2023-01..2023-06"],
)  # fmt: skip
def test_every_kind_of_period_comes_back_from_its_days_and_kind(text: str) -> None:
    found = periode.parse(text)

    assert found is not None
    assert period_kind.periode_of(found.start, found.end, period_kind.number_of(found)) == found


@settings(deadline=None)
@given(st.dates(min_value=date(1901, 1, 1), max_value=date(2099, 12, 31)), st.sampled_from(list(range(1, 9))))
def test_any_day_gives_a_period_that_keeps_its_number(day: date, number: int) -> None:
    kind = {number_: kind for kind, number_ in period_kind._NUMBERS.items()}[number]
    found = periode.containing(day, kind)

    assert period_kind.periode_of(found.start, found.end, period_kind.number_of(found)) == found


@settings(deadline=None)
@given(st.dictionaries(st.text(min_size=1, max_size=8), st.text(max_size=8), max_size=4))
def test_a_combination_has_one_hash_whatever_its_order(said: dict[str, str]) -> None:
    backwards = dict(reversed(said.items()))

    assert dimensions.hash_of(said) == dimensions.hash_of(backwards)
