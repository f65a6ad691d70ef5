"""Table satudata_record: what a source held when it was last read, and the dataset made of it."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

import ckan.plugins.toolkit as tk

from ckanext.satudata.harvest.model.source import TIME, now


class RecordState(str, Enum):
    """What became of a record the last time it was processed."""

    STORED = "stored"
    REFUSED = "refused"
    """Kept out or behind: an older dataset, if there is one, stays as it was. Tried again by every run."""


class Stage(str, Enum):
    """How far the dataset of a missing record has been taken away. What is on the way is finished by the next run."""

    ARCHIVING = "archiving"
    ARCHIVED = "archived"
    """Private: its editors find it, nobody else does."""
    DELETING = "deleting"
    DELETED = "deleted"
    """In state "deleted", not purged."""
    LEFT = "left"
    """Archived or deleted once, and brought back here by a person: it is left alone."""


class Record(tk.BaseModel):
    """One record of one source.

    `hash` and `document` (canonical JSON) are those of the last content that was *stored*; a refused content leaves
    them as they are. `url` is the dataset's page at the source. `missing_since` is set when a complete run did not meet
    the record any more; `stage` then tells what became of its dataset, `was_private` what it was before. `written`
    holds the fingerprints of the dataset's fields as the last run left them: docs/decisions/004-local-edits.md.
    """

    __tablename__ = "satudata_record"
    __table_args__ = (
        sa.UniqueConstraint("source_id", "guid", name="satudata_record_guid_key"),
        sa.Index("satudata_record_package_idx", "package_id"),
        sa.Index("satudata_record_organization_idx", "organization_id"),
    )

    id: Mapped[int] = mapped_column(sa.BigInteger, sa.Identity(), primary_key=True)
    source_id: Mapped[str] = mapped_column(sa.Text)
    guid: Mapped[str] = mapped_column(sa.Text)
    state: Mapped[str] = mapped_column(sa.Text)
    hash: Mapped[str | None] = mapped_column(sa.Text)
    document: Mapped[str | None] = mapped_column(sa.Text)
    url: Mapped[str] = mapped_column(sa.Text, default="", server_default="")
    mapping_version: Mapped[int] = mapped_column(sa.Integer)
    package_id: Mapped[str | None] = mapped_column(sa.Text)
    organization_id: Mapped[str | None] = mapped_column(sa.Text)
    last_run_id: Mapped[str] = mapped_column(sa.Text)
    missing_since: Mapped[datetime | None] = mapped_column(TIME)
    stage: Mapped[str | None] = mapped_column(sa.Text)
    stage_at: Mapped[datetime | None] = mapped_column(TIME)
    was_private: Mapped[bool | None] = mapped_column(sa.Boolean)
    written: Mapped[str | None] = mapped_column(sa.Text)
    created_at: Mapped[datetime] = mapped_column(TIME, default=now)
    modified_at: Mapped[datetime] = mapped_column(TIME, default=now)
