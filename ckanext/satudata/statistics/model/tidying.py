"""Tables satudata_table and satudata_table_page: the tidying of a resource's file, and its cells, a page at a time."""

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


class TidyingState(str, Enum):
    """How far the tidying of a file has come."""

    QUEUED = "queued"
    READING = "reading"
    LOADING = "loading"
    DONE = "done"
    HELD = "held"
    """Read, but not loaded before somebody confirms that the figures belong here."""
    REFUSED = "refused"
    """Personal data were found: no cell is kept, nothing was loaded."""
    FAILED = "failed"


class PageKind(str, Enum):
    """What a page holds."""

    RAW = "raw"
    """Rows of a sheet, cell by cell."""
    TIDY = "tidy"
    """Records of a tidy table."""


class Tidying(tk.BaseModel):
    """The newest tidying of a resource's file.

    `source` says which file it was: another one starts the tidying anew. `sheets` are the sheets without their cells,
    with what was recognised in each (`tables/stored.py`); `findings` as `Finding.as_dict` gives them. `notes` are
    what the loading had to say: {"text": English msgid, "details": what fills it}. `progress` is in per cent.
    `attempt` counts the readings asked for: a job of an earlier one has nothing to say any more (`tables/turns.py`).
    `open_upload` is the upload that everybody may get (`tables/files.py`); another one is for its editors.
    """

    __tablename__ = "satudata_table"
    __table_args__ = (sa.UniqueConstraint("resource_id", name="satudata_table_resource_key"),)

    id: Mapped[str] = mapped_column(sa.Text, primary_key=True, default=make_uuid)
    resource_id: Mapped[str] = mapped_column(sa.Text)
    package_id: Mapped[str] = mapped_column(sa.Text)
    organization_id: Mapped[str | None] = mapped_column(sa.Text)
    source: Mapped[str] = mapped_column(sa.Text, default="")
    job_id: Mapped[str | None] = mapped_column(sa.Text)
    created_by: Mapped[str | None] = mapped_column(sa.Text)
    state: Mapped[str] = mapped_column(sa.Text, default=TidyingState.QUEUED.value)
    progress: Mapped[int] = mapped_column(sa.Integer, default=0)
    created_at: Mapped[datetime] = mapped_column(TIME, default=now)
    started_at: Mapped[datetime | None] = mapped_column(TIME)
    finished_at: Mapped[datetime | None] = mapped_column(TIME)
    sheets: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list)
    findings: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list)
    notes: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list)
    count_rows: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    count_facts: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    attempt: Mapped[int] = mapped_column(sa.Integer, default=0)
    file_hash: Mapped[str] = mapped_column(sa.Text, default="")
    open_upload: Mapped[str | None] = mapped_column(sa.Text)

    @staticmethod
    def of_resource(resource_id: str) -> sa.Select[tuple[Tidying]]:
        """The tidying of a resource."""
        return sa.select(Tidying).where(Tidying.resource_id == resource_id)


class TidyingPage(tk.BaseModel):
    """Some rows of a sheet or of a tidy table, in their order. `part` counts sheets, or tables, from 0."""

    __tablename__ = "satudata_table_page"

    table_id: Mapped[str] = mapped_column(sa.Text, primary_key=True)
    kind: Mapped[str] = mapped_column(sa.Text, primary_key=True)
    part: Mapped[int] = mapped_column(sa.Integer, primary_key=True)
    number: Mapped[int] = mapped_column(sa.Integer, primary_key=True)
    rows: Mapped[list[Any]] = mapped_column(JSONB)

    @staticmethod
    def of(table_id: str, kind: PageKind, part: int) -> sa.Select[tuple[TidyingPage]]:
        """The pages of one sheet or table, the first one first."""
        query = sa.select(TidyingPage).where(
            TidyingPage.table_id == table_id, TidyingPage.kind == kind.value, TidyingPage.part == part
        )
        return query.order_by(TidyingPage.number)
