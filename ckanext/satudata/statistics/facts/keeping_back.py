"""Which figures are kept back so that a small count cannot be computed from what is shown around it.

A count from 1 to below `small_cell` is kept back. Where the sum of some figures is shown, and what is kept back among
them could be told from the rest, the next smallest figure is kept back as well, and where there is none, the sum
itself. Sums are those over regions (a kecamatan and its desa) and over a dimension (all, and L and P). It is worked
out over everything that an origin says of an indicator in a period, not over one answer: asking twice shows no more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

__all__ = ["Cell", "kept_back"]

_REGION_SIZES = (10**4, 10**6, 10**8)


class Cell(NamedTuple):
    """A figure of an indicator, an origin and a period: its region and its breakdown, by number."""

    wilayah: int
    breakdown: int


def kept_back(
    figures: Mapping[Cell, Decimal | None],
    breakdowns: Mapping[int, Mapping[str, str]],
    small_cell: int,
    *,
    adds_up: bool = True,
) -> frozenset[Cell]:
    """The cells that are kept back; `breakdowns` are the dimensions of each number.

    Of figures that do not add up, such as percentages, each is judged by itself.

    >>> parts = {Cell(3604092001, 0): Decimal(3), Cell(3604092002, 0): Decimal(40), Cell(3604092003, 0): Decimal(70)}
    >>> sorted(cell.wilayah for cell in kept_back({**parts, Cell(3604090000, 0): Decimal(113)}, {0: {}}, 5))
    [3604092001, 3604092002]
    """
    values = {cell: value for cell, value in figures.items() if value is not None}
    hidden = {cell for cell, value in values.items() if 0 < value < small_cell and value == int(value)}
    sums = [*_over_regions(values), *_over_dimensions(values, breakdowns)] if hidden and adds_up else []
    is_settled = False
    while not is_settled:
        is_settled = True
        for total, parts in sums:
            if cell := _told_by(total, parts, values, hidden, small_cell):
                hidden.add(cell)
                is_settled = False
    return frozenset(hidden)


def _told_by(
    total: Cell, parts: list[Cell], values: Mapping[Cell, Decimal], hidden: set[Cell], small_cell: int
) -> Cell | None:
    """The next cell to keep back, if this sum tells what is hidden in it."""
    inside = [values[part] for part in parts if part in hidden]
    if total in hidden:
        if inside:
            return None
    elif not inside or (len(inside) > 1 and sum(inside) >= small_cell):
        return None
    shown = [part for part in parts if part not in hidden and values[part] > 0]
    if shown:
        return min(shown, key=lambda part: (values[part], part))
    return None if total in hidden else total


def _over_regions(values: Mapping[Cell, Decimal]) -> Iterator[tuple[Cell, list[Cell]]]:
    """Each region with those right below it; where a level between has no figures, with the next one."""
    parts: defaultdict[Cell, list[Cell]] = defaultdict(list)
    for cell in values:
        above = (Cell(cell.wilayah - cell.wilayah % size, cell.breakdown) for size in _REGION_SIZES)
        total = next((upper for upper in above if upper != cell and upper in values), None)
        if total:
            parts[total].append(cell)
    yield from parts.items()


def _over_dimensions(
    values: Mapping[Cell, Decimal], breakdowns: Mapping[int, Mapping[str, str]]
) -> Iterator[tuple[Cell, list[Cell]]]:
    """The figure for all of a dimension with those for its values."""
    numbers = {frozenset(dimensions.items()): number for number, dimensions in breakdowns.items()}
    parts: defaultdict[tuple[Cell, str], list[Cell]] = defaultdict(list)
    for cell in values:
        dimensions = breakdowns[cell.breakdown]
        for name in dimensions:
            rest = frozenset((other, value) for other, value in dimensions.items() if other != name)
            total = Cell(cell.wilayah, numbers.get(rest, -1))
            if total in values:
                parts[total, name].append(cell)
    yield from ((total, cells) for (total, _), cells in parts.items())
