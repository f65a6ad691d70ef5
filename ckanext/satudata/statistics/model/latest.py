"""Table satudata_latest: the newest figures of every region side by side: a profile is one range of an index."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

import ckan.plugins.toolkit as tk


class Latest(tk.BaseModel):
    """The newest current figure for all of an indicator in a region, as one origin says it; written with every load.

    Where an origin gives no figure for all, `cells` counts those of its newest period, and the row is one of them.
    """

    __tablename__ = "satudata_latest"
    __table_args__ = (
        sa.PrimaryKeyConstraint("wilayah", "indicator_id", "origin_id", name="satudata_latest_pkey"),
        sa.Index("satudata_latest_origin_idx", "origin_id", "indicator_id"),
    )

    wilayah: Mapped[int] = mapped_column(sa.BigInteger)
    indicator_id: Mapped[int] = mapped_column(sa.Integer)
    origin_id: Mapped[int] = mapped_column(sa.Integer)
    breakdown_id: Mapped[int] = mapped_column(sa.Integer)
    period_start: Mapped[date] = mapped_column(sa.Date)
    period_end: Mapped[date] = mapped_column(sa.Date)
    cells: Mapped[int] = mapped_column(sa.Integer)
    period_kind: Mapped[int] = mapped_column(sa.SmallInteger)
    status: Mapped[int] = mapped_column(sa.SmallInteger)
    value: Mapped[Decimal | None] = mapped_column(sa.Numeric)
