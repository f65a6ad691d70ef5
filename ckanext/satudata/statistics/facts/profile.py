"""All that is known of one region: for each indicator its newest figure, from one origin, the best one."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from ckan import model

from ckanext.satudata.codes.folding import fold
from ckanext.satudata.statistics.facts import period_kind, values
from ckanext.satudata.statistics.facts.reader import Reader
from ckanext.satudata.statistics.facts.wilayah_number import number_of
from ckanext.satudata.statistics.model import NO_BREAKDOWN, STATUS_CODES, Breakdown, Indicator, Latest

__all__ = ["profile"]


def profile(reader: Reader, kode: str, *, words: str = "") -> list[dict[str, Any]]:
    """One line per indicator, by name.

    It holds the figure for all; where no producer gives one, the number of `cells` of a breakdown, and the figure if
    there is one cell only. `other_origins` counts producers whose figures of the indicator are not shown here.
    """
    query = _best(reader, number_of(kode))
    for word in fold(words).split():
        query = query.where(Indicator.name.icontains(word, autoescape=True))
    return [_line(row) for row in model.Session.execute(query)]


def _best(reader: Reader, number: int) -> sa.Select[Any]:
    """One row per indicator: a figure for all, the highest rank, the newest period; two origins never meet."""
    seen = reader.origins().cte("seen").prefix_with("MATERIALIZED")
    value, status = values.value_of(seen.c.small_cell, Latest)
    place = sa.func.row_number().over(
        partition_by=Latest.indicator_id,
        order_by=(
            Latest.breakdown_id != NO_BREAKDOWN,
            seen.c.rank.desc(),
            Latest.period_end.desc(),
            Latest.period_start,
            Latest.origin_id,
        ),
    )
    here = (
        sa.select(
            Latest.indicator_id,
            Latest.origin_id,
            Latest.period_start,
            Latest.period_end,
            Latest.period_kind,
            Latest.breakdown_id,
            Latest.cells,
            value,
            status,
            seen.c.package_id,
            place.label("place"),
            sa.func.count().over(partition_by=Latest.indicator_id).label("origins"),
        )
        .join(seen, seen.c.id == Latest.origin_id)
        .where(Latest.wilayah == number)
        .subquery("here")
    )
    package = model.package_table
    return (
        sa.select(
            here,
            Indicator.name,
            Indicator.satuan,
            Breakdown.dimensions,
            package.c.name.label("dataset"),
            package.c.title.label("dataset_title"),
        )
        .join(Indicator, Indicator.id == here.c.indicator_id)
        .join(Breakdown, Breakdown.id == here.c.breakdown_id)
        .join(package, package.c.id == here.c.package_id)
        .where(here.c.place == 1)
        .order_by(Indicator.name, Indicator.id)
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
