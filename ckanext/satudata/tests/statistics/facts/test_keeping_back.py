"""Which figures are kept back, so that no small count can be computed from the others."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.satudata.statistics.facts.keeping_back import Cell, kept_back
from ckanext.satudata.statistics.facts.wilayah_number import kode_of, number_of

ALL, MEN, WOMEN = 0, 1, 2
BREAKDOWNS = {ALL: {}, MEN: {"jenis_kelamin": "L"}, WOMEN: {"jenis_kelamin": "P"}}
CIRUAS = "36.04.09"


def hidden(figures: dict[tuple[str, int], int | None], small_cell: int = 5) -> list[tuple[str, int]]:
    cells = {
        Cell(number_of(kode), breakdown): None if value is None else Decimal(value)
        for (kode, breakdown), value in figures.items()
    }
    return sorted((str(kode_of(cell.wilayah)), cell.breakdown) for cell in kept_back(cells, BREAKDOWNS, small_cell))


def villages(*values: int | None, total: int | None = None) -> dict[tuple[str, int], int | None]:
    figures: dict[tuple[str, int], int | None] = {
        (f"{CIRUAS}.{2001 + at}", ALL): value for at, value in enumerate(values)
    }
    return {**figures, (CIRUAS, ALL): total} if total is not None else figures


@pytest.mark.parametrize(
    ("figures", "wanted"),
    [
        (villages(10, 20, 30, total=60), []),
        # Without the sum of them nothing can be computed.
        (villages(3, 20, 30), ["2001"]),
        (villages(3, 20, 30, total=53), ["2001", "2002"]),
        # Two counts of which the sum is 2 are two ones.
        (villages(1, 1, 30, 40, total=72), ["2001", "2002", "2003"]),
        (villages(3, 4, 30, total=37), ["2001", "2002"]),
        # Nothing but zeros beside it: the sum itself is the count.
        (villages(3, 0, total=3), ["", "2001"]),
        (villages(3, 0, None, 8, total=11), ["2001", "2004"]),
        (villages(3, total=3), ["", "2001"]),
    ],
    ids=str,
)
def test_a_small_count_takes_another_one_with_it_where_the_sum_is_shown(
    figures: dict[tuple[str, int], int | None], wanted: list[str]
) -> None:
    assert [kode.removeprefix(CIRUAS).removeprefix(".") for kode, _ in hidden(figures)] == wanted


def test_a_total_over_men_and_women_that_would_tell_the_one_from_the_other_is_not_shown_with_the_other() -> None:
    assert hidden({(CIRUAS, ALL): 43, (CIRUAS, MEN): 3, (CIRUAS, WOMEN): 40}) == [(CIRUAS, MEN), (CIRUAS, WOMEN)]


def test_sums_over_regions_and_over_dimensions_are_closed_together() -> None:
    one, other = f"{CIRUAS}.2001", f"{CIRUAS}.2002"
    figures: dict[tuple[str, int], int | None] = {
        (CIRUAS, ALL): 130,
        (CIRUAS, MEN): 63,
        (CIRUAS, WOMEN): 67,
        (one, ALL): 30,
        (one, MEN): 3,
        (one, WOMEN): 27,
        (other, ALL): 100,
        (other, MEN): 60,
        (other, WOMEN): 40,
    }

    # 63 - 60, 30 - 27, and 67 - 40 behind it: all four cells of the inner table.
    assert hidden(figures) == [(one, MEN), (one, WOMEN), (other, MEN), (other, WOMEN)]


def test_percentages_are_judged_one_by_one() -> None:
    figures = {Cell(number_of(CIRUAS), ALL): Decimal(50), Cell(number_of(f"{CIRUAS}.2001"), ALL): Decimal(3)}

    assert kept_back(figures, BREAKDOWNS, 5, adds_up=False) == {Cell(number_of(f"{CIRUAS}.2001"), ALL)}


@given(st.lists(st.lists(st.integers(0, 12), min_size=2, max_size=2), min_size=1, max_size=6))
def test_no_sum_of_a_table_with_all_its_totals_tells_one_hidden_figure(table: list[list[int]]) -> None:
    figures: dict[tuple[str, int], int | None] = {}
    for at, (men, women) in enumerate(table):
        kode = f"{CIRUAS}.{2001 + at}"
        figures |= {(kode, MEN): men, (kode, WOMEN): women, (kode, ALL): men + women}
    for breakdown, column in ((MEN, 0), (WOMEN, 1)):
        figures[CIRUAS, breakdown] = sum(row[column] for row in table)
    figures[CIRUAS, ALL] = sum(map(sum, table))

    kept = set(hidden(figures))

    sums = [
        *([(kode, ALL), (kode, MEN), (kode, WOMEN)] for kode in {kode for kode, _ in figures}),
        *([(kode, breakdown) for kode in {kode for kode, _ in figures}] for breakdown in BREAKDOWNS),
    ]
    # A figure that is zero hides nothing, and gives nothing away.
    assert [cells for cells in sums if len(kept.intersection(cells)) == 1] == []
