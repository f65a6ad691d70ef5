"""Figures as people get them: page by page in one fixed order, small counts kept back, each with its place of origin.

The order is the primary key's, so the next page starts where the last one ended, however many there are.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ckan import model

from ckanext.satudata.statistics.facts import period_kind
from ckanext.satudata.statistics.facts.reader import Reader
from ckanext.satudata.statistics.facts.selection import Selection
from ckanext.satudata.statistics.facts.wilayah_number import named
from ckanext.satudata.statistics.model import STATUS_CODES, Breakdown, Fact, FigureStatus, Latest, Origin, Release
from ckanext.satudata.tabular.grid import address

__all__ = ["CursorError", "Page", "as_dict", "count", "dimension_names", "number", "page", "stream", "value_of"]

_ORDER = (
    Fact.indicator_id,
    Fact.origin_id,
    Fact.period_end,
    Fact.wilayah,
    Fact.breakdown_id,
    Fact.period_start,
    Fact.release_id,
)
_DATES = (2, 5)
BATCH = 5_000


class CursorError(ValueError):
    """A cursor that no answer of ours has given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Figures, and the cursor of the next page; None at the end."""

    results: list[dict[str, Any]]
    next: str | None


def page(reader: Reader, selection: Selection, *, limit: int, after: str | None = None) -> Page:
    """At most `limit` figures behind the cursor. Raises CursorError."""
    query = _query(reader, selection).order_by(*_ORDER).limit(limit + 1)
    if after:
        query = query.where(sa.tuple_(*_ORDER) > sa.tuple_(*_decoded(after)))
    rows = model.Session.execute(query).all()
    more = len(rows) > limit
    return Page(results=[as_dict(row) for row in rows[:limit]], next=_encoded(rows[limit - 1]) if more else None)


def count(reader: Reader, selection: Selection) -> int:
    """How many figures the reader may get."""
    seen = _seen(reader, selection)
    query = sa.select(sa.func.count()).select_from(Fact).join(seen, seen.c.id == Fact.origin_id)
    return model.Session.scalar(query.where(*selection.conditions())) or 0


def stream(connection: Connection, reader: Reader, selection: Selection) -> Iterator[dict[str, Any]]:
    """All figures in order, without holding them: the connection must stay open until the last one."""
    rows = connection.execution_options(stream_results=True, yield_per=BATCH).execute(
        _query(reader, selection).order_by(*_ORDER)
    )
    for row in rows:
        yield as_dict(row)


def dimension_names(connection: Connection, selection: Selection) -> list[str]:
    """The dimensions that figures of the selection are broken down by, in alphabetical order."""
    used = sa.select(Fact.breakdown_id).where(*selection.conditions()).distinct()
    name = sa.func.jsonb_object_keys(Breakdown.dimensions).label("name")
    return sorted(set(connection.scalars(sa.select(name).where(Breakdown.id.in_(used)))))


def value_of(small_cell: Any, of: type[Fact | Latest] = Fact) -> tuple[sa.Label[Any], sa.Label[Any]]:
    """Value and status as shown: a whole number from 1 to below `small_cell` is kept back."""
    small = sa.and_(of.value > 0, of.value < small_cell, of.value == sa.func.trunc(of.value))
    hidden = FigureStatus.TIDAK_DITAMPILKAN.value
    return (
        sa.case((small, sa.null()), else_=of.value).label("value"),
        sa.case((small, hidden), else_=of.status).label("status"),
    )


def as_dict(row: sa.Row[Any]) -> dict[str, Any]:
    """A figure for the API."""
    kode, name = named(row.wilayah)
    period = period_kind.periode_of(row.period_start, row.period_end, row.period_kind)
    is_hidden = row.status == FigureStatus.TIDAK_DITAMPILKAN
    return {
        "indicator_id": row.indicator_id,
        "kode_wilayah": kode,
        "wilayah": name,
        "periode": str(period),
        "jenis_periode": period.kind.value,
        "breakdown": row.dimensions,
        "value": number(row.value),
        "status": STATUS_CODES[row.status],
        "printed": None if is_hidden else row.printed,
        "origin_id": row.origin_id,
        "release": row.release,
        "cell": None if row.row is None else address(row.sheets[row.sheet], row.row, row.column),
    }


def number(value: Decimal | None) -> int | float | None:
    """A number as JSON has it: whole ones without a point."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _seen(reader: Reader, selection: Selection) -> sa.Subquery:
    origins = reader.origins()
    if selection.origin_ids:
        origins = origins.where(Origin.id.in_(selection.origin_ids))
    return origins.subquery("seen")


def _query(reader: Reader, selection: Selection) -> sa.Select[Any]:
    seen = _seen(reader, selection)
    value, status = value_of(seen.c.small_cell)
    return (
        sa.select(
            *_ORDER[:-1],
            Fact.release_id,
            Fact.period_kind,
            value,
            status,
            Fact.printed,
            Fact.sheet,
            Fact.row,
            Fact.column,
            Breakdown.dimensions,
            Release.number.label("release"),
            Release.sheets,
        )
        .join(seen, seen.c.id == Fact.origin_id)
        .join(Breakdown, Breakdown.id == Fact.breakdown_id)
        .join(Release, Release.id == Fact.release_id)
        .where(*selection.conditions())
    )


def _encoded(row: sa.Row[Any]) -> str:
    values = [getattr(row, column.key) for column in _ORDER]
    text = json.dumps([value.isoformat() if isinstance(value, date) else value for value in values])
    return base64.urlsafe_b64encode(text.encode()).decode()


def _decoded(cursor: str) -> Sequence[Any]:
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor.encode()))
        typed = [date.fromisoformat(value) if at in _DATES else int(value) for at, value in enumerate(values)]
    except (ValueError, TypeError) as err:
        raise CursorError(cursor) from err
    if len(typed) != len(_ORDER):
        raise CursorError(cursor)
    return cast("Sequence[Any]", typed)
