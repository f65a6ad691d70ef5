"""One run of a source at a time."""

from __future__ import annotations

import uuid

import pytest

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
