"""Table satudata_origin: where figures come from; one row per resource that was ever loaded."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

import ckan.plugins.toolkit as tk

from ckanext.satudata.statistics.model.indicator import TIME, now


class Origin(tk.BaseModel):
    """A resource of a dataset of a producer, with the method by which it says its figures came about.

    `rank`: the walidata's word on which of several producers of one figure goes first (higher is better). `small_cell`:
    counts from 1 to below it are shown to nobody but the producer; None: as the site's option says.
    """

    __tablename__ = "satudata_origin"
    __table_args__ = (
        sa.UniqueConstraint("resource_id", name="satudata_origin_resource_key"),
        sa.Index("satudata_origin_package_idx", "package_id"),
    )

    id: Mapped[int] = mapped_column(sa.Integer, sa.Identity(), primary_key=True)
    resource_id: Mapped[str] = mapped_column(sa.Text)
    package_id: Mapped[str] = mapped_column(sa.Text)
    organization_id: Mapped[str | None] = mapped_column(sa.Text)
    method: Mapped[str | None] = mapped_column(sa.Text)
    rank: Mapped[int] = mapped_column(sa.Integer, default=0)
    small_cell: Mapped[int | None] = mapped_column(sa.Integer)
    created_at: Mapped[datetime] = mapped_column(TIME, default=now)
