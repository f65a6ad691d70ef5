"""Table satudata_duplicate: two datasets that are likely the same, and what a person says of it."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

import ckan.plugins.toolkit as tk

from ckanext.satudata.harvest.model.source import TIME, now


class Reason(str, Enum):
    """Why two datasets are taken for the same, the surest first."""

    GUID = "guid"
    SOURCE_URL = "source_url"
    TITLE = "title"


class DuplicateState(str, Enum):
    """What is known of a pair."""

    OPEN = "open"
    """Found; nobody has looked at it."""
    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    """A person says that they are two: never proposed again."""


class Duplicate(tk.BaseModel):
    """A pair of packages; `first_id` is the smaller id. `hidden_id` is the one that is kept from the public."""

    __tablename__ = "satudata_duplicate"
    __table_args__ = (
        sa.UniqueConstraint("first_id", "second_id", name="satudata_duplicate_pair_key"),
        sa.Index("satudata_duplicate_second_idx", "second_id"),
        sa.Index("satudata_duplicate_state_idx", "state"),
    )

    id: Mapped[int] = mapped_column(sa.BigInteger, sa.Identity(), primary_key=True)
    first_id: Mapped[str] = mapped_column(sa.Text)
    second_id: Mapped[str] = mapped_column(sa.Text)
    reason: Mapped[str] = mapped_column(sa.Text)
    likeness: Mapped[float] = mapped_column(sa.Float)
    state: Mapped[str] = mapped_column(sa.Text, default=DuplicateState.OPEN.value)
    hidden_id: Mapped[str | None] = mapped_column(sa.Text)
    decided_by: Mapped[str | None] = mapped_column(sa.Text)
    decided_at: Mapped[datetime | None] = mapped_column(TIME)
    created_at: Mapped[datetime] = mapped_column(TIME, default=now)
