"""How long runs are kept: a number of them for each source, and all of the last days. The rest goes in batches.

Never goes what is still needed: open runs, runs that the next one has to look through, the newest run of a source,
its last complete one, and findings that still hold, because no later run has touched their record. A run that has
such findings stays with them; what it changed goes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ckanext.satudata.harvest import config
from ckanext.satudata.harvest.model import Run, RunState, StoredChange, StoredFinding
from ckanext.satudata.harvest.model.source import now

__all__ = ["Keep", "Pruned", "kept", "prune"]

BATCH = 5000
OPEN = (RunState.QUEUED.value, RunState.RUNNING.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Keep:
    """A run is kept if it is among the newest `runs` of its source or younger than `days`; 0 asks for neither.

    With both 0 everything is kept.
    """

    runs: int
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pruned:
    """How many rows went, or would go."""

    runs: int = 0
    findings: int = 0
    changes: int = 0


def kept() -> Keep:
    """What the operator has set."""
    return Keep(runs=config.keep_runs(), days=config.keep_days())


def prune(session: Session, keep: Keep, *, source_id: str | None = None, dry_run: bool = False) -> Pruned:
    """Delete what is old, of one source or of all. Commits after each batch."""
    if not (keep.runs or keep.days):
        return Pruned()
    old = list(session.scalars(_old_runs(keep, source_id)))
    if not old:
        return Pruned()
    findings = sa.and_(StoredFinding.run_id.in_(old), ~StoredFinding.holds())
    changes = StoredChange.run_id.in_(old)
    if dry_run:
        empty = sa.and_(Run.id.in_(old), ~_holding())
        numbers = [_count(session, table, where) for table, where in _tables(empty, findings, changes)]
    else:
        parts = ((StoredFinding, findings), (StoredChange, changes), (Run, sa.and_(Run.id.in_(old), ~_has_findings())))
        gone = {table: _delete(session, table, where) for table, where in parts}
        numbers = [gone[Run], gone[StoredFinding], gone[StoredChange]]
    return Pruned(runs=numbers[0], findings=numbers[1], changes=numbers[2])


def _tables(runs: Any, findings: Any, changes: Any) -> tuple[tuple[Any, Any], ...]:
    return ((Run, runs), (StoredFinding, findings), (StoredChange, changes))


def _old_runs(keep: Keep, source_id: str | None) -> sa.Select[tuple[str]]:
    place = sa.func.row_number().over(partition_by=Run.source_id, order_by=(Run.created_at.desc(), Run.id))
    done = sa.func.row_number().over(
        partition_by=(Run.source_id, Run.complete), order_by=(Run.created_at.desc(), Run.id)
    )
    ranked = sa.select(
        Run.id, Run.state, Run.is_settled, Run.complete, Run.created_at, place.label("place"), done.label("done")
    )
    if source_id:
        ranked = ranked.where(Run.source_id == source_id)
    one = ranked.subquery()
    is_old = [one.c.place > max(keep.runs, 1), one.c.state.not_in(OPEN), one.c.is_settled]
    is_old.append(~sa.and_(one.c.complete, one.c.done == 1))
    if keep.days:
        is_old.append(one.c.created_at < now() - timedelta(days=keep.days))
    return sa.select(one.c.id).where(*is_old)


def _holding() -> sa.ColumnElement[bool]:
    return sa.select(StoredFinding.id).where(StoredFinding.run_id == Run.id, StoredFinding.holds()).exists()


def _has_findings() -> sa.ColumnElement[bool]:
    return sa.select(StoredFinding.id).where(StoredFinding.run_id == Run.id).exists()


def _count(session: Session, table: Any, where: sa.ColumnElement[bool]) -> int:
    return session.scalar(sa.select(sa.func.count()).select_from(table).where(where)) or 0


def _delete(session: Session, table: Any, where: sa.ColumnElement[bool]) -> int:
    gone = 0
    while True:
        some = sa.select(table.id).where(where).limit(BATCH)
        number = len(session.scalars(sa.delete(table).where(table.id.in_(some)).returning(table.id)).all())
        session.commit()
        gone += number
        if number < BATCH:
            return gone
