"""A source leaves and takes its datasets along: they are hidden in the background, and then the source is forgotten.

Hidden as `withdrawal.py` does it, so that editors find them and can make single ones public again. A job that dies is
started again by asking once more to delete the source.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ckan import model

from ckanext.satudata.harvest import config, lock, sources
from ckanext.satudata.harvest.model import Record, Source
from ckanext.satudata.harvest.own_session import own_session
from ckanext.satudata.harvest.writer import Writer, WriteRequest, open_writer

log = logging.getLogger(__name__)

WAIT_S = 60.0
PORTION = 100


def mark(source: Source) -> None:
    """The source is run no more, flushed."""
    source.leaving, source.active = True, False
    model.Session.flush()


def hide_and_forget(source_id: str) -> int:
    """Hide all datasets of a leaving source and forget it; how many were public. Raises BusyError."""
    with own_session() as session, lock.hold(source_id, WAIT_S):
        source = session.get(Source, source_id)
        if source is None or not source.leaving:
            return 0
        with open_writer(config.writer_mode()) as writer:
            hidden = _hide(session, source_id, writer)
    sources.delete(sources.find(source_id))
    model.Session.commit()
    return hidden


def _hide(session: Session, source_id: str, writer: Writer) -> int:
    package = model.Package
    query = (
        sa.select(Record.guid, package.id)
        .join(package, package.id == Record.package_id)
        .where(Record.source_id == source_id, package.state == model.State.ACTIVE, package.private.is_(False))
        .order_by(Record.id)
    )
    public = session.execute(query).all()
    session.commit()
    for start in range(0, len(public), PORTION):
        portion = public[start : start + PORTION]
        requests = [WriteRequest(guid=guid, dataset={}, package_id=id_, revise=_hidden) for guid, id_ in portion]
        for outcome in writer.write(requests):
            if outcome.action == "refused":
                log.warning("Dataset %s stays public: %s", outcome.package_id, outcome.errors)
    return len(public)


def _hidden(stored: Mapping[str, Any]) -> dict[str, Any]:
    return {**stored, "private": True}
