"""Remembered corrections: kept for the resource they were made for, found again for its office's next files."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from ckan import model
from ckan.model.types import make_uuid

from ckanext.satudata.statistics.model import RememberedLayout
from ckanext.satudata.statistics.model.indicator import now
from ckanext.satudata.tabular.layout.correction import Layout

__all__ = ["forget", "remember", "remembered"]

MOST = 500
"""Corrections of one office that are tried on a file, the newest first."""


def remembered(resource_id: str, organization_id: str | None) -> list[Layout]:
    """Corrections that may fit a file, its own ones first."""
    query = RememberedLayout.for_resource(resource_id, organization_id, MOST)
    return [Layout.from_dict(row.layout) for row in model.Session.scalars(query)]


def remember(layout: Layout, *, resource_id: str, organization_id: str | None, user: str | None) -> None:
    """Keep a correction in the place of an earlier one of the same table. The caller commits."""
    row = {
        "organization_id": organization_id,
        "resource_id": resource_id,
        "shape": layout.shape,
        "sheet": layout.sheet,
        "anchor_row": _anchor_row(layout),
        "layout": layout.as_dict(),
        "changed_by": user,
        "changed_at": now(),
    }
    statement = insert(RememberedLayout).values(id=make_uuid(), **row)
    model.Session.execute(statement.on_conflict_do_update(constraint="satudata_layout_place_key", set_=row))


def forget(layout: Layout, *, resource_id: str) -> None:
    """Take a correction back. The caller commits."""
    model.Session.execute(
        sa.delete(RememberedLayout).where(
            RememberedLayout.resource_id == resource_id,
            RememberedLayout.shape == layout.shape,
            RememberedLayout.sheet == layout.sheet,
            RememberedLayout.anchor_row == _anchor_row(layout),
        )
    )


def _anchor_row(layout: Layout) -> int:
    return layout.anchor[0] if layout.anchor else 0
