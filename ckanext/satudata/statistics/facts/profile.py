"""All that is known of one region: for each indicator its newest figure, from one origin, the best one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from ckan import model

from ckanext.satudata.codes.folding import fold
from ckanext.satudata.statistics.facts import period_kind, values
from ckanext.satudata.statistics.facts.keeping_back import Cell
from ckanext.satudata.statistics.facts.reader import Reader
from ckanext.satudata.statistics.facts.slices import Slice, hidden_in
from ckanext.satudata.statistics.facts.wilayah_number import number_of
from ckanext.satudata.statistics.model import (
    NO_BREAKDOWN,
    STATUS_CODES,
    Breakdown,
    FigureStatus,
    Indicator,
    Latest,
    Release,
    ReleaseState,
)

__all__ = ["profile"]


def profile(reader: Reader, kode: str, *, words: str = "") -> list[dict[str, Any]]:
    """One line per indicator, by name.

    It holds the figure for all; where no producer gives one, the number of `cells` of a breakdown, and the figure if
    there is one cell only. `other_origins` counts producers whose figures of the indicator are not shown here.
    """
    query = _best(reader.origins())
    for word in fold(words).split():
        query = query.where(Indicator.name.icontains(word, autoescape=True))
    rows = model.Session.execute(query, {"wilayah": number_of(kode)}).all()
    alone = {row.breakdown_id for row in rows if row.cells == 1} - {NO_BREAKDOWN}
    named = sa.select(Breakdown.id, Breakdown.dimensions).where(Breakdown.id.in_(alone))
    dimensions = {
        NO_BREAKDOWN: {},
        **({row.id: row.dimensions for row in model.Session.execute(named)} if alone else {}),
    }
    hidden = _hidden(rows, number_of(kode))
    return [_line(row, dimensions, row.indicator_id in hidden) for row in rows]


def _hidden(rows: Sequence[sa.Row[Any]], number: int) -> set[int]:
    """The indicators whose figure here is kept back."""
    asked = [row for row in rows if row.small_cell and row.cells == 1]
    if not asked:
        return set()
    current = sa.select(Release.origin_id, Release.id).where(
        Release.state == ReleaseState.CURRENT.value, Release.origin_id.in_({row.origin_id for row in asked})
    )
    releases = {row.origin_id: row.id for row in model.Session.execute(current)}
    places = {
        row.indicator_id: Slice(
            row.indicator_id,
            row.origin_id,
            releases[row.origin_id],
            row.period_start,
            row.period_end,
            row.small_cell,
        )
        for row in asked
    }
    hidden = hidden_in(model.Session(), places.values())
    return {row.indicator_id for row in asked if Cell(number, row.breakdown_id) in hidden[places[row.indicator_id]]}


# Built once for a reader's statement, as that one is: it would take longer than the answer.
@lru_cache(maxsize=256)
def _best(origins: sa.Select[Any]) -> sa.Select[Any]:
    """One row per indicator: a figure for all, the highest rank, the newest period; two origins never meet."""
    package = model.package_table
    names = (package.c.name.label("dataset"), package.c.title.label("dataset_title"))
    seen = origins.add_columns(*names).cte("seen").prefix_with("MATERIALIZED")
    here = (
        sa.select(
            Latest.indicator_id,
            Latest.origin_id,
            Latest.period_start,
            Latest.period_end,
            Latest.period_kind,
            Latest.breakdown_id,
            Latest.cells,
            Latest.value,
            Latest.status,
            seen.c.small_cell,
            seen.c.package_id,
            seen.c.dataset,
            seen.c.dataset_title,
            sa.func.count().over(partition_by=Latest.indicator_id).label("origins"),
        )
        .join(seen, seen.c.id == Latest.origin_id)
        .where(Latest.wilayah == sa.bindparam("wilayah"))
        .distinct(Latest.indicator_id)
        .order_by(
            Latest.indicator_id,
            Latest.breakdown_id != NO_BREAKDOWN,
            seen.c.rank.desc(),
            Latest.period_end.desc(),
            Latest.period_start,
            Latest.origin_id,
        )
        .subquery("here")
    )
    query = sa.select(here, Indicator.name, Indicator.satuan).join(Indicator, Indicator.id == here.c.indicator_id)
    return query.order_by(Indicator.name, Indicator.id)


def _line(row: sa.Row[Any], dimensions: Mapping[int, Mapping[str, str]], keeps_back: bool) -> dict[str, Any]:
    is_one = row.cells == 1
    status = FigureStatus.TIDAK_DITAMPILKAN if keeps_back else row.status
    return {
        "indicator_id": row.indicator_id,
        "indicator": row.name,
        "satuan": row.satuan,
        "periode": str(period_kind.periode_of(row.period_start, row.period_end, row.period_kind)),
        "value": values.number(row.value) if is_one and not keeps_back else None,
        "status": STATUS_CODES[status] if is_one else None,
        "breakdown": dimensions[row.breakdown_id] if is_one else None,
        "cells": row.cells,
        "origin_id": row.origin_id,
        "dataset": {"id": row.package_id, "name": row.dataset, "title": row.dataset_title or row.dataset},
        "other_origins": row.origins - 1,
    }
