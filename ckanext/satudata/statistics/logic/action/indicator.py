"""Actions on indicators: one with its series, origins and comparison; and the word that two are one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import ckan.plugins.toolkit as tk
from ckan.types import Context, DataDict

from ckanext.satudata.codes import wilayah as regions
from ckanext.satudata.codes.wilayah import Level
from ckanext.satudata.statistics.facts import asked, comparison, origins, series, sharing
from ckanext.satudata.statistics.facts.origins import KnownOrigin
from ckanext.satudata.statistics.facts.period_kind import Moment, number_of
from ckanext.satudata.statistics.facts.reader import Reader
from ckanext.satudata.statistics.facts.selection import Depth, Selection
from ckanext.satudata.statistics.logic import schema
from ckanext.satudata.statistics.model import Indicator


@tk.side_effect_free
@tk.validate_action_data(schema.indicator_show)
def satudata_indicator_show(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """One indicator: `origins` (the best first), the `series` of a region with its `breaks`, a `comparison`.

        {"id": 17, "wilayah": "36.04", "tingkat": "kecamatan"}

    The series is of one dataset, and each point says its file, release and method; the comparison is of one file. Other
    origins are only named. `breaks` tells missing periods and changes of frequency, file, method, unit and region.
    Without `wilayah` the widest region that has figures is taken, without `tingkat` the level below it, without
    `origin` the best one. `periode` chooses that of the comparison, `breakdown` the cell of both ({} without it). With
    `joined` the series goes on before a pemekaran with the figures of the region that this one came out of; each such
    point says so. `sum_of_parts` sets the sum of the comparison beside the region's own figure of that period.
    """
    tk.check_access("satudata_indicator_show", context, data_dict)
    reader = Reader.of(context)
    indicator, known = asked.seen_indicator(reader, data_dict["id"])
    wilayah = data_dict.get("wilayah") or origins.widest_region(indicator.id, known[0])
    cell = data_dict.get("breakdown") or {}
    cell = {} if cell == asked.ALL else cell
    wanted = asked.bounds(data_dict).origin_ids
    usable = [origin for origin in known if not wanted or origin.id in wanted]
    of_series = _first(usable, indicator, Selection(wilayah=wilayah, breakdown=cell, exact=True))
    files = [origin for origin in usable if of_series and origin.package_id == of_series.package_id]
    points = series.points(files, indicator.id, wilayah, cell) if files and wilayah else []
    if files and data_dict.get("joined"):
        points = [*series.joined(files, indicator.id, wilayah, cell), *points]
    breaks = series.breaks(points, wilayah)
    if of_series:
        breaks.extend(series.other_units(reader, indicator.id, of_series.package_id))
    compared = _compared(usable, indicator, wilayah, cell, data_dict)
    return {
        "id": indicator.id,
        "name": indicator.name,
        "satuan": indicator.satuan,
        "kode_indikator": indicator.kode_indikator,
        "kode_sds": indicator.kode_sds,
        "origins": [origin.as_dict() for origin in known],
        "wilayah": _region(wilayah),
        "breakdown": cell,
        "series": {"origin_id": of_series.id if of_series else None, "points": points},
        "breaks": breaks,
        "comparison": compared,
        "sum_of_parts": _sum(indicator, points, compared),
    }


@tk.validate_action_data(schema.indicator_share)
def satudata_indicator_share(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Say that two indicators are one: the figures of `id` become figures of `into`, and `id` is gone.

        {"id": 18, "into": 17}

    Both keep their origins; nothing is added up or averaged. Units must be equal.
    """
    tk.check_access("satudata_indicator_share", context, data_dict)
    one, into = asked.find_indicator(data_dict["id"]), asked.find_indicator(data_dict["into"])
    try:
        moved = sharing.merge(one, into)
    except sharing.DifferentIndicatorsError as err:
        raise tk.ValidationError({"into": [tk._(str(err))]}) from err
    return {"id": into.id, "name": into.name, "satuan": into.satuan, "facts_moved": moved}


def _first(usable: Sequence[KnownOrigin], indicator: Indicator, having: Selection) -> KnownOrigin | None:
    return next((origin for origin, _ in origins.with_figures(usable, indicator.id, having)), None)


def _compared(
    usable: Sequence[KnownOrigin], indicator: Indicator, wilayah: str, cell: dict[str, str], data_dict: DataDict
) -> dict[str, Any] | None:
    level = _level_below(wilayah, data_dict.get("tingkat"))
    if level is None:
        return None
    period = data_dict.get("periode")
    having = Selection(
        wilayah=wilayah,
        depth=Depth(level.value),
        breakdown=cell,
        exact=True,
        start=period.start if period else None,
        end=period.end if period else None,
    )
    found = origins.with_figures(usable, indicator.id, having)
    if not found:
        return None
    origin, moment = found[0]
    if period:
        moment = Moment(start=period.start, end=period.end, kind=number_of(period))
    return comparison.compare(origin, indicator.id, wilayah, level, moment, cell)


def _sum(indicator: Indicator, points: list[dict[str, Any]], compared: dict[str, Any] | None) -> dict[str, Any] | None:
    """Only against the region's own figure of the same period; from whom it is stands beside it."""
    if compared is None:
        return None
    own = next((point for point in points if point["periode"] == compared["periode"]), {})
    found = comparison.sum_of_parts(compared, own.get("value"), indicator.satuan)
    return found and {**found, "own_origin_id": own.get("origin_id"), "parts_origin_id": compared["origin_id"]}


def _level_below(wilayah: str, said: str | None) -> Level | None:
    if said and Depth(said).level is not None:
        return Depth(said).level
    region = regions.region(wilayah)
    order = list(Level)
    at = order.index(region.level) + 1 if region else 0
    return order[at] if at < len(order) else None


def _region(kode: str) -> dict[str, Any]:
    found = regions.region(kode)
    return {
        "kode_wilayah": kode,
        "wilayah": found.nama if found else None,
        "tingkat": found.level.value if found else None,
    }
