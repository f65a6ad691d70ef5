"""Stopping a run that somebody has cancelled: asked between two portions of work."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ckanext.satudata.codes.messages import N_
from ckanext.satudata.harvest.errors import CancelledError
from ckanext.satudata.harvest.model import Run


def raise_if_cancelled(session: Session, run_id: str) -> None:
    """Raises CancelledError if the run was asked to stop; ends the session's transaction."""
    is_asked = session.scalar(sa.select(Run.cancel_requested).where(Run.id == run_id))
    session.commit()
    if is_asked:
        raise CancelledError(N_("The run was cancelled. What it had taken over until then is kept."))
