"""One run of a source at a time, and one process per run: PostgreSQL advisory locks, which die with their holder.

Each lock has a connection of its own. Behind a connection pooler in transaction mode they would not hold; give CKAN a
direct connection.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

from ckan import model

from ckanext.satudata.codes.messages import N_
from ckanext.satudata.harvest.errors import BusyError

TRY_EVERY_S = 0.5


@contextmanager
def hold(source_id: str, wait_s: float = 0) -> Iterator[None]:
    """Hold the lock of a source. Raises BusyError if another process holds it, at once or after `wait_s`."""
    until = time.monotonic() + wait_s
    with _connection() as connection:
        while not (is_mine := _try(connection, lock_key(source_id))) and time.monotonic() < until:
            time.sleep(TRY_EVERY_S)
        if not is_mine:
            raise BusyError(N_("Another run of this source is at work. Wait until it has ended, or cancel it."))
        try:
            yield
        finally:
            # A connection that has died has given its lock back already; what ended the work is told, not this.
            with suppress(DBAPIError):
                _give_back(connection, lock_key(source_id))


def is_held(source_id: str) -> bool:
    """Whether a run of the source is at work anywhere."""
    with _connection() as connection:
        if not _try(connection, lock_key(source_id)):
            return True
        _give_back(connection, lock_key(source_id))
        return False


def lock_key(name: str) -> int:
    """The number under which PostgreSQL knows the lock: 64 bits, signed."""
    digest = hashlib.blake2b(f"satudata_source:{name}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def _connection() -> Connection:
    return model.ensure_engine().connect().execution_options(isolation_level="AUTOCOMMIT")


def _try(connection: Connection, key: int) -> bool:
    return bool(connection.scalar(sa.select(sa.func.pg_try_advisory_lock(key))))


def _give_back(connection: Connection, key: int) -> None:
    connection.execute(sa.select(sa.func.pg_advisory_unlock(key)))
