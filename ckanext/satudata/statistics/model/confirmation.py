"""Table satudata_confirmation: alarms about a file that somebody has called false, with his reason."""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

import ckan.plugins.toolkit as tk
from ckan.model.types import make_uuid

from ckanext.satudata.statistics.model.indicator import TIME, now


class Alarm(str, Enum):
    """Why a file is not loaded, or not given to everybody, before a person has looked at it."""

    PERSONAL_DATA = "personal_data"
    OTHER_FORM = "other_form"
    """A filled form of another dataset."""
    UNREAD = "unread"
    """Nobody could look for personal data, because the file, or a part of it, could not be read."""


class Confirmation(tk.BaseModel):
    """One alarm about one file. It holds for that very file (`file_hash`); never changed, never deleted.

    `findings` are what was found at that time: {"code", "place", "message"}. They repeat no cell.
    """

    __tablename__ = "satudata_confirmation"
    __table_args__ = (sa.Index("satudata_confirmation_resource_idx", "resource_id", "confirmed_at"),)

    id: Mapped[str] = mapped_column(sa.Text, primary_key=True, default=make_uuid)
    resource_id: Mapped[str] = mapped_column(sa.Text)
    upload: Mapped[str] = mapped_column(sa.Text)
    file_hash: Mapped[str] = mapped_column(sa.Text)
    alarm: Mapped[str] = mapped_column(sa.Text)
    reason: Mapped[str] = mapped_column(sa.Text)
    findings: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list)
    confirmed_by: Mapped[str] = mapped_column(sa.Text)
    confirmed_at: Mapped[datetime] = mapped_column(TIME, default=now)

    @staticmethod
    def of_resource(resource_id: str) -> sa.Select[tuple[Confirmation]]:
        """Those about a resource, the newest first."""
        query = sa.select(Confirmation).where(Confirmation.resource_id == resource_id)
        return query.order_by(Confirmation.confirmed_at.desc())
