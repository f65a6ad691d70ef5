"""Table satudata_run: one reading of one source, with its counters."""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

import ckan.plugins.toolkit as tk
from ckan.model.types import make_uuid

from ckanext.satudata.harvest.model.source import TIME, now

COUNTERS = (
    "new", "changed", "unchanged", "missing", "failed", "with_warnings", "skipped", "repeated",
    "archived", "deleted", "restored",
)  # fmt: skip
"""Names of the counters, as columns (`count_…`) and in the API."""


class RunKind(str, Enum):
    """Where the records of a run come from."""

    HARVEST = "harvest"
    """From the source."""
    REMAP = "remap"
    """From the table of records: what is stored is mapped again, the source is not asked."""


class RunState(str, Enum):
    """What has become of a run."""

    QUEUED = "queued"
    RUNNING = "running"
    FINISHED = "finished"
    FAILED = "failed"
    """Stopped by an error; what was received until then is kept."""
    CANCELLED = "cancelled"
    INTERRUPTED = "interrupted"
    """Its process died; found by the next run of the source."""


class Deletion(str, Enum):
    """What a complete run decided about datasets that are gone at the source."""

    OFF = "off"
    """The source is set so that nothing is taken away."""
    NOTHING = "nothing"
    """Nothing was gone."""
    DONE = "done"
    REFUSED = "refused"
    """Too many would have gone, or something else explains that they are gone: a person must approve."""
    APPROVED = "approved"


class Run(tk.BaseModel):
    """One reading of one source.

    `announced` is the number of records that the source says it has, `received` how many different ones came;
    `complete` is true when all came, and only then anything is called missing. `error` is a message with its details.
    `is_settled` is false from the start of a run until what it wrote has reached the search. `settings_hash` tells runs
    with other filters apart; `deletion` is None where the run never came to that question. `notice` says who was told
    of the run (see `harvest.notices`), None where nobody has looked at that yet.
    """

    __tablename__ = "satudata_run"
    __table_args__ = (
        sa.Index("satudata_run_source_idx", "source_id", "created_at"),
        sa.Index("satudata_run_state_idx", "state"),
    )

    id: Mapped[str] = mapped_column(sa.Text, primary_key=True, default=make_uuid)
    source_id: Mapped[str] = mapped_column(sa.Text)
    kind: Mapped[str] = mapped_column(sa.Text, default=RunKind.HARVEST.value)
    state: Mapped[str] = mapped_column(sa.Text, default=RunState.QUEUED.value)
    requested_by: Mapped[str | None] = mapped_column(sa.Text)
    job_id: Mapped[str | None] = mapped_column(sa.Text)
    mapping_version: Mapped[int | None] = mapped_column(sa.Integer)
    created_at: Mapped[datetime] = mapped_column(TIME, default=now)
    started_at: Mapped[datetime | None] = mapped_column(TIME)
    finished_at: Mapped[datetime | None] = mapped_column(TIME)
    progressed_at: Mapped[datetime | None] = mapped_column(TIME)
    cancel_requested: Mapped[bool] = mapped_column(sa.Boolean, default=False)
    announced: Mapped[int | None] = mapped_column(sa.Integer)
    received: Mapped[int] = mapped_column(sa.Integer, default=0)
    complete: Mapped[bool] = mapped_column(sa.Boolean, default=False)
    error: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    is_settled: Mapped[bool] = mapped_column(sa.Boolean, default=True)
    settings_hash: Mapped[str | None] = mapped_column(sa.Text)
    deletion: Mapped[str | None] = mapped_column(sa.Text)
    deletion_details: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    approved_by: Mapped[str | None] = mapped_column(sa.Text)
    approved_at: Mapped[datetime | None] = mapped_column(TIME)
    notice: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    count_new: Mapped[int] = mapped_column(sa.Integer, default=0)
    count_changed: Mapped[int] = mapped_column(sa.Integer, default=0)
    count_unchanged: Mapped[int] = mapped_column(sa.Integer, default=0)
    count_missing: Mapped[int] = mapped_column(sa.Integer, default=0)
    count_failed: Mapped[int] = mapped_column(sa.Integer, default=0)
    count_with_warnings: Mapped[int] = mapped_column(sa.Integer, default=0)
    count_skipped: Mapped[int] = mapped_column(sa.Integer, default=0)
    count_repeated: Mapped[int] = mapped_column(sa.Integer, default=0)
    count_archived: Mapped[int] = mapped_column(sa.Integer, default=0)
    count_deleted: Mapped[int] = mapped_column(sa.Integer, default=0)
    count_restored: Mapped[int] = mapped_column(sa.Integer, default=0)

    @property
    def counts(self) -> dict[str, int]:
        """The counters by name."""
        return {name: getattr(self, f"count_{name}") or 0 for name in COUNTERS}

    @staticmethod
    def of_source(source_id: str) -> sa.Select[tuple[Run]]:
        """Runs of a source, the newest first."""
        return sa.select(Run).where(Run.source_id == source_id).order_by(Run.created_at.desc(), Run.id)

    @staticmethod
    def troubled_sources() -> sa.Select[tuple[str]]:
        """Ids of the sources whose last run asks for somebody: it failed, refused records, or waits for an approval."""
        newest = sa.select(Run).distinct(Run.source_id).order_by(Run.source_id, Run.created_at.desc()).subquery()
        failed = newest.c.state.in_([RunState.FAILED.value, RunState.INTERRUPTED.value])
        refused = newest.c.deletion == Deletion.REFUSED.value
        return sa.select(newest.c.source_id).where(sa.or_(failed, refused, newest.c.count_failed > 0))

    @staticmethod
    def open_runs(source_id: str) -> sa.Select[tuple[Run]]:
        """Runs of a source that wait or work."""
        waiting = (RunState.QUEUED.value, RunState.RUNNING.value)
        return Run.of_source(source_id).where(Run.state.in_(waiting))
