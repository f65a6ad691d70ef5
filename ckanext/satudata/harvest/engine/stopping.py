"""Stopping a run that somebody has cancelled: asked between two portions of work."""

from __future__ import annotations

import sqlalchemy as sa

from ckanext.satudata.codes.messages import N_
from ckanext.satudata.harvest.engine.workshop import Workshop
from ckanext.satudata.harvest.errors import CancelledError
from ckanext.satudata.harvest.model import Run


def raise_if_cancelled(shop: Workshop) -> None:
    """Raises CancelledError if the run was asked to stop; ends the transaction of the workshop's session."""
    is_asked = shop.session.scalar(sa.select(Run.cancel_requested).where(Run.id == shop.run_id))
    shop.session.commit()
    if is_asked and not shop.is_afterwards:
        raise CancelledError(N_("The run was cancelled. What it had taken over until then is kept."))
