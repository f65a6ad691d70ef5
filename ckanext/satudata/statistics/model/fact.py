"""Table satudata_fact: the figures. Everything but the value is a number of four or eight bytes.

`wilayah` is the Kemendagri code as a number of ten digits (36.04.05.2001 → 3604052001, 36.04 → 3604000000), so that a
region and all below it are one range of an index: see `facts/wilayah_number.py`. `period_kind`: `facts/period_kind.py`.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import Enum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

import ckan.plugins.toolkit as tk


class FigureStatus(int, Enum):
    """How firm a figure is, or why there is none. Stored as the number; the name is what the API says."""

    TETAP = 0
    SEMENTARA = 1
    SANGAT_SEMENTARA = 2
    REVISI = 3
    PERKIRAAN = 4
    NIHIL = 10
    """"-" in the source: none, or zero. From here on there is no value."""
    TIDAK_TERSEDIA = 11
    TIDAK_DITAMPILKAN = 12
    BUKAN_ANGKA = 13
    """A word stands where a figure should; it is in `printed`."""

    @property
    def code(self) -> str:
        """The word of the API: "tetap", "sementara", …"""
        return self.name.lower()


STATUS_CODES = {status.value: status.code for status in FigureStatus}
"""The word of the API by the stored number."""


class Fact(tk.BaseModel):
    """One figure of one release.

    A release marks what it replaces with its own id in `superseded_by` and leaves what it repeats word for word where
    it is. `printed` is the text of the source where it says more than the number does ("4.526.862*", "-").
    """

    __tablename__ = "satudata_fact"
    __table_args__ = (
        # What a table, a map or a ranking asks for: one indicator of one origin in one period, over a range of regions.
        # The only index of current figures: a second one is half of the work of a load (profiles read `Latest`).
        sa.PrimaryKeyConstraint(
            "indicator_id", "origin_id", "period_end", "wilayah", "breakdown_id", "period_start", "release_id",
            name="satudata_fact_pkey",
        ),
        sa.Index("satudata_fact_history_idx", "origin_id", postgresql_where=sa.text("superseded_by IS NOT NULL")),
    )  # fmt: skip

    wilayah: Mapped[int] = mapped_column(sa.BigInteger)
    indicator_id: Mapped[int] = mapped_column(sa.Integer)
    origin_id: Mapped[int] = mapped_column(sa.Integer)
    release_id: Mapped[int] = mapped_column(sa.Integer)
    superseded_by: Mapped[int | None] = mapped_column(sa.Integer)
    breakdown_id: Mapped[int] = mapped_column(sa.Integer)
    period_start: Mapped[date] = mapped_column(sa.Date)
    period_end: Mapped[date] = mapped_column(sa.Date)
    row: Mapped[int | None] = mapped_column(sa.Integer)
    column: Mapped[int | None] = mapped_column(sa.SmallInteger)
    sheet: Mapped[int] = mapped_column(sa.SmallInteger)
    period_kind: Mapped[int] = mapped_column(sa.SmallInteger)
    status: Mapped[int] = mapped_column(sa.SmallInteger)
    value: Mapped[Decimal | None] = mapped_column(sa.Numeric)
    printed: Mapped[str | None] = mapped_column(sa.Text)
