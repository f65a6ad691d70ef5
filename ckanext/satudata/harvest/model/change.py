"""Table satudata_change: what a run did to the datasets of its source, one row a dataset and kind.

A record that stays as it is has no row. New datasets have no fields: the dataset itself tells them.
"""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

import ckan.plugins.toolkit as tk

from ckanext.satudata.harvest.model.source import TIME, now


class ChangeKind(str, Enum):
    """What happened to a dataset."""

    NEW = "new"
    CHANGED = "changed"
    KEPT = "kept"
    """The source says otherwise, but what was edited here stays: `fields` hold the source's value, then ours."""
    MISSING = "missing"
    ARCHIVED = "archived"
    DELETED = "deleted"
    RESTORED = "restored"


class StoredChange(tk.BaseModel):
    """One dataset that a run changed; `fields` is a list of [place, before, after]."""

    __tablename__ = "satudata_change"
    __table_args__ = (
        sa.Index("satudata_change_run_idx", "run_id", "kind"),
        sa.Index("satudata_change_source_idx", "source_id"),
    )

    id: Mapped[int] = mapped_column(sa.BigInteger, sa.Identity(), primary_key=True)
    run_id: Mapped[str] = mapped_column(sa.Text)
    source_id: Mapped[str] = mapped_column(sa.Text)
    guid: Mapped[str] = mapped_column(sa.Text)
    package_id: Mapped[str | None] = mapped_column(sa.Text)
    organization_id: Mapped[str | None] = mapped_column(sa.Text)
    title: Mapped[str | None] = mapped_column(sa.Text)
    kind: Mapped[str] = mapped_column(sa.Text)
    fields: Mapped[list[Any] | None] = mapped_column(JSONB(none_as_null=True))
    created_at: Mapped[datetime] = mapped_column(TIME, default=now)
