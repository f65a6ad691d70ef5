"""The engine: one run of one source, from the lock to the state in which it ended.

A run is done once, however often it is delivered, and one run of a source at a time. Whatever happens to it, its row
says so in the end: finished, failed (with a reason), cancelled; a process that died is found by the next run. What a
run does in between: `course.py`.
"""

from __future__ import annotations

import logging
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ckanext.satudata.codes.messages import N_
from ckanext.satudata.harvest import lock
from ckanext.satudata.harvest.engine import course
from ckanext.satudata.harvest.engine.course import Progress, limits
from ckanext.satudata.harvest.errors import BusyError, CancelledError, HarvestError
from ckanext.satudata.harvest.model import Run, RunState
from ckanext.satudata.harvest.model.source import now
from ckanext.satudata.harvest.own_session import own_session

__all__ = ["Progress", "execute", "limits"]

log = logging.getLogger(__name__)

SHORT_WORK_S = 60.0
"""How long a run waits for what is no run but holds the lock of its source: an approval, or a sweep."""


def execute(run_id: str, on_progress: Progress = lambda _report: None) -> RunState:
    """Do a queued run, and give the state in which it ended. `on_progress` is called after each batch.

    A run that somebody else does, or that has ended, is left alone. Raises only what is no error of the run: a stop
    from the keyboard, or a lost database.
    """
    with own_session() as session:
        try:
            with lock.hold(f"run:{run_id}"):
                return _execute_once(session, run_id, on_progress)
        except BusyError:
            return _state(session, run_id)


def _execute_once(session: Session, run_id: str, on_progress: Progress) -> RunState:
    source_id = session.scalar(sa.select(Run.source_id).where(Run.id == run_id, Run.state == RunState.QUEUED.value))
    running = sa.select(Run.id).where(Run.source_id == source_id, Run.state == RunState.RUNNING.value)
    wait_s = 0 if session.scalar(running.limit(1)) else SHORT_WORK_S
    session.rollback()
    if source_id is None:
        return _state(session, run_id)
    try:
        with lock.hold(source_id, wait_s):
            return _to_its_end(session, run_id, source_id, on_progress)
    except BusyError as error:
        return _end(session, run_id, RunState.FAILED, error)


def _to_its_end(session: Session, run_id: str, source_id: str, on_progress: Progress) -> RunState:
    """Do the run and write its end, both while nobody else can start one."""
    if not _started(session, run_id):
        return _state(session, run_id)
    try:
        course.follow(session, run_id, source_id, on_progress)
    except CancelledError as error:
        return _end(session, run_id, RunState.CANCELLED, error)
    except HarvestError as error:
        return _end(session, run_id, RunState.FAILED, error)
    except Exception as error:  # a run never takes its worker down; the row tells, the log tells more
        log.exception("Run %s of source %s", run_id, source_id)
        unexpected = HarvestError(N_("Unexpected error: {reason}"), reason=f"{type(error).__name__}: {error}")
        return _end(session, run_id, RunState.FAILED, unexpected, is_settled=False)
    except BaseException:
        _end(session, run_id, RunState.INTERRUPTED, None, is_settled=False)
        raise
    return _end(session, run_id, RunState.FINISHED, None)


def _started(session: Session, run_id: str) -> bool:
    """Whether the run was still waiting; it is now at work."""
    started = session.scalar(
        sa.update(Run)
        .where(Run.id == run_id, Run.state == RunState.QUEUED.value)
        .values(state=RunState.RUNNING.value, started_at=now(), is_settled=False)
        .returning(Run.id)
    )
    session.commit()
    return started is not None


def _end(
    session: Session, run_id: str, state: RunState, error: HarvestError | None, *, is_settled: bool = True
) -> RunState:
    """Write the end. What is not settled, the next run looks through for datasets that the search has not got."""
    session.rollback()
    values: dict[str, Any] = {"state": state.value, "finished_at": now(), "is_settled": is_settled}
    if error is not None:
        values["error"] = {"msgid": error.message.msgid, "details": dict(error.message.details)}
    session.execute(sa.update(Run).where(Run.id == run_id).values(**values))
    session.commit()
    return state


def _state(session: Session, run_id: str) -> RunState:
    return RunState(session.scalars(sa.select(Run.state).where(Run.id == run_id)).one())
