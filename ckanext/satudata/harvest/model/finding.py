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
from ckanext.satudata.harvest.model.source import TIME, now


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
        """Condition: no later run has touched the record that the finding is about, so it is still so."""
        return (
            sa.select(Record.id)
            .where(
                Record.source_id == StoredFinding.source_id,
                Record.guid == StoredFinding.guid,
                Record.last_run_id == StoredFinding.run_id,
            )
            .exists()
        )
