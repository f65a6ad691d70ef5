"""Table satudata_layout: corrections of layouts, remembered for the next file of the same shape of the same office."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

import ckan.plugins.toolkit as tk
from ckan.model.types import make_uuid

from ckanext.satudata.statistics.model.indicator import TIME, now


class RememberedLayout(tk.BaseModel):
    """One correction of one table, as a person made it for one file. `layout` as `Layout.as_dict` gives it."""

    __tablename__ = "satudata_layout"
    __table_args__ = (
        sa.UniqueConstraint("resource_id", "shape", "sheet", "anchor_row", name="satudata_layout_place_key"),
        sa.Index("satudata_layout_organization_idx", "organization_id", "changed_at"),
    )

    id: Mapped[str] = mapped_column(sa.Text, primary_key=True, default=make_uuid)
    organization_id: Mapped[str | None] = mapped_column(sa.Text)
    resource_id: Mapped[str] = mapped_column(sa.Text)
    shape: Mapped[str] = mapped_column(sa.Text)
    sheet: Mapped[str] = mapped_column(sa.Text)
    anchor_row: Mapped[int] = mapped_column(sa.Integer)
    layout: Mapped[dict[str, Any]] = mapped_column(JSONB)
    changed_by: Mapped[str | None] = mapped_column(sa.Text)
    changed_at: Mapped[datetime] = mapped_column(TIME, default=now)

    @staticmethod
    def for_resource(resource_id: str, organization_id: str | None, most: int) -> sa.Select[tuple[RememberedLayout]]:
        """The resource's own ones first, then those of its office, the newest first."""
        own = RememberedLayout.resource_id == resource_id
        office = RememberedLayout.organization_id == organization_id if organization_id else sa.false()
        query = sa.select(RememberedLayout).where(sa.or_(own, office))
        return query.order_by(own.desc(), RememberedLayout.changed_at.desc()).limit(most)
