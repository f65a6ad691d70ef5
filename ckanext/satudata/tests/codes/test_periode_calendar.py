from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.satudata.codes.periode_calendar import (
    Kind,
    Periode,
    academic_year,
    containing,
    day_periode,
    part_of_year,
    shift,
    span,
    week,
)

FIXED_KINDS = st.sampled_from([kind for kind in Kind if kind is not Kind.RENTANG])
DAYS = st.dates(date(1990, 1, 1), date(2020, 12, 31))
PERIODS = st.builds(containing, DAYS, FIXED_KINDS)


@st.composite
def ranges(draw: st.DrawFn) -> Periode:
    first = draw(PERIODS)
    return span(first, shift(first, draw(st.integers(1, 12))))


@given(DAYS, FIXED_KINDS)
def test_the_period_of_a_day_contains_it(day: date, kind: Kind) -> None:
    found = containing(day, kind)

    assert found.start <= day <= found.end


@given(st.one_of(PERIODS, ranges()))
def test_a_period_and_its_next_one_touch_without_a_gap(period: Periode) -> None:
    assert shift(period, 1).start == period.end + timedelta(days=1)


@given(st.one_of(PERIODS, ranges()), st.integers(-5, 5))
def test_going_there_and_back_leads_home(period: Periode, steps: int) -> None:
    assert shift(shift(period, steps), -steps) == period


@given(PERIODS, st.integers(1, 20))
def test_later_periods_sort_after_earlier_ones(period: Periode, steps: int) -> None:
    assert sorted([shift(period, steps), period]) == [period, shift(period, steps)]


def test_periods_cross_the_year_like_the_calendar() -> None:
    moved = [
        str(shift(period, steps))
        for period, steps in (
            (part_of_year(Kind.TRIWULAN, 2023, 4), 1),
            (part_of_year(Kind.BULAN, 2023, 1), -1),
            (part_of_year(Kind.SEMESTER, 2023, 2), 3),
            (part_of_year(Kind.CATURWULAN, 2023, 1), -2),
            (week(2020, 53), 1),
            (academic_year(2023), 1),
            (span(part_of_year(Kind.TAHUN, 2019), part_of_year(Kind.TAHUN, 2023)), 1),
        )
    ]

    assert moved == ["2024-Q1", "2022-12", "2025-S1", "2022-T2", "2021-W01", "2024/2025", "2024..2028"]


@pytest.mark.parametrize(
    "build",
    [
        lambda: part_of_year(Kind.SEMESTER, 2023, 3),
        lambda: part_of_year(Kind.BULAN, 2023, 0),
        lambda: part_of_year(Kind.TAHUN, 1899),
        lambda: week(2023, 53),
        lambda: week(1899, 1),
        lambda: day_periode(date(1899, 12, 31)),
        lambda: academic_year(2100),
        lambda: containing(date(2023, 1, 1), Kind.RENTANG),
        lambda: shift(part_of_year(Kind.TAHUN, 2023), 1000),
        lambda: shift(day_periode(date(2023, 1, 1)), 10**9),
        lambda: span(part_of_year(Kind.TAHUN, 2023), part_of_year(Kind.TAHUN, 2022)),
        lambda: span(part_of_year(Kind.TAHUN, 2023), part_of_year(Kind.BULAN, 2024, 1)),
    ],
)
def test_what_the_calendar_does_not_have_is_a_value_error(build: Callable[[], Periode]) -> None:
    with pytest.raises(ValueError, match=r"."):
        build()


def test_a_range_of_one_is_the_period_itself() -> None:
    year = part_of_year(Kind.TAHUN, 2023)

    assert span(year, year) == year
