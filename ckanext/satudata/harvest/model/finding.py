"""Table satudata_finding: what a run found in a record, or in the source itself.

The wording stands in the register (`codes.findings`); here stand the code and what fills its placeholders.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

import ckan.plugins.toolkit as tk

from ckanext.satudata.harvest.model.record import Record
from ckanext.satudata.harvest.model.run import Run
from ckanext.satudata.harvest.model.source import TIME, now

OF_THE_GONE = ("HARVEST-06", "HARVEST-52", "HARVEST-53")
"""Findings that say that the record is no longer at the source: untrue once it is back."""


class StoredFinding(tk.BaseModel):
    """One finding of one run; `guid` is empty for what concerns the whole source."""

    __tablename__ = "satudata_finding"
    __table_args__ = (
        sa.Index("satudata_finding_run_idx", "run_id", "code"),
        sa.Index("satudata_finding_source_idx", "source_id"),
        sa.Index("satudata_finding_organization_idx", "organization_id"),
    )

    id: Mapped[int] = mapped_column(sa.BigInteger, sa.Identity(), primary_key=True)
    run_id: Mapped[str] = mapped_column(sa.Text)
    source_id: Mapped[str] = mapped_column(sa.Text)
    guid: Mapped[str | None] = mapped_column(sa.Text)
    title: Mapped[str | None] = mapped_column(sa.Text)
    package_id: Mapped[str | None] = mapped_column(sa.Text)
    organization_id: Mapped[str | None] = mapped_column(sa.Text)
    code: Mapped[str] = mapped_column(sa.Text)
    severity: Mapped[str] = mapped_column(sa.Text)
    place: Mapped[str] = mapped_column(sa.Text)
    value: Mapped[str] = mapped_column(sa.Text)
    details: Mapped[dict[str, Any]] = mapped_column(JSONB)
    created_at: Mapped[datetime] = mapped_column(TIME, default=now)

    @staticmethod
    def holds() -> sa.ColumnElement[bool]:
        """Condition: what the finding says is still so.

        No later run has touched its record, or the record is gone and the last complete run has said so.
        """
        of_record = sa.and_(Record.source_id == StoredFinding.source_id, Record.guid == StoredFinding.guid)
        last_complete = (
            sa.select(Run.id)
            .where(Run.source_id == StoredFinding.source_id, Run.complete)
            .order_by(Run.created_at.desc())
            .limit(1)
            .scalar_subquery()
        )
        is_gone = Record.missing_since.is_not(None)
        untouched = sa.and_(
            Record.last_run_id == StoredFinding.run_id, sa.or_(StoredFinding.code.not_in(OF_THE_GONE), is_gone)
        )
        gone = sa.and_(is_gone, StoredFinding.run_id == last_complete)
        return sa.select(Record.id).where(of_record, sa.or_(untouched, gone)).exists()
