"""Deleting hidden datasets whose days of grace are over, without waiting for the next run of their source."""

from __future__ import annotations

import logging

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ckanext.satudata.harvest import lock
from ckanext.satudata.harvest.deletion import withdrawal
from ckanext.satudata.harvest.deletion.missing import missing
from ckanext.satudata.harvest.engine.report import Report
from ckanext.satudata.harvest.engine.workshop import open_workshop
from ckanext.satudata.harvest.errors import BusyError
from ckanext.satudata.harvest.model import Record, Run, Source, Stage
from ckanext.satudata.harvest.model.source import now
from ckanext.satudata.harvest.own_session import own_session
from ckanext.satudata.harvest.policy import policy

log = logging.getLogger(__name__)


def sweep() -> dict[str, int]:
    """Number of deleted datasets by the name of their source; a source at work sees to it itself."""
    done: dict[str, int] = {}
    with own_session() as session:
        hidden = sa.select(Record.source_id).where(Record.stage.in_([Stage.ARCHIVED.value, Stage.DELETING.value]))
        for source in session.scalars(sa.select(Source).where(Source.id.in_(hidden)).order_by(Source.name)).all():
            done[source.name] = _swept(session, source)
    return {name: number for name, number in done.items() if number}


def _swept(session: Session, source: Source) -> int:
    try:
        with lock.hold(source.id):
            return _sweep(session, source)
    except BusyError:
        log.info("Source %s is at work and deletes by itself what is due", source.name)
        return 0


def _sweep(session: Session, source: Source) -> int:
    rules = policy(source.mapping)
    run = session.scalars(Run.of_source(source.id).where(Run.complete).limit(1)).first()
    if not rules.deletes or run is None:
        return 0
    due = [one for one in missing(session, source.id) if one.is_due(now() - rules.grace)]
    if due:
        with open_workshop(session, source, run.id, Report.going_on(run), is_afterwards=True) as shop:
            withdrawal.delete(due, shop)
    return len(due)
