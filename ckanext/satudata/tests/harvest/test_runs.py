"""Which sources are due, and which runs are alive."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import sqlalchemy as sa

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.satudata.harvest import runs
from ckanext.satudata.harvest.lock import hold
from ckanext.satudata.harvest.model import Run, Source
from ckanext.satudata.harvest.model.source import now
from ckanext.satudata.harvest.own_session import own_session

pytestmark = pytest.mark.usefixtures("with_plugins", "non_clean_db")


@pytest.mark.parametrize(
    ("schedule", "active", "hours_ago", "is_due"),
    [
        ("manual", True, None, False),
        ("daily", True, None, True),
        ("daily", False, None, False),
        ("daily", True, 24, True),
        ("daily", True, 12, False),
        ("weekly", True, 24 * 6, False),
        ("weekly", True, 24 * 7, True),
        ("monthly", True, 24 * 29, False),
        ("monthly", True, 24 * 30, True),
    ],
)
def test_a_source_is_due_when_its_schedule_says_so(
    source: Source, schedule: str, active: bool, hours_ago: int | None, is_due: bool
) -> None:
    source.schedule, source.active = schedule, active
    if hours_ago is not None:
        model.Session.add(Run(source_id=source.id, state="finished", created_at=now() - timedelta(hours=hours_ago)))
    model.Session.commit()

    assert (source.id in [one.id for one in runs.due()]) is is_due


def test_a_source_whose_run_was_cancelled_waits_for_its_next_time(source: Source) -> None:
    source.schedule = "daily"
    model.Session.add(Run(source_id=source.id, state="finished", created_at=now() - timedelta(hours=24)))
    model.Session.commit()
    before = source.id in [one.id for one in runs.due()]

    runs.cancel(runs.queue(source, None))

    assert (before, source.id in [one.id for one in runs.due()]) == (True, False)


def test_of_two_who_ask_for_a_run_at_once_one_gets_it(source: Source) -> None:
    source_id = source.id
    barrier = threading.Barrier(2)
    got: list[str] = []

    def ask() -> None:
        own = model.Session.get_one(Source, source_id)
        barrier.wait()
        try:
            got.append(runs.queue(own, None).state)
        except tk.ValidationError:
            got.append("refused")
        finally:
            model.Session.remove()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda _: ask(), range(2)))

    assert sorted(got) == ["queued", "refused"]


def test_a_run_that_ends_while_it_is_cancelled_keeps_its_end(source: Source) -> None:
    working = Run(source_id=source.id, state="running")
    model.Session.add(working)
    model.Session.commit()
    assert working.state == "running"
    with own_session() as session:
        session.execute(sa.update(Run).where(Run.id == working.id).values(state="finished", finished_at=now()))
        session.commit()

    runs.cancel(working)

    assert (working.state, working.cancel_requested) == ("finished", False)


def test_a_running_run_is_alive_as_long_as_its_process_holds_the_lock(source: Source) -> None:
    working = Run(source_id=source.id, state="running")
    model.Session.add(working)
    model.Session.commit()

    with hold(source.id):
        assert runs.is_alive(working)
    assert not runs.is_alive(working)


def test_a_dead_run_does_not_keep_others_from_starting(source: Source) -> None:
    dead = Run(source_id=source.id, state="running")
    lost = Run(source_id=source.id, state="queued", job_id="no-such-job")
    model.Session.add_all([dead, lost])
    model.Session.commit()

    queued = runs.queue(source, None)

    assert (queued.state, lost.state) == ("queued", "interrupted")


def test_cancelling_a_dead_run_ends_it(source: Source) -> None:
    dead = Run(source_id=source.id, state="running")
    model.Session.add(dead)
    model.Session.commit()

    runs.cancel(dead)

    assert (dead.state, dead.finished_at is not None) == ("cancelled", True)
