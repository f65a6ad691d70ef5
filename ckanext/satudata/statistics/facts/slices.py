"""The figures around a figure: everything that an origin says of an indicator in a period, as a release left it.

What is kept back of them is worked out once: a state that a release has left never changes.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from threading import Lock
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from ckanext.satudata.codes import satuan
from ckanext.satudata.statistics.facts.keeping_back import Cell, kept_back
from ckanext.satudata.statistics.facts.selection import Selection
from ckanext.satudata.statistics.model import Breakdown, Fact, Indicator

__all__ = ["NOT_ADDED", "Slice", "hidden_in"]

NOT_ADDED = ("persen", "indeks", "rasio")
"""Families of units whose figures are not added up."""
KEPT = 4_096
"""Slices that are remembered; most have no hidden cell at all."""


class Slice(NamedTuple):
    """One indicator of one origin in one period, as `release` left it, for readers of this `small_cell`."""

    indicator_id: int
    origin_id: int
    release_id: int
    start: date
    end: date
    small_cell: int


def hidden_in(connection: Connection | Session, slices: Iterable[Slice]) -> dict[Slice, frozenset[Cell]]:
    """The cells that are kept back in each slice; those of readers from whom nothing is kept are left out."""
    wanted = {one for one in slices if one.small_cell}
    found = {one: cells for one in wanted if (cells := _remembered.get(one)) is not None}
    for one in wanted - found.keys():
        found[one] = _worked_out(connection, one)
        _remember(one, found[one])
    return found


_remembered: dict[Slice, frozenset[Cell]] = {}
_writing = Lock()


def _remember(one: Slice, cells: frozenset[Cell]) -> None:
    with _writing:
        if len(_remembered) >= KEPT:
            _remembered.pop(next(iter(_remembered)))
        _remembered[one] = cells


def _worked_out(connection: Connection | Session, one: Slice) -> frozenset[Cell]:
    state = Selection(
        indicator_ids=(one.indicator_id,), origin_ids=(one.origin_id,), states=((one.origin_id, one.release_id),)
    )
    query = sa.select(Fact.wilayah, Fact.breakdown_id, Fact.value).where(
        *state.conditions(), Fact.period_start == one.start, Fact.period_end == one.end
    )
    figures = {Cell(row.wilayah, row.breakdown_id): row.value for row in connection.execute(query)}
    unit = satuan.parse(connection.scalar(sa.select(Indicator.satuan).where(Indicator.id == one.indicator_id)) or "")
    ids = {cell.breakdown for cell in figures}
    named = sa.select(Breakdown.id, Breakdown.dimensions).where(Breakdown.id.in_(ids))
    breakdowns = {row.id: row.dimensions for row in connection.execute(named)}
    adds_up = unit is None or unit.family not in NOT_ADDED
    return kept_back(figures, breakdowns, one.small_cell, adds_up=adds_up)
