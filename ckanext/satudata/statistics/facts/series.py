"""The series of one indicator in one region, from one origin, and the places where it does not simply go on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

import sqlalchemy as sa

from ckan import model

from ckanext.satudata.codes.periode import Periode, shift
from ckanext.satudata.statistics.facts import lifetimes, period_kind, values
from ckanext.satudata.statistics.facts.origins import KnownOrigin
from ckanext.satudata.statistics.facts.selection import Selection
from ckanext.satudata.statistics.model import STATUS_CODES, Fact

__all__ = ["breaks", "points"]

Point = dict[str, Any]


def points(origin: KnownOrigin, indicator_id: int, wilayah: str, breakdown: Mapping[str, str]) -> list[Point]:
    """The figures of a region, by period; only those of exactly this breakdown, or for all with {}."""
    selection = Selection(
        indicator_ids=(indicator_id,), origin_ids=(origin.id,), wilayah=wilayah, breakdown=breakdown, exact=True
    )
    value, status = values.value_of(origin.small_cell)
    query = (
        sa.select(Fact.period_start, Fact.period_end, Fact.period_kind, value, status)
        .where(*selection.conditions())
        .order_by(Fact.period_start, Fact.period_end)
    )
    return [_point(row) for row in model.Session.execute(query)]


def joined(origin: KnownOrigin, indicator_id: int, wilayah: str, breakdown: Mapping[str, str]) -> list[Point]:
    """The series of the region that this one came out of, up to the day of the split; each point says whose it is."""
    split = lifetimes.split_of(wilayah)
    if split is None or split.kode != wilayah:
        return []
    before = points(origin, indicator_id, split.came_from, breakdown)
    return [
        {**point, "kode_wilayah": split.came_from} for point in before if point["last_day"] < split.since.isoformat()
    ]


def breaks(series: Sequence[Point], wilayah: str) -> list[dict[str, Any]]:
    """Where figures before and after are not simply comparable: missing periods, another length, a split region."""
    found: list[dict[str, Any]] = []
    for earlier, later in pairwise(series):
        before, after = _periode(earlier), _periode(later)
        if before.kind is not after.kind:
            found.append({"type": "frequency", "periode": str(after), "after": str(before)})
        elif (missing := _between(before, after)) > 0:
            found.append({"type": "gap", "periode": str(after), "after": str(before), "missing": missing})
    return found + _splits(series, wilayah)


def _splits(series: Sequence[Point], wilayah: str) -> list[dict[str, Any]]:
    """Only splits that lie inside the series: what happened before it started broke nothing."""
    if not series:
        return []
    first, last = _periode(series[0]).start, _periode(series[-1]).end
    own = lifetimes.split_of(wilayah)
    known = [*([own] if own else []), *lifetimes.splits_from(wilayah)]
    return [{"type": "pemekaran", **split.as_dict()} for split in known if first < split.since <= last]


def _between(before: Periode, after: Periode) -> int:
    count, step = 0, before
    while count < len("a gap of many years"):
        step = shift(step, 1)
        if step.start >= after.start:
            return count
        count += 1
    return count


def _periode(point: Point) -> Periode:
    return period_kind.periode_of(
        date.fromisoformat(point["first_day"]), date.fromisoformat(point["last_day"]), point["kind"]
    )


def _point(row: sa.Row[Any]) -> Point:
    period = period_kind.periode_of(row.period_start, row.period_end, row.period_kind)
    return {
        "periode": str(period),
        "first_day": row.period_start.isoformat(),
        "last_day": row.period_end.isoformat(),
        "kind": row.period_kind,
        "value": values.number(row.value),
        "status": STATUS_CODES[row.status],
    }
