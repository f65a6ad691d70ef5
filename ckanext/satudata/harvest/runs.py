"""Asking for runs: which are wanted, which are due, which are alive."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.satudata.harvest import jobs, lock
from ckanext.satudata.harvest.model import Run, RunKind, RunState, Schedule, Source
from ckanext.satudata.harvest.model.source import now

# An hour less than the period: what runs at 02:00 every night must not slip because last night took a minute longer.
PERIODS = {
    Schedule.DAILY.value: timedelta(hours=23),
    Schedule.WEEKLY.value: timedelta(days=7, hours=-1),
    Schedule.MONTHLY.value: timedelta(days=30, hours=-1),
}
# A run from the command line is queued a moment before it starts.
STARTING = timedelta(minutes=1)


def queue(source: Source, user: str | None, kind: RunKind = RunKind.HARVEST) -> Run:
    """A new queued run, committed. Raises tk.ValidationError while another one waits or works."""
    # Kept from others until the commit: of two who press the button at once, the second sees the run of the first.
    leaving = model.Session.scalar(sa.select(Source.leaving).where(Source.id == source.id).with_for_update())
    if leaving is not False:
        model.Session.rollback()
        raise tk.ValidationError({"id": [tk._("This source is being deleted. It is run no more.")]})
    if is_busy(source.id):
        model.Session.rollback()
        message = tk._("A run of this source is already waiting or at work. Wait until it has ended, or cancel it.")
        raise tk.ValidationError({"id": [message]})
    for lost in model.Session.scalars(Run.open_runs(source.id).where(Run.state == RunState.QUEUED.value)):
        # A dead running one is left to the next run, which repairs what it left behind.
        lost.state, lost.finished_at = RunState.INTERRUPTED.value, now()
    run = Run(source_id=source.id, kind=kind.value, requested_by=user, state=RunState.QUEUED.value)
    model.Session.add(run)
    model.Session.commit()
    return run


def enqueue(run: Run, source: Source) -> None:
    """Hand a queued run to the background workers, committed."""
    run.job_id = jobs.enqueue(run.id, source.title)
    model.Session.commit()


def cancel(run: Run) -> None:
    """Ask a run to stop, committed: a waiting or dead one ends at once, a working one after its present batch."""
    seen, one = run.state, Run.id == run.id
    if seen == RunState.QUEUED.value or (seen == RunState.RUNNING.value and not is_alive(run)):
        ended = {"state": RunState.CANCELLED.value, "finished_at": now()}
        model.Session.execute(sa.update(Run).where(one, Run.state == seen).values(**ended))
    # Meanwhile it may have begun, then it is asked to stop, or ended: then it keeps its end.
    open_or_cancelled = [RunState.QUEUED.value, RunState.RUNNING.value, RunState.CANCELLED.value]
    model.Session.execute(sa.update(Run).where(one, Run.state.in_(open_or_cancelled)).values(cancel_requested=True))
    model.Session.commit()
    model.Session.refresh(run)


def is_alive(run: Run) -> bool:
    """Whether an open run still has somebody who does it, or will."""
    if run.state == RunState.RUNNING.value:
        return lock.is_held(run.source_id)
    return jobs.is_waiting(run.job_id) if run.job_id else now() - run.created_at < STARTING


def is_busy(source_id: str) -> bool:
    """Whether a run of the source waits or works."""
    return any(is_alive(run) for run in model.Session.scalars(Run.open_runs(source_id)))


def next_at(source: Source, last: Run | None) -> datetime | None:
    """When the schedule asks for the next run; None for never, a moment in the past for as soon as possible.

    `last` is the newest run of the source, whatever became of it.
    """
    period = PERIODS.get(source.schedule)
    if period is None or not source.active:
        return None
    return last.created_at + period if last else now()


def due() -> Sequence[Source]:
    """Active sources whose schedule asks for a run now, the longest waiting first."""
    last = (
        sa.select(Run.source_id, sa.func.max(Run.created_at).label("at"))
        .where(Run.kind == RunKind.HARVEST.value)
        .group_by(Run.source_id)
        .subquery()
    )
    is_due = sa.or_(
        *(
            sa.and_(Source.schedule == schedule, sa.func.coalesce(last.c.at < now() - period, sa.true()))
            for schedule, period in PERIODS.items()
        )
    )
    return model.Session.scalars(
        sa.select(Source)
        .join(last, last.c.source_id == Source.id, isouter=True)
        .where(Source.active, is_due)
        .order_by(last.c.at.nulls_first(), Source.name)
    ).all()
