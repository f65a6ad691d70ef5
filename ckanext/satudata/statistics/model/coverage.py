"""Table satudata_coverage: how many current facts there are, so that asking what exists costs nothing."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

import ckan.plugins.toolkit as tk


class Coverage(tk.BaseModel):
    """Counts of the current facts of an origin, by indicator, period and level of region.

    Written anew with every load. `count_total` counts figures for all (without breakdown), `count_valued` those that
    have a value.
    """

    __tablename__ = "satudata_coverage"
    __table_args__ = (
        sa.PrimaryKeyConstraint(
            "indicator_id", "origin_id", "period_end", "period_start", "level", name="satudata_coverage_pkey"
        ),
        sa.Index("satudata_coverage_origin_idx", "origin_id"),
    )

    indicator_id: Mapped[int] = mapped_column(sa.Integer)
    origin_id: Mapped[int] = mapped_column(sa.Integer)
    period_start: Mapped[date] = mapped_column(sa.Date)
    period_end: Mapped[date] = mapped_column(sa.Date)
    period_kind: Mapped[int] = mapped_column(sa.SmallInteger)
    level: Mapped[str] = mapped_column(sa.Text)
    count_facts: Mapped[int] = mapped_column(sa.Integer)
    count_valued: Mapped[int] = mapped_column(sa.Integer)
    count_total: Mapped[int] = mapped_column(sa.Integer)
    count_regions: Mapped[int] = mapped_column(sa.Integer)
