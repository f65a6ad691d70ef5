"""What an exception means: one dataset is refused, or the run cannot go on."""

from __future__ import annotations

from rq.timeouts import BaseTimeoutException
from sqlalchemy.exc import DBAPIError, DisconnectionError, OperationalError

import ckan.plugins.toolkit as tk

from ckanext.satudata.harvest.writer.types import WriteOutcome, WriteRequest


def concerns_all(err: Exception) -> bool:
    """Whether the exception says something about the run, not about the dataset in hand.

    RQ's timeout is an ordinary Exception: swallowing it would let a job run on for ever. A database error without an
    SQLSTATE did not come from a statement: the server is gone.
    """
    if isinstance(err, (BaseTimeoutException, DisconnectionError)):
        return True
    if not isinstance(err, DBAPIError):
        return False
    return err.connection_invalidated or (isinstance(err, OperationalError) and not _sqlstate(err))


def refusal(request: WriteRequest, err: Exception) -> WriteOutcome:
    """The outcome of a dataset that CKAN would not take."""
    errors = err.error_dict if isinstance(err, tk.ValidationError) else {"message": [_describe(err)]}
    return WriteOutcome(guid=request.guid, package_id=request.package_id, action="refused", errors=errors)


def _sqlstate(err: DBAPIError) -> str | None:
    return getattr(err.orig, "pgcode", None)


def _describe(err: Exception) -> str:
    """Kind and first line; the text of SQLAlchemy's own errors is the whole statement with all its values."""
    text = str(err.orig) if isinstance(err, DBAPIError) else str(err)
    lines = text.strip().splitlines()
    return f"{type(err).__name__}: {lines[0]}" if lines else type(err).__name__
