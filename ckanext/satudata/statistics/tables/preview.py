"""What a correction would make of a sheet, shown before it is kept. Works on the kept cells: no file is opened."""

from __future__ import annotations

from ckanext.satudata.statistics.model import Tidying
from ckanext.satudata.statistics.tables import layouts, results
from ckanext.satudata.tabular.api import tidy_grid
from ckanext.satudata.tabular.layout.correction import Layout
from ckanext.satudata.tabular.model import Hints, Sheet

__all__ = ["MOST_ROWS", "previewed"]

MOST_ROWS = 5_000
"""Rows of a sheet that are tried: more take seconds, in which the person waits."""


def previewed(tidying: Tidying, part: int, layout: Layout, wilayah: str = "") -> Sheet:
    """The first rows of the sheet, tidied with this correction and with those that were kept for its other tables."""
    grid = results.grid_of(tidying, part, most=MOST_ROWS)
    others = [
        other
        for other in layouts.remembered(tidying.resource_id, tidying.organization_id)
        if other.sheet == grid.name and (other.shape, other.anchor) != (layout.shape, layout.anchor)
    ]
    return tidy_grid(grid, hints=Hints(wilayah=wilayah, layouts=[layout, *others]))
