"""A selection of facts: what people may ask for, and the SQL conditions that it means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

import sqlalchemy as sa

from ckanext.satudata.codes.wilayah import Level
from ckanext.satudata.statistics.facts.dimensions import hash_of
from ckanext.satudata.statistics.facts.period_kind import Moment
from ckanext.satudata.statistics.facts.wilayah_number import number_of, span_of
from ckanext.satudata.statistics.model import NO_BREAKDOWN, Breakdown, Fact

__all__ = ["Depth", "Selection", "at_level"]


class Depth(str, Enum):
    """Which regions a selection means: the named one, those of a level in it, or all in it."""

    SELF = "sendiri"
    PROVINSI = "provinsi"
    KABKOTA = "kabkota"
    KECAMATAN = "kecamatan"
    DESA = "desa"
    ALL = "semua"

    @property
    def level(self) -> Level | None:
        """The level asked for; None for the region itself and for all."""
        return None if self in (Depth.SELF, Depth.ALL) else Level(self.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Conditions on facts; what is left empty bounds nothing.

    `breakdown` {} means the figures for all, a dict those that have these dimensions among theirs (`exact`: these and
    no others), None all of them. `moment` is one period alone, without those inside it. `as_of` is a release: the facts
    of its origin as that release left them; `states` are origins, each with such a release.
    """

    indicator_ids: tuple[int, ...] = ()
    origin_ids: tuple[int, ...] = ()
    wilayah: str = ""
    depth: Depth = Depth.SELF
    start: date | None = None
    end: date | None = None
    breakdown: Mapping[str, str] | None = None
    exact: bool = False
    moment: Moment | None = None
    as_of: int | None = None
    states: tuple[tuple[int, int], ...] = ()

    def conditions(self) -> list[sa.ColumnElement[bool]]:
        """The selection in SQL."""
        found: list[sa.ColumnElement[bool]] = [*self._current()]
        if self.indicator_ids:
            found.append(Fact.indicator_id.in_(self.indicator_ids))
        if self.origin_ids:
            found.append(Fact.origin_id.in_(self.origin_ids))
        if self.start:
            found.append(Fact.period_end >= self.start)
            found.append(Fact.period_start >= self.start)
        if self.end:
            found.append(Fact.period_end <= self.end)
        if self.moment:
            found += [Fact.period_end == self.moment.end, Fact.period_start == self.moment.start]
        return [*found, *self._regions(), *self._breakdowns()]

    def _current(self) -> list[sa.ColumnElement[bool]]:
        if self.states:
            states = (sa.and_(Fact.origin_id == origin, *_left_by(release)) for origin, release in self.states)
            return [sa.or_(*states)]
        return [Fact.superseded_by.is_(None)] if self.as_of is None else _left_by(self.as_of)

    def _regions(self) -> list[sa.ColumnElement[bool]]:
        if not self.wilayah:
            return [] if self.depth.level is None else [at_level(Fact.wilayah, self.depth.level)]
        if self.depth is Depth.SELF:
            return [Fact.wilayah == number_of(self.wilayah)]
        first, last = span_of(self.wilayah)
        level = self.depth.level
        return [Fact.wilayah.between(first, last), *([at_level(Fact.wilayah, level)] if level else [])]

    def _breakdowns(self) -> list[sa.ColumnElement[bool]]:
        if self.breakdown is None:
            return []
        if not self.breakdown:
            return [Fact.breakdown_id == NO_BREAKDOWN]
        said = dict(self.breakdown)
        same = Breakdown.hash == hash_of(said) if self.exact else Breakdown.dimensions.contains(said)
        wanted = sa.select(Breakdown.id).where(same)
        return [Fact.breakdown_id.in_(wanted)]


def _left_by(release: int) -> list[sa.ColumnElement[bool]]:
    return [Fact.release_id <= release, sa.or_(Fact.superseded_by.is_(None), Fact.superseded_by > release)]


def at_level(number: Any, level: Level) -> sa.ColumnElement[bool]:
    """Whether a region's number is of a level."""
    desa, kecamatan, kabkota = number % 10**4, number % 10**6, number % 10**8
    if level is Level.DESA:
        return desa > 0
    if level is Level.KECAMATAN:
        return sa.and_(desa == 0, kecamatan > 0)
    return sa.and_(kecamatan == 0, kabkota > 0) if level is Level.KABKOTA else kabkota == 0
