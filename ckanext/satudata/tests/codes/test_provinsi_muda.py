"""Provinces are expected in a table only from the year on in which they had figures."""

from __future__ import annotations

import pytest

from ckanext.satudata.codes.provinsi_muda import FIRST_YEARS, NEWEST, has_figures
from ckanext.satudata.codes.wilayah import children


@pytest.mark.parametrize(("year", "count"), [(1998, 26), (2001, 31), (2010, 33), (2020, 34), (2024, 38), (None, 34)])
def test_a_table_of_a_year_should_have_so_many_provinces(year: int | None, count: int) -> None:
    assert sum(has_figures(province.kode, year) for province in children("")) == count


def test_the_newest_year_is_the_largest() -> None:
    assert max(FIRST_YEARS.values()) == NEWEST
