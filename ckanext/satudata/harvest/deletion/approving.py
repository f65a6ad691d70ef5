"""A person overrules the deletion guard: for exactly the records of that run that have been missing ever since.

The approval stands in the run; a job hides the datasets at once, and should it be lost, the next complete run does.
"""

from __future__ import annotations

import logging

import sqlalchemy as sa
from sqlalchemy.orm import Session

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.satudata.harvest import lock
from ckanext.satudata.harvest.deletion import withdrawal
from ckanext.satudata.harvest.deletion.missing import Missing, missing
from ckanext.satudata.harvest.engine.report import Report
from ckanext.satudata.harvest.engine.workshop import open_workshop
from ckanext.satudata.harvest.errors import BusyError
from ckanext.satudata.harvest.model import ChangeKind, Deletion, Record, Run, Source, StoredChange
from ckanext.satudata.harvest.model.source import now
from ckanext.satudata.harvest.own_session import own_session

log = logging.getLogger(__name__)

WAIT_S = 60.0


def approve(run: Run, user: str | None) -> None:
    """Note who approves, committed. Raises tk.ValidationError if there is nothing to approve, or somebody has."""
    noted = model.Session.scalar(
        sa.update(Run)
        .where(Run.id == run.id, Run.deletion == Deletion.REFUSED.value)
        .values(deletion=Deletion.APPROVED.value, approved_by=user, approved_at=now())
        .returning(Run.id)
    )
    model.Session.commit()
    model.Session.refresh(run)
    if noted is None and run.approved_at:
        message = tk._("{user} has approved this already.").format(user=run.approved_by or tk._("The portal"))
        raise tk.ValidationError({"id": [message]})
    if noted is None:
        raise tk.ValidationError({"id": [tk._("This run has refused nothing.")]})


def approved(session: Session, source_id: str, run_id: str | None = None) -> list[Missing]:
    """Records whose datasets may go because somebody approved it (in that run) and that are still missing."""
    same = sa.and_(
        StoredChange.source_id == Record.source_id,
        StoredChange.guid == Record.guid,
        StoredChange.kind == ChangeKind.MISSING.value,
        StoredChange.run_id == Run.id,
        Run.deletion == Deletion.APPROVED.value,
        # Back in between and gone again is another story.
        Record.missing_since <= sa.func.coalesce(Run.finished_at, Run.approved_at),
    )
    wanted = sa.select(sa.literal(1)).where(same, *((Run.id == run_id,) if run_id else ())).correlate(Record)
    return [one for one in missing(session, source_id, wanted.exists()) if one.is_here]


def carry_out(run_id: str) -> int:
    """Hide what was approved in this run; how many datasets were. Waits for a run that is at work, but not for long."""
    with own_session() as session:
        run = session.get(Run, run_id)
        source = session.get(Source, run.source_id) if run else None
        if run is None or source is None:
            return 0
        try:
            with lock.hold(source.id, WAIT_S):
                return _carry_out(session, run, source)
        except BusyError:
            log.info("A run of source %s is at work: what was approved is left to the next complete one", source.id)
            return 0


def _carry_out(session: Session, run: Run, source: Source) -> int:
    session.refresh(run)
    report = Report.going_on(run)
    with open_workshop(session, source, run.id, report, is_afterwards=True) as shop:
        found = approved(session, source.id, run.id)
        withdrawal.archive(found, shop)
    return len(found)
