"""Whose turn it is with a file: its readings come one after the other, and only the newest one may write.

A file may be replaced, corrected or deleted while its job runs. Each of these gives the file a new number (`attempt`),
or takes its row away; the job looks at the number before each commit and gives way without a trace.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from ckan import model

from ckanext.satudata.statistics.model import Tidying

__all__ = ["OverError", "Turn", "taken"]

log = logging.getLogger(__name__)


class OverError(Exception):
    """The file is another one by now, or gone: what this job has found is of no use to anybody."""


class Turn:
    """A job's right to write what it finds of a file."""

    def __init__(self, tidying: Tidying) -> None:
        self.tidying = tidying
        self._id, self._attempt = tidying.id, tidying.attempt

    def commit(self) -> None:
        """Commits what is pending. Raises OverError, and commits nothing, if it is another job's turn."""
        with model.Session.no_autoflush:
            # Locked, so that nobody puts another upload in its place between this look and the commit.
            current = model.Session.scalar(self._number().with_for_update())
        if current != self._attempt:
            raise OverError
        model.Session.commit()

    def is_over(self) -> bool:
        """Whether it is another job's turn. What is pending is thrown away."""
        model.Session.rollback()
        return model.Session.scalar(self._number()) != self._attempt

    def _number(self) -> sa.Select[tuple[int]]:
        return sa.select(Tidying.attempt).where(Tidying.id == self._id)


@contextmanager
def taken(tidying_id: str, attempt: int | None) -> Iterator[Turn | None]:
    """The turn of a job, as long as the block lasts; None if it is over before it began.

    Waits for an earlier job of the same file: its figures must not be loaded after those of this one.
    """
    with model.ensure_engine().begin() as connection:
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtextextended(tidying_id, 0))))
        tidying = model.Session.get(Tidying, tidying_id, populate_existing=True)
        if tidying is None or attempt not in (None, tidying.attempt):
            yield None
            return
        turn = Turn(tidying)
        try:
            yield turn
        except Exception:
            # Whatever went wrong, it went wrong because the rows were taken away, or does not matter any more.
            if not turn.is_over():
                raise
            log.info("Reading of %s was given up: the file was replaced or deleted meanwhile", tidying_id)
