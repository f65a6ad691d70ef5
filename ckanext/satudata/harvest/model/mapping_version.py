"""Table satudata_mapping_version: every mapping that a source ever had."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

import ckan.plugins.toolkit as tk

from ckanext.satudata.harvest.model.source import TIME, now


class MappingVersion(tk.BaseModel):
    """The mapping of a source under one number; `title` is the source's, which its datasets carry."""

    __tablename__ = "satudata_mapping_version"
    __table_args__ = (sa.UniqueConstraint("source_id", "number", name="satudata_mapping_version_number_key"),)

    id: Mapped[int] = mapped_column(sa.BigInteger, sa.Identity(), primary_key=True)
    source_id: Mapped[str] = mapped_column(sa.Text)
    number: Mapped[int] = mapped_column(sa.Integer)
    title: Mapped[str] = mapped_column(sa.Text)
    mapping: Mapped[dict[str, Any]] = mapped_column(JSONB)
    created_by: Mapped[str | None] = mapped_column(sa.Text)
    created_at: Mapped[datetime] = mapped_column(TIME, default=now)

    @staticmethod
    def of_source(source_id: str) -> sa.Select[tuple[MappingVersion]]:
        """The mappings of a source, the newest first."""
        return (
            sa.select(MappingVersion)
            .where(MappingVersion.source_id == source_id)
            .order_by(MappingVersion.number.desc())
        )
