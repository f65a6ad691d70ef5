"""Table satudata_release: one loading of one resource, and what it changed."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

import ckan.plugins.toolkit as tk

from ckanext.satudata.statistics.model.indicator import TIME, now


class ReleaseState(str, Enum):
    """Whether a release still speaks."""

    CURRENT = "current"
    """The last one of its origin."""
    SUPERSEDED = "superseded"
    """A later one has come; figures of periods that it did not bring again still stand."""


class Release(tk.BaseModel):
    """One upload, numbered from 1 within its origin.

    `id` grows with time: the state as of a release are the facts with `release_id` up to it that no release up to it
    has superseded. `sheets` are the names that `Fact.sheet` counts from 0. `method` is what the dataset said at
    that time. `largest_changes` is a list of ten.
    """

    __tablename__ = "satudata_release"
    __table_args__ = (
        sa.UniqueConstraint("origin_id", "number", name="satudata_release_number_key"),
        sa.Index("satudata_release_created_idx", "created_at"),
    )

    id: Mapped[int] = mapped_column(sa.Integer, sa.Identity(), primary_key=True)
    origin_id: Mapped[int] = mapped_column(sa.Integer)
    number: Mapped[int] = mapped_column(sa.Integer)
    state: Mapped[str] = mapped_column(sa.Text, default=ReleaseState.CURRENT.value)
    created_by: Mapped[str | None] = mapped_column(sa.Text)
    created_at: Mapped[datetime] = mapped_column(TIME, default=now)
    file_hash: Mapped[str | None] = mapped_column(sa.Text)
    method: Mapped[str | None] = mapped_column(sa.Text)
    period_start: Mapped[date | None] = mapped_column(sa.Date)
    period_end: Mapped[date | None] = mapped_column(sa.Date)
    sheets: Mapped[list[str]] = mapped_column(ARRAY(sa.Text))
    count_facts: Mapped[int] = mapped_column(sa.Integer, default=0)
    count_added: Mapped[int] = mapped_column(sa.Integer, default=0)
    count_changed: Mapped[int] = mapped_column(sa.Integer, default=0)
    count_removed: Mapped[int] = mapped_column(sa.Integer, default=0)
    count_unchanged: Mapped[int] = mapped_column(sa.Integer, default=0)
    largest_changes: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
