"""Table satudata_source: where datasets come from, and how they become ours."""

from __future__ import annotations

from datetime import datetime, timezone
from enum import Enum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

import ckan.plugins.toolkit as tk
from ckan.model.types import make_uuid

TIME = sa.DateTime(timezone=True)


def now() -> datetime:
    """The present moment, with its time zone."""
    return datetime.now(timezone.utc)


class Schedule(str, Enum):
    """How often a source is run by itself."""

    MANUAL = "manual"
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


class Source(tk.BaseModel):
    """One address with its connector.

    `settings` is what the connector declares, `mapping` what `mapping_settings` declares. `mapping_version` grows
    with each change of `mapping`, so that the next run maps unchanged records again. `state` is how far the connector
    has read (see `harvest.progress`), `networks` are those in CIDR form that a sysadmin lets this source lie in.
    """

    __tablename__ = "satudata_source"
    __table_args__ = (sa.UniqueConstraint("name", name="satudata_source_name_key"),)

    id: Mapped[str] = mapped_column(sa.Text, primary_key=True, default=make_uuid)
    name: Mapped[str] = mapped_column(sa.Text)
    title: Mapped[str] = mapped_column(sa.Text)
    connector: Mapped[str] = mapped_column(sa.Text)
    settings: Mapped[dict[str, Any]] = mapped_column(JSONB)
    mapping: Mapped[dict[str, Any]] = mapped_column(JSONB)
    mapping_version: Mapped[int] = mapped_column(sa.Integer, default=1)
    schedule: Mapped[str] = mapped_column(sa.Text, default=Schedule.MANUAL.value)
    active: Mapped[bool] = mapped_column(sa.Boolean, default=True)
    priority: Mapped[int] = mapped_column(sa.Integer, default=50)
    state: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    networks: Mapped[list[str]] = mapped_column(JSONB, default=list)
    leaving: Mapped[bool] = mapped_column(sa.Boolean, default=False)
    created_by: Mapped[str | None] = mapped_column(sa.Text)
    created_at: Mapped[datetime] = mapped_column(TIME, default=now)
    modified_at: Mapped[datetime] = mapped_column(TIME, default=now)

    @staticmethod
    def by_id_or_name(reference: str) -> sa.Select[tuple[Source]]:
        """The source with this id or name."""
        return sa.select(Source).where(sa.or_(Source.id == reference, Source.name == reference))
