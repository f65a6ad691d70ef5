"""The series of one indicator in one region, from one dataset, and the places where it does not simply go on.

A dataset often has a file for each year: the series goes on from file to file, the best one first where two speak of
one period. Each point says its file, and every change of file, method or unit is told as a break.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from ckan import model

from ckanext.satudata.codes.folding import fold
from ckanext.satudata.codes.periode import Periode, shift
from ckanext.satudata.statistics.facts import lifetimes, period_kind, values
from ckanext.satudata.statistics.facts.keeping_back import Cell
from ckanext.satudata.statistics.facts.origins import KnownOrigin
from ckanext.satudata.statistics.facts.reader import Reader
from ckanext.satudata.statistics.facts.selection import Selection
from ckanext.satudata.statistics.facts.slices import Slice, hidden_in
from ckanext.satudata.statistics.model import (
    STATUS_CODES,
    Coverage,
    Fact,
    FigureStatus,
    Indicator,
    Measure,
    Origin,
    Release,
)

__all__ = ["breaks", "joined", "other_units", "points"]

Point = dict[str, Any]


def points(files: Sequence[KnownOrigin], indicator_id: int, wilayah: str, breakdown: Mapping[str, str]) -> list[Point]:
    """The figures of a region, by period; only those of exactly this breakdown, or for all with {}.

    `files` are origins of one dataset, the best first.
    """
    selection = Selection(
        indicator_ids=(indicator_id,),
        origin_ids=tuple(file.id for file in files),
        wilayah=wilayah,
        breakdown=breakdown,
        exact=True,
        states=tuple((file.id, file.release_id) for file in files),
    )
    query = sa.select(
        Fact.origin_id,
        Fact.release_id,
        Fact.wilayah,
        Fact.breakdown_id,
        Fact.period_start,
        Fact.period_end,
        Fact.period_kind,
        Fact.value,
        Fact.status,
    ).where(*selection.conditions())
    order = {file.id: at for at, file in enumerate(files)}
    rows = sorted(model.Session.execute(query), key=lambda row: order[row.origin_id])
    best: dict[tuple[date, date], sa.Row[Any]] = {}
    for row in rows:
        best.setdefault((row.period_start, row.period_end), row)
    return _described([best[period] for period in sorted(best)], files, indicator_id)


def joined(files: Sequence[KnownOrigin], indicator_id: int, wilayah: str, breakdown: Mapping[str, str]) -> list[Point]:
    """The series of the region that this one came out of, up to the day of the split; each point says whose it is."""
    split = lifetimes.split_of(wilayah)
    if split is None or split.kode != wilayah:
        return []
    before = points(files, indicator_id, split.came_from, breakdown)
    return [
        {**point, "kode_wilayah": split.came_from} for point in before if point["last_day"] < split.since.isoformat()
    ]


def breaks(series: Sequence[Point], wilayah: str) -> list[dict[str, Any]]:
    """Where figures before and after are not simply comparable.

    Missing periods, periods of another length, another file, another method, a region that was split.
    """
    found: list[dict[str, Any]] = []
    for earlier, later in pairwise(series):
        before, after = _periode(earlier), _periode(later)
        place = {"periode": str(after), "after": str(before)}
        if before.kind is not after.kind:
            found.append({"type": "frequency", **place})
        elif (missing := _between(before, after)) > 0:
            found.append({"type": "gap", **place, "missing": missing})
        if earlier["origin_id"] != later["origin_id"]:
            found.append(
                {"type": "origin", **place, "origin_id": later["origin_id"], "origin_before": earlier["origin_id"]}
            )
        if _differ(earlier["method"], later["method"]):
            found.append({"type": "method", **place, "method": later["method"], "method_before": earlier["method"]})
    return found + _splits(series, wilayah)


def other_units(reader: Reader, indicator_id: int, package_id: str) -> list[dict[str, Any]]:
    """The same measure of the same dataset in another unit: the series goes on, or began, under that indicator."""
    own, other = aliased(Measure), aliased(Measure)
    named = (
        sa.select(other.indicator_id)
        .join(own, sa.and_(own.package_id == other.package_id, own.name == other.name))
        .where(own.package_id == package_id, own.indicator_id == indicator_id, other.indicator_id != indicator_id)
    )
    # Rare, so the question whose figures they are is asked only where there are some.
    ids = set(model.Session.scalars(named))
    if not ids:
        return []
    seen = reader.origins().where(Origin.package_id == package_id).subquery("seen")
    query = (
        sa.select(
            Indicator.id,
            Indicator.satuan,
            sa.func.min(Coverage.period_start).label("first"),
            sa.func.max(Coverage.period_end).label("last"),
        )
        .join(Coverage, Coverage.indicator_id == Indicator.id)
        .join(seen, seen.c.id == Coverage.origin_id)
        .where(Indicator.id.in_(ids))
        .group_by(Indicator.id)
        .order_by(sa.func.min(Coverage.period_start), Indicator.id)
    )
    return [
        {
            "type": "unit",
            "indicator_id": row.id,
            "satuan": row.satuan,
            "first_day": row.first.isoformat(),
            "last_day": row.last.isoformat(),
        }
        for row in model.Session.execute(query)
    ]


def _described(rows: Sequence[sa.Row[Any]], files: Sequence[KnownOrigin], indicator_id: int) -> list[Point]:
    said = sa.select(Release.id, Release.number, Release.method).where(Release.id.in_({row.release_id for row in rows}))
    releases = {row.id: row for row in model.Session.execute(said)} if rows else {}
    by_id = {file.id: file for file in files}
    places = [
        Slice(
            indicator_id,
            row.origin_id,
            by_id[row.origin_id].release_id,
            row.period_start,
            row.period_end,
            by_id[row.origin_id].small_cell,
        )
        for row in rows
    ]
    hidden = hidden_in(model.Session(), places)
    return [
        _point(row, releases[row.release_id], Cell(row.wilayah, row.breakdown_id) in hidden.get(place, ()))
        for row, place in zip(rows, places, strict=True)
    ]


def _differ(before: str | None, after: str | None) -> bool:
    """Whether both are stated, and not the same words."""
    return bool(before and after and fold(before) != fold(after))


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


def _point(row: sa.Row[Any], release: sa.Row[Any], keeps_back: bool) -> Point:
    period = period_kind.periode_of(row.period_start, row.period_end, row.period_kind)
    return {
        "periode": str(period),
        "first_day": row.period_start.isoformat(),
        "last_day": row.period_end.isoformat(),
        "kind": row.period_kind,
        "value": None if keeps_back else values.number(row.value),
        "status": STATUS_CODES[FigureStatus.TIDAK_DITAMPILKAN if keeps_back else row.status],
        "origin_id": row.origin_id,
        "release": release.number,
        "method": release.method,
    }
