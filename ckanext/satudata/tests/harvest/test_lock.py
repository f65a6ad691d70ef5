"""One run of a source at a time."""

from __future__ import annotations

import uuid

import pytest
import sqlalchemy as sa

from ckan import model

from ckanext.satudata.harvest import lock
from ckanext.satudata.harvest.errors import BusyError

pytestmark = pytest.mark.usefixtures("with_plugins", "non_clean_db")


def test_a_lock_is_held_by_one_and_free_afterwards() -> None:
    source = str(uuid.uuid4())

    with lock.hold(source):
        held = lock.is_held(source)
        with pytest.raises(BusyError), lock.hold(source):
            pass

    assert (held, lock.is_held(source)) == (True, False)


def test_a_lock_is_given_back_when_the_work_fails() -> None:
    source = str(uuid.uuid4())

    with pytest.raises(ZeroDivisionError), lock.hold(source):
        raise ZeroDivisionError

    assert not lock.is_held(source)


def test_sources_do_not_lock_each_other() -> None:
    with lock.hold(str(uuid.uuid4())), lock.hold(other := str(uuid.uuid4())):
        assert lock.is_held(other)


def test_a_lock_whose_connection_has_died_does_not_hide_what_ended_the_work() -> None:
    source = str(uuid.uuid4())

    def work() -> None:
        end_connection_of(source)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), lock.hold(source):
        work()

    assert not lock.is_held(source)


def end_connection_of(source: str) -> None:
    key = "(classid::bigint << 32) | objid::bigint"
    ended = sa.text(f"SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND {key} = :key")
    with model.ensure_engine().connect() as connection:
        assert connection.execute(ended, {"key": lock.lock_key(source)}).all() == [(True,)]
