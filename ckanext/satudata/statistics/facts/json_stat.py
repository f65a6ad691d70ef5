"""Figures as JSON-stat 2.0: one cube of region, period and the dimensions of the breakdown.

Source: json-stat.org, full format 2.0 (class "dataset", `id`, `size`, `dimension`, sparse `value` and `status`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

__all__ = ["cube"]

WILAYAH, PERIODE = "wilayah", "periode"
TOTAL = "_total"
"""The category of a figure that is for all of a dimension; no value of a dimension starts so."""


def cube(indicator: Mapping[str, Any], figures: Sequence[Mapping[str, Any]], source: str) -> dict[str, Any]:
    """A dataset of the figures of one indicator and one origin; a cell without a figure is left out."""
    names = [WILAYAH, PERIODE, *sorted({name for figure in figures for name in figure["breakdown"]})]
    places = {name: _categories(name, figures) for name in names}
    size = [len(places[name]) for name in names]
    value, status = {}, {}
    for figure in figures:
        at = 0
        for name, length in zip(names, size, strict=True):
            at = at * length + places[name][_category(name, figure)]
        if figure["value"] is not None:
            value[str(at)] = figure["value"]
        if figure["status"] != "tetap":
            status[str(at)] = figure["status"]
    labels = {figure["kode_wilayah"]: figure["wilayah"] or figure["kode_wilayah"] for figure in figures}
    return {
        "version": "2.0",
        "class": "dataset",
        "label": indicator["name"],
        "source": source,
        "id": names,
        "size": size,
        "role": {"geo": [WILAYAH], "time": [PERIODE]},
        "dimension": {
            name: {
                "label": name,
                "category": {
                    "index": list(places[name]),
                    "label": {code: labels.get(code, code) if name == WILAYAH else code for code in places[name]},
                },
            }
            for name in names
        },
        "value": value,
        "status": status,
        "extension": {"satuan": indicator["satuan"], "indicator_id": indicator["id"]},
    }


def _categories(name: str, figures: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    return {code: at for at, code in enumerate(sorted({_category(name, figure) for figure in figures}))}


def _category(name: str, figure: Mapping[str, Any]) -> str:
    if name == WILAYAH:
        return figure["kode_wilayah"]
    if name == PERIODE:
        return figure["periode"]
    return figure["breakdown"].get(name, TOTAL)
