"""One run of a source at a time: a PostgreSQL advisory lock on a connection of its own, which dies with its holder.

Behind a connection pooler in transaction mode the lock would not hold; give CKAN a direct connection.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from ckan import model

from ckanext.satudata.codes.messages import N_
from ckanext.satudata.harvest.errors import BusyError


@contextmanager
def hold(source_id: str) -> Iterator[None]:
    """Hold the lock of a source. Raises BusyError at once if another process holds it."""
    key = lock_key(source_id)
    with model.ensure_engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if not connection.scalar(sa.select(sa.func.pg_try_advisory_lock(key))):
            raise BusyError(N_("Another run of this source is at work. Wait until it has ended, or cancel it."))
        try:
            yield
        finally:
            connection.execute(sa.select(sa.func.pg_advisory_unlock(key)))


def is_held(source_id: str) -> bool:
    """Whether a run of the source is at work anywhere."""
    key = lock_key(source_id)
    with model.ensure_engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if not connection.scalar(sa.select(sa.func.pg_try_advisory_lock(key))):
            return True
        connection.execute(sa.select(sa.func.pg_advisory_unlock(key)))
        return False


def lock_key(source_id: str) -> int:
    """The number under which PostgreSQL knows the lock: 64 bits, signed."""
    digest = hashlib.blake2b(f"satudata_source:{source_id}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
