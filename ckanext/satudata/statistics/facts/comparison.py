"""One indicator over all regions of a level: one origin, one period, and how many regions are missing.

Also what the parts add up to, beside the region's own figure, where adding up makes sense.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from ckan import model

from ckanext.satudata.codes import satuan as units
from ckanext.satudata.codes import wilayah as regions
from ckanext.satudata.codes.wilayah import Level, Region
from ckanext.satudata.statistics.facts import values
from ckanext.satudata.statistics.facts.origins import KnownOrigin
from ckanext.satudata.statistics.facts.period_kind import Moment
from ckanext.satudata.statistics.facts.selection import Depth, Selection
from ckanext.satudata.statistics.facts.wilayah_number import level_of, named, number_of
from ckanext.satudata.statistics.model import STATUS_CODES, Fact

__all__ = ["below", "compare", "sum_of_parts"]

NOT_ADDED = ("persen", "indeks", "rasio")
SHOWN_MISSING = 100


def compare(
    origin: KnownOrigin, indicator_id: int, parent: str, level: Level, moment: Moment, breakdown: Mapping[str, str]
) -> dict[str, Any]:
    """`results` with a rank (the largest value is 1; equal values share one), and the regions that have no figure."""
    selection = Selection(
        indicator_ids=(indicator_id,),
        origin_ids=(origin.id,),
        wilayah=parent,
        depth=Depth(level.value),
        start=moment.start,
        end=moment.end,
        breakdown=breakdown,
        exact=True,
    )
    value, status = values.value_of(origin.small_cell)
    shown = value.element
    rank = sa.func.rank().over(order_by=shown.desc().nulls_last())
    query = (
        sa.select(
            Fact.wilayah,
            value,
            status,
            sa.case((shown.is_(None), sa.null()), else_=rank).label("rank"),
        )
        .where(*selection.conditions(), Fact.period_end == moment.end, Fact.period_start == moment.start)
        .order_by(shown.desc().nulls_last(), Fact.wilayah)
    )
    results = [_result(row) for row in model.Session.execute(query)]
    known = {result["kode_wilayah"] for result in results if result["value"] is not None}
    expected = below(parent, level)
    missing = [region for region in expected if region.kode not in known]
    return {
        "periode": str(moment),
        "tingkat": level.value,
        "origin_id": origin.id,
        "results": results,
        "regions": len(expected),
        "missing": len(missing),
        "missing_regions": [{"kode_wilayah": one.kode, "wilayah": one.nama} for one in missing[:SHOWN_MISSING]],
    }


def sum_of_parts(compared: Mapping[str, Any], own: float | None, satuan: str) -> dict[str, Any] | None:
    """The sum of the parts beside the region's own figure; None where figures of this unit are not added up.

    A sum with a part missing, or kept back, is no sum: then only the number of missing parts is told.
    """
    unit = units.parse(satuan)
    if own is None or unit is None or unit.family in NOT_ADDED or not compared["results"]:
        return None
    if compared["missing"]:
        return {"own": own, "sum": None, "difference": None, "missing": compared["missing"]}
    total = sum(result["value"] for result in compared["results"])
    return {"own": own, "sum": total, "difference": total - own, "missing": 0}


def below(parent: str, level: Level) -> Sequence[Region]:
    """All regions of a level in a region; "" is the country."""
    found: list[Region] = list(regions.children(parent)) if parent else list(regions.children())
    order = list(Level)
    start = order.index(level_of(number_of(parent))) + 1 if parent else 0
    for _ in range(start, order.index(level)):
        found = [child for region in found for child in regions.children(region.kode)]
    return found if start <= order.index(level) else []


def _result(row: sa.Row[Any]) -> dict[str, Any]:
    kode, name = named(row.wilayah)
    return {
        "kode_wilayah": kode,
        "wilayah": name,
        "value": values.number(row.value),
        "status": STATUS_CODES[row.status],
        "rank": row.rank,
    }
