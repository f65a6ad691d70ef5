"""Table satudata_breakdown: the dictionary of combinations of dimensions, so that a fact carries one small number."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

import ckan.plugins.toolkit as tk

NO_BREAKDOWN = 0
"""The id of the empty combination: the figure for all. The migration writes it."""


class Breakdown(tk.BaseModel):
    """One combination, such as {"jenis_kelamin": "P", "kelompok_umur": "0-4"}; sums over a dimension leave it out.

    `hash` is the SHA-256 of the dimensions in canonical JSON: the same on every site, whatever the id.
    """

    __tablename__ = "satudata_breakdown"
    __table_args__ = (
        sa.UniqueConstraint("hash", name="satudata_breakdown_hash_key"),
        sa.Index("satudata_breakdown_dimensions_idx", "dimensions", postgresql_using="gin"),
    )

    id: Mapped[int] = mapped_column(sa.Integer, sa.Identity(start=1), primary_key=True)
    hash: Mapped[str] = mapped_column(sa.Text)
    dimensions: Mapped[dict[str, str]] = mapped_column(JSONB)
