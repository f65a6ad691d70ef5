"""All that is known of one region: for each indicator its newest figure, from one origin, the best one."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from ckan import model

from ckanext.satudata.codes.folding import fold
from ckanext.satudata.statistics.facts import period_kind, values
from ckanext.satudata.statistics.facts.reader import Reader
from ckanext.satudata.statistics.facts.wilayah_number import level_of, number_of
from ckanext.satudata.statistics.model import NO_BREAKDOWN, STATUS_CODES, Breakdown, Coverage, Fact, Indicator

__all__ = ["profile"]


def profile(reader: Reader, kode: str, *, words: str = "") -> list[dict[str, Any]]:
    """One line per indicator, by name.

    It holds the figure for all; where the producer gives none, the number of `cells` of its breakdown, and the figure
    if there is one cell only. `other_origins` counts producers whose figures of the indicator are not shown here.
    """
    number = number_of(kode)
    lines = list(model.Session.execute(_totals(reader, number)))
    if doubtful := _without_totals(number):
        lines.extend(model.Session.execute(_parts(reader, number, doubtful)))
    wanted = fold(words).split()
    found = [_line(row) for row in lines if all(word in fold(row.name) for word in wanted)]
    return sorted(found, key=lambda line: (line["indicator"], line["indicator_id"]))


def _totals(reader: Reader, number: int) -> sa.Select[Any]:
    """Figures for all: of each indicator the newest of its best origin."""
    here = _facts_here(reader, number).where(Fact.breakdown_id == NO_BREAKDOWN).cte("here").prefix_with("MATERIALIZED")
    return _best(here, sa.literal(1))


def _without_totals(number: int) -> list[int]:
    """The indicators of which some region of this level has no figure for all: rare, so the counts are asked first."""
    query = sa.select(Coverage.indicator_id).where(
        Coverage.level == level_of(number).value, Coverage.count_total < Coverage.count_regions
    )
    return list(model.Session.scalars(query.distinct()))


def _parts(reader: Reader, number: int, doubtful: list[int]) -> sa.Select[Any]:
    """Figures of those of these indicators that have no figure for all here."""
    totals = sa.select(Fact.indicator_id).where(
        Fact.wilayah == number, Fact.superseded_by.is_(None), Fact.breakdown_id == NO_BREAKDOWN
    )
    query = _facts_here(reader, number).where(Fact.indicator_id.in_(doubtful), Fact.indicator_id.not_in(totals))
    here = query.cte("here").prefix_with("MATERIALIZED")
    own_period = (here.c.indicator_id, here.c.origin_id, here.c.period_end, here.c.period_start)
    return _best(here, sa.func.count().over(partition_by=own_period))


def _facts_here(reader: Reader, number: int) -> sa.Select[Any]:
    seen = reader.origins().cte("seen").prefix_with("MATERIALIZED")
    value, status = values.value_of(seen.c.small_cell)
    return (
        sa.select(
            Fact.indicator_id,
            Fact.origin_id,
            Fact.period_start,
            Fact.period_end,
            Fact.period_kind,
            Fact.breakdown_id,
            value,
            status,
            seen.c.rank,
            seen.c.package_id,
        )
        .join(seen, seen.c.id == Fact.origin_id)
        .where(Fact.wilayah == number, Fact.superseded_by.is_(None))
    )


def _best(here: sa.CTE, cells: sa.ColumnElement[Any]) -> sa.Select[Any]:
    """One row per indicator: the highest rank, then the newest period; figures of two origins never meet."""
    first = (
        sa.select(here, cells.label("cells"))
        .distinct(here.c.indicator_id)
        .order_by(
            here.c.indicator_id, here.c.rank.desc(), here.c.period_end.desc(), here.c.period_start, here.c.origin_id
        )
        .subquery("first")
    )
    origins = (
        sa.select(here.c.indicator_id, sa.func.count(sa.distinct(here.c.origin_id)).label("origins"))
        .group_by(here.c.indicator_id)
        .subquery("origins")
    )
    package = model.package_table
    return (
        sa.select(
            first,
            origins.c.origins,
            Indicator.name,
            Indicator.satuan,
            Breakdown.dimensions,
            package.c.name.label("dataset"),
            package.c.title.label("dataset_title"),
        )
        .join(origins, origins.c.indicator_id == first.c.indicator_id)
        .join(Indicator, Indicator.id == first.c.indicator_id)
        .join(Breakdown, Breakdown.id == first.c.breakdown_id)
        .join(package, package.c.id == first.c.package_id)
    )


def _line(row: sa.Row[Any]) -> dict[str, Any]:
    is_one = row.cells == 1
    return {
        "indicator_id": row.indicator_id,
        "indicator": row.name,
        "satuan": row.satuan,
        "periode": str(period_kind.periode_of(row.period_start, row.period_end, row.period_kind)),
        "value": values.number(row.value) if is_one else None,
        "status": STATUS_CODES[row.status] if is_one else None,
        "breakdown": row.dimensions if is_one else None,
        "cells": row.cells,
        "origin_id": row.origin_id,
        "dataset": {"id": row.package_id, "name": row.dataset, "title": row.dataset_title or row.dataset},
        "other_origins": row.origins - 1,
    }
