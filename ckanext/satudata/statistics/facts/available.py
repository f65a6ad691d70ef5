"""What figures there are: indicators with counts and dates, from the kept counts and not from the figures."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from ckan import model

from ckanext.satudata.codes.folding import fold
from ckanext.satudata.statistics.facts import period_kind
from ckanext.satudata.statistics.facts.reader import Reader
from ckanext.satudata.statistics.facts.selection import Depth, Selection
from ckanext.satudata.statistics.model import Coverage, Fact, Indicator, Origin

__all__ = ["counts", "indicators"]


def indicators(reader: Reader, selection: Selection, *, words: str, limit: int, offset: int) -> dict[str, Any]:
    """`count` and `results`: the indicators that have figures in the selection, by name."""
    grouped = (
        _coverage(reader, selection)
        .with_only_columns(
            Indicator.id,
            Indicator.name,
            Indicator.satuan,
            Indicator.kode_indikator,
            Indicator.kode_sds,
            sa.func.sum(Coverage.count_facts).label("facts"),
            sa.func.min(Coverage.period_start).label("first_day"),
            sa.func.max(Coverage.period_end).label("last_day"),
            sa.func.count(sa.distinct(Coverage.origin_id)).label("origins"),
            sa.func.array_agg(sa.distinct(Coverage.level)).label("levels"),
        )
        .join(Indicator, Indicator.id == Coverage.indicator_id)
        .group_by(Indicator.id)
    )
    for word in fold(words).split():
        grouped = grouped.where(Indicator.name.icontains(word, autoescape=True))
    total = model.Session.scalar(sa.select(sa.func.count()).select_from(grouped.subquery())) or 0
    page = grouped.order_by(Indicator.name, Indicator.id).limit(limit).offset(offset)
    return {"count": total, "results": [_indicator(row) for row in model.Session.execute(page)]}


def counts(reader: Reader, selection: Selection) -> list[dict[str, Any]]:
    """How many figures, of how many regions, the selection has, by indicator, origin and period; the newest first."""
    seen = _seen(reader, selection)
    # Facts lie by indicator: those of an origin are found through its indicators.
    of_origins = sa.select(Coverage.indicator_id).where(Coverage.origin_id.in_(selection.origin_ids))
    bounds = [] if selection.indicator_ids else [Fact.indicator_id.in_(of_origins)]
    query = (
        sa.select(
            Fact.indicator_id,
            Fact.origin_id,
            Fact.period_start,
            Fact.period_end,
            sa.func.min(Fact.period_kind).label("period_kind"),
            sa.func.count().label("facts"),
            sa.func.count(Fact.value).label("valued"),
            sa.func.count(sa.distinct(Fact.wilayah)).label("regions"),
            sa.func.count(sa.distinct(Fact.breakdown_id)).label("breakdowns"),
        )
        .join(seen, seen.c.id == Fact.origin_id)
        .where(*selection.conditions(), *bounds)
        .group_by(Fact.indicator_id, Fact.origin_id, Fact.period_start, Fact.period_end)
        .order_by(Fact.indicator_id, Fact.origin_id, Fact.period_end.desc(), Fact.period_start)
    )
    return [_count(row) for row in model.Session.execute(query)]


def _coverage(reader: Reader, selection: Selection) -> sa.Select[Any]:
    seen = _seen(reader, selection)
    query = sa.select(Coverage.indicator_id).join(seen, seen.c.id == Coverage.origin_id)
    if selection.indicator_ids:
        query = query.where(Coverage.indicator_id.in_(selection.indicator_ids))
    if selection.start:
        query = query.where(Coverage.period_start >= selection.start)
    if selection.end:
        query = query.where(Coverage.period_end <= selection.end)
    if selection.depth.level is not None:
        query = query.where(Coverage.level == selection.depth.level.value)
    if selection.wilayah:
        # One look into an index for each line of counts, instead of a walk over all figures of the region.
        facts = sa.select(Fact.wilayah).where(
            Fact.indicator_id == Coverage.indicator_id,
            Fact.origin_id == Coverage.origin_id,
            Fact.period_end == Coverage.period_end,
            *_within(selection).conditions(),
        )
        query = query.where(sa.exists(facts))
    return query


def _within(selection: Selection) -> Selection:
    depth = Depth.ALL if selection.depth.level is not None else selection.depth
    return Selection(wilayah=selection.wilayah, depth=depth)


def _seen(reader: Reader, selection: Selection) -> sa.Subquery:
    origins = reader.origins()
    if selection.origin_ids:
        origins = origins.where(Origin.id.in_(selection.origin_ids))
    return origins.subquery("seen")


def _indicator(row: sa.Row[Any]) -> dict[str, Any]:
    values = row._asdict()
    return {
        **values,
        "facts": int(values["facts"]),
        "levels": sorted(values["levels"]),
        "first_day": values["first_day"].isoformat(),
        "last_day": values["last_day"].isoformat(),
    }


def _count(row: sa.Row[Any]) -> dict[str, Any]:
    values = row._asdict()
    period = period_kind.periode_of(values.pop("period_start"), values.pop("period_end"), values.pop("period_kind"))
    return {
        "indicator_id": values.pop("indicator_id"),
        "origin_id": values.pop("origin_id"),
        "periode": str(period),
        **values,
    }
