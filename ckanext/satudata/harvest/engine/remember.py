"""Writing down what became of records: one statement per batch, which a repeated run may give again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from ckanext.satudata.harvest import many_rows
from ckanext.satudata.harvest.engine import local_edits
from ckanext.satudata.harvest.model import Record, RecordState
from ckanext.satudata.harvest.model.source import now

KEY = ("source_id", "guid", "created_at")


def stored(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    """Records whose dataset is now as they are."""
    _upsert(
        session, [{**row, "state": RecordState.STORED.value, "missing_since": None} for row in rows], overwrite=None
    )


def refused(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    """Records that were kept out; hash, document and dataset of an earlier content stay."""
    marked = [{**row, "state": RecordState.REFUSED.value} for row in rows]
    _upsert(session, marked, overwrite=("state", "last_run_id", "modified_at"))


def written(session: Session, source_id: str, guids: Sequence[str]) -> dict[str, dict[str, str]]:
    """Fingerprints of what was last written of these records, by guid; without those of which nothing is known."""
    if not guids:
        return {}
    query = sa.select(Record.guid, Record.written).where(
        Record.source_id == source_id, Record.guid.in_(guids), Record.written.is_not(None)
    )
    return {guid: local_edits.load(text) for guid, text in session.execute(query)}


def back_again(session: Session, source_id: str, guids: Sequence[str]) -> None:
    """Records that had been missing and are there again."""
    _set(session, source_id, guids, missing_since=None)


def mended(session: Session, source_id: str, guids: Sequence[str]) -> None:
    """Records that had been refused and are again as they were stored."""
    _set(session, source_id, guids, state=RecordState.STORED.value)


def _set(session: Session, source_id: str, guids: Sequence[str], **values: Any) -> None:
    if guids:
        session.execute(sa.update(Record).where(Record.source_id == source_id, Record.guid.in_(guids)).values(**values))


def _upsert(session: Session, rows: Sequence[dict[str, Any]], *, overwrite: Sequence[str] | None) -> None:
    if not rows:
        return
    timed = [{**row, "created_at": now(), "modified_at": now()} for row in rows]
    names = tuple(timed[0])
    statement = insert(Record).from_select(names, many_rows.rowset(Record.__table__, timed), include_defaults=False)
    changed = overwrite or tuple(name for name in names if name not in KEY)
    session.execute(
        statement.on_conflict_do_update(
            constraint="satudata_record_guid_key", set_={name: statement.excluded[name] for name in changed}
        )
    )
