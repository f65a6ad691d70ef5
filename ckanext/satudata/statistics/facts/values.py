"""Figures as people get them: page by page in one fixed order, small counts kept back, each with its place of origin.

The order is the primary key's, so the next page starts where the last one ended, however many there are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from ckan import model

from ckanext.satudata.statistics.facts import period_kind
from ckanext.satudata.statistics.facts.cursor import Key
from ckanext.satudata.statistics.facts.keeping_back import Cell
from ckanext.satudata.statistics.facts.reader import Reader
from ckanext.satudata.statistics.facts.selection import Selection
from ckanext.satudata.statistics.facts.slices import Slice, hidden_in
from ckanext.satudata.statistics.facts.wilayah_number import named
from ckanext.satudata.statistics.model import (
    NO_BREAKDOWN,
    STATUS_CODES,
    Breakdown,
    Fact,
    FigureStatus,
    Origin,
    Release,
)
from ckanext.satudata.tabular.grid import address

__all__ = ["Page", "count", "dimension_names", "number", "page", "stream"]

_ORDER = (
    Fact.indicator_id,
    Fact.origin_id,
    Fact.period_end,
    Fact.wilayah,
    Fact.breakdown_id,
    Fact.period_start,
    Fact.release_id,
)
BATCH = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Figures, and the key of the last one if there are more."""

    results: list[dict[str, Any]]
    last: Key | None


def page(reader: Reader, selection: Selection, *, limit: int, after: Key | None = None) -> Page:
    """At most `limit` figures behind the key."""
    query = _query(reader, selection).order_by(*_ORDER).limit(limit + 1)
    if after:
        query = query.where(sa.tuple_(*_ORDER) > sa.tuple_(*map(sa.literal, after)))
    rows = model.Session.execute(query).all()
    shown = rows[:limit]
    words = _Words(states=dict(selection.states))
    words.learn(model.Session(), shown)
    last: Any = tuple(getattr(shown[-1], column.key) for column in _ORDER) if limit and len(rows) > limit else None
    return Page(results=[_as_dict(row, words) for row in shown], last=last)


def count(reader: Reader, selection: Selection) -> int:
    """How many figures the reader may get."""
    seen = _seen(reader, selection)
    query = sa.select(sa.func.count()).select_from(Fact).join(seen, seen.c.id == Fact.origin_id)
    return model.Session.scalar(query.where(*selection.conditions())) or 0


def stream(connection: Connection, reader: Reader, selection: Selection) -> Iterator[dict[str, Any]]:
    """All figures in order, without holding them: the connection must stay open until the last one."""
    words = _Words(states=dict(selection.states))
    rows = connection.execution_options(stream_results=True, yield_per=BATCH).execute(
        _query(reader, selection).order_by(*_ORDER)
    )
    for part in rows.partitions():
        words.learn(connection, part)
        for row in part:
            yield _as_dict(row, words)


def dimension_names(connection: Connection, selection: Selection) -> list[str]:
    """The dimensions that figures of the selection are broken down by, in alphabetical order."""
    used = sa.select(Fact.breakdown_id).where(*selection.conditions()).distinct()
    name = sa.func.jsonb_object_keys(Breakdown.dimensions).label("name")
    return sorted(set(connection.scalars(sa.select(name).where(Breakdown.id.in_(used)))))


def number(value: Decimal | None) -> int | float | None:
    """A number as JSON has it: whole ones without a point."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


@dataclass(frozen=True, slots=True)
class _Words:
    """What stands behind the numbers of facts. Asked for once each: joined, it would come with every figure."""

    states: Mapping[int, int]
    """The release that an origin is read at."""
    dimensions: dict[int, Mapping[str, str]] = field(default_factory=lambda: {NO_BREAKDOWN: {}})
    releases: dict[int, tuple[int, list[str]]] = field(default_factory=dict)

    hidden: dict[Slice, frozenset[Cell]] = field(default_factory=dict)

    def learn(self, connection: Connection | Session, rows: Sequence[sa.Row[Any]]) -> None:
        """Look up what these facts need and is not known yet."""
        if unknown := {row.breakdown_id for row in rows} - self.dimensions.keys():
            query = sa.select(Breakdown.id, Breakdown.dimensions).where(Breakdown.id.in_(unknown))
            self.dimensions.update((id_, dimensions) for id_, dimensions in connection.execute(query))
        if unknown := {row.release_id for row in rows} - self.releases.keys():
            query = sa.select(Release.id, Release.number, Release.sheets).where(Release.id.in_(unknown))
            self.releases.update((id_, (number, sheets)) for id_, number, sheets in connection.execute(query))
        self.hidden.update(hidden_in(connection, {self._slice(row) for row in rows if row.small_cell}))

    def keeps_back(self, row: sa.Row[Any]) -> bool:
        """Whether a figure is kept back, as a small count or so that one cannot be computed."""
        return bool(row.small_cell) and Cell(row.wilayah, row.breakdown_id) in self.hidden[self._slice(row)]

    def _slice(self, row: sa.Row[Any]) -> Slice:
        return Slice(
            row.indicator_id,
            row.origin_id,
            self.states[row.origin_id],
            row.period_start,
            row.period_end,
            row.small_cell,
        )


def _as_dict(row: sa.Row[Any], words: _Words) -> dict[str, Any]:
    """A figure for the API."""
    kode, name = named(row.wilayah)
    period = period_kind.periode_of(row.period_start, row.period_end, row.period_kind)
    release, sheets = words.releases[row.release_id]
    keeps_back = words.keeps_back(row)
    status = FigureStatus.TIDAK_DITAMPILKAN if keeps_back else row.status
    return {
        "indicator_id": row.indicator_id,
        "kode_wilayah": kode,
        "wilayah": name,
        "periode": str(period),
        "jenis_periode": period.kind.value,
        "breakdown": words.dimensions[row.breakdown_id],
        "value": None if keeps_back else number(row.value),
        "status": STATUS_CODES[status],
        "printed": None if status == FigureStatus.TIDAK_DITAMPILKAN else row.printed,
        "origin_id": row.origin_id,
        "release": release,
        "cell": None if row.row is None else address(sheets[int(row.sheet)], row.row, row.column),
    }


def _seen(reader: Reader, selection: Selection) -> sa.CTE:
    origins = reader.origins()
    if selection.origin_ids:
        origins = origins.where(Origin.id.in_(selection.origin_ids))
    # Asked first and once: inside the join it would be asked again for every figure.
    return origins.cte("seen").prefix_with("MATERIALIZED")


def _query(reader: Reader, selection: Selection) -> sa.Select[Any]:
    seen = _seen(reader, selection)
    return (
        sa.select(
            *_ORDER,
            Fact.period_kind,
            seen.c.small_cell,
            Fact.value,
            Fact.status,
            Fact.printed,
            Fact.sheet,
            Fact.row,
            Fact.column,
        )
        .join(seen, seen.c.id == Fact.origin_id)
        .where(*selection.conditions())
    )
