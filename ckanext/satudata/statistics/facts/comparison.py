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
from ckanext.satudata.statistics.facts.keeping_back import Cell
from ckanext.satudata.statistics.facts.origins import KnownOrigin
from ckanext.satudata.statistics.facts.period_kind import Moment
from ckanext.satudata.statistics.facts.selection import Depth, Selection
from ckanext.satudata.statistics.facts.slices import NOT_ADDED, Slice, hidden_in
from ckanext.satudata.statistics.facts.wilayah_number import level_of, named, number_of
from ckanext.satudata.statistics.model import STATUS_CODES, Fact, FigureStatus

__all__ = ["below", "compare", "sum_of_parts"]

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
        moment=moment,
        breakdown=breakdown,
        exact=True,
        states=((origin.id, origin.release_id),),
    )
    query = (
        sa.select(Fact.wilayah, Fact.breakdown_id, Fact.value, Fact.status)
        .where(*selection.conditions())
        .order_by(Fact.wilayah)
    )
    place = Slice(indicator_id, origin.id, origin.release_id, moment.start, moment.end, origin.small_cell)
    hidden = hidden_in(model.Session(), (place,)).get(place, frozenset())
    results = _ranked([_result(row, hidden) for row in model.Session.execute(query)])
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
    if unit is None or unit.family in NOT_ADDED or not compared["results"]:
        return None
    if compared["missing"]:
        return {"own": own, "sum": None, "difference": None, "missing": compared["missing"]}
    total = sum(result["value"] for result in compared["results"])
    return {"own": own, "sum": total, "difference": None if own is None else total - own, "missing": 0}


def below(parent: str, level: Level) -> Sequence[Region]:
    """All regions of a level in a region; "" is the country."""
    found: list[Region] = list(regions.children(parent)) if parent else list(regions.children())
    order = list(Level)
    start = order.index(level_of(number_of(parent))) + 1 if parent else 0
    for _ in range(start, order.index(level)):
        found = [child for region in found for child in regions.children(region.kode)]
    return found if start <= order.index(level) else []


def _ranked(results: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The largest value first; those without a value at the end."""
    valued = sorted((result for result in results if result["value"] is not None), key=lambda one: -one["value"])
    rank, last = 0, None
    for place, result in enumerate(valued, 1):
        rank, last = (rank, last) if result["value"] == last else (place, result["value"])
        result["rank"] = rank
    return [*valued, *(result for result in results if result["value"] is None)]


def _result(row: sa.Row[Any], hidden: frozenset[Cell]) -> dict[str, Any]:
    kode, name = named(row.wilayah)
    keeps_back = Cell(row.wilayah, row.breakdown_id) in hidden
    return {
        "kode_wilayah": kode,
        "wilayah": name,
        "value": None if keeps_back else values.number(row.value),
        "status": STATUS_CODES[FigureStatus.TIDAK_DITAMPILKAN if keeps_back else row.status],
        "rank": None,
    }
