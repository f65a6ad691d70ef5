"""Tables satudata_indicator and satudata_measure: what a figure is about, and which column of which dataset says it."""

from __future__ import annotations

from datetime import datetime, timezone

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

import ckan.plugins.toolkit as tk

TIME = sa.DateTime(timezone=True)


def now() -> datetime:
    """The present moment, with its time zone."""
    return datetime.now(timezone.utc)


class Indicator(tk.BaseModel):
    """One thing that is measured, in one unit.

    `key` is its identity: "kode_indikator:1.01.000474|orang", "kode_sds:SD00316.01.00|orang", or, for a dataset that
    states no code, "dataset:<id>|penduduk|orang". Datasets share an indicator because they state one code, or because
    somebody has said so (action satudata_indicator_share); never because their names are alike.
    """

    __tablename__ = "satudata_indicator"
    __table_args__ = (
        sa.UniqueConstraint("key", name="satudata_indicator_key_key"),
        sa.Index("satudata_indicator_kode_idx", "kode_indikator"),
    )

    id: Mapped[int] = mapped_column(sa.Integer, sa.Identity(), primary_key=True)
    key: Mapped[str] = mapped_column(sa.Text)
    name: Mapped[str] = mapped_column(sa.Text)
    satuan: Mapped[str] = mapped_column(sa.Text)
    kode_indikator: Mapped[str | None] = mapped_column(sa.Text)
    kode_sds: Mapped[str | None] = mapped_column(sa.Text)
    created_at: Mapped[datetime] = mapped_column(TIME, default=now)


class Measure(tk.BaseModel):
    """A measure of a dataset, by folded name and unit, and the indicator that its figures belong to.

    Decided at the first load and kept, so that a later file with one column more moves no series.
    """

    __tablename__ = "satudata_measure"
    __table_args__ = (
        sa.UniqueConstraint("package_id", "name", "satuan", name="satudata_measure_name_key"),
        sa.Index("satudata_measure_indicator_idx", "indicator_id"),
    )

    id: Mapped[int] = mapped_column(sa.Integer, sa.Identity(), primary_key=True)
    package_id: Mapped[str] = mapped_column(sa.Text)
    name: Mapped[str] = mapped_column(sa.Text)
    satuan: Mapped[str] = mapped_column(sa.Text)
    label: Mapped[str] = mapped_column(sa.Text)
    indicator_id: Mapped[int] = mapped_column(sa.Integer)
