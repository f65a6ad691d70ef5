"""What follows a run that has ended: its duplicates, its letter, and room made for the next ones.

Nothing here can harm the run.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ckanext.satudata.harvest import retention
from ckanext.satudata.harvest.duplicates import hiding, pairs
from ckanext.satudata.harvest.model import Record, Run
from ckanext.satudata.harvest.notices.sending import send_notice
from ckanext.satudata.harvest.own_session import own_session

__all__ = ["follow_up"]

log = logging.getLogger(__name__)


def follow_up(run_id: str) -> None:
    """Do it all, each part whatever becomes of the others. Never raises."""
    for part in (_find_duplicates, send_notice, _make_room):
        _do(part, run_id)


def _do(part: Callable[[Session, str], None], run_id: str) -> None:
    try:
        with own_session() as session:
            part(session, run_id)
    except Exception:  # the run itself is done and well: the log tells that what came after it was not
        log.exception("After the run %s", run_id)


def _find_duplicates(session: Session, run_id: str) -> None:
    """Of the datasets that the run has written."""
    written = session.scalars(
        sa.select(Record.package_id).where(Record.last_run_id == run_id, Record.package_id.is_not(None))
    )
    if only := {id_ for id_ in written if id_}:
        pairs.find(session, only)
        session.commit()
    hiding.settle(session)


def _make_room(session: Session, run_id: str) -> None:
    run = session.get(Run, run_id)
    if run is not None:
        retention.prune(session, retention.kept(), source_id=run.source_id)
