"""Sources with a schedule are run by the job workers themselves, each in a job of its own, and never twice."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from rq import SimpleWorker
from rq.registry import ScheduledJobRegistry
from rq.scheduler import RQScheduler

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.lib import jobs as ckan_jobs

from ckanext.satudata.harvest import config, lock, runs, scheduling
from ckanext.satudata.harvest.model import Run, Schedule, Source
from ckanext.satudata.harvest.model.source import now
from ckanext.satudata.tests.harvest.conftest import add_source, run_now, site

pytestmark = pytest.mark.usefixtures("non_clean_db", "with_plugins")


@pytest.fixture(autouse=True)
def queue(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """An own queue, empty before and after."""
    monkeypatch.setitem(tk.config, "ckanext.satudata.harvest.queue", f"jadwal-{time.time_ns()}")
    found = ckan_jobs.get_queue(config.queue())
    yield found
    for job_id in ordered(found):
        ScheduledJobRegistry(queue=found).remove(job_id, delete_job=True)
    found.delete(delete_jobs=True)


@pytest.fixture(autouse=True)
def nothing_else_is_due() -> None:
    """Sources that other tests left behind wait for a person."""
    model.Session.execute(sa.update(Source).values(schedule=Schedule.MANUAL.value))
    model.Session.commit()


@pytest.fixture
def daily(portal_url: str, opd: dict[str, Any]) -> Source:
    return set_daily(add_source(portal_url, opd["name"]))


def set_daily(source: Source) -> Source:
    source.schedule = Schedule.DAILY.value
    model.Session.commit()
    return source


def ordered(queue: Any) -> list[str]:
    return ScheduledJobRegistry(queue=queue).get_job_ids()


def states(source: Source) -> list[str]:
    model.Session.expire_all()
    return list(model.Session.scalars(sa.select(Run.state).where(Run.source_id == source.id).order_by(Run.created_at)))


def test_a_tick_is_ordered_once_however_many_ask(queue: Any) -> None:
    for _ in range(3):
        scheduling.order_tick()

    assert len(ordered(queue)) == 1


def test_no_tick_is_ordered_where_cron_asks(queue: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(tk.config, "ckanext.satudata.harvest.schedule_every_s", 0)

    scheduling.order_tick()

    assert ordered(queue) == []


def test_a_tick_gives_each_due_source_a_job_of_its_own_and_orders_the_next(
    queue: Any, daily: Source, portal_url: str, opd: dict[str, Any]
) -> None:
    second, quiet = set_daily(add_source(portal_url, opd["name"])), add_source(portal_url, opd["name"])

    scheduling.tick()

    assert [states(source) for source in (daily, second, quiet)] == [["queued"], ["queued"], []]
    assert (len(queue.get_job_ids()), len(ordered(queue))) == (2, 1)


def test_ticks_one_after_the_other_start_nothing_twice(daily: Source) -> None:
    started = [scheduling.start_due() for _ in range(3)]

    assert (started, states(daily)) == ([[daily.name], [], []], ["queued"])


def test_two_schedulers_at_the_same_moment_start_one_run(daily: Source) -> None:
    barrier = threading.Barrier(4)

    def at_once() -> None:
        barrier.wait()
        scheduling.start_due()
        model.Session.remove()

    threads = [threading.Thread(target=at_once) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert states(daily) == ["queued"]


def test_while_another_process_looks_nothing_is_started(daily: Source) -> None:
    with lock.hold(scheduling.LOCK):
        started = scheduling.start_due()

    assert (started, states(daily)) == ([], [])


def test_a_bad_minute_is_not_the_end_of_the_schedule(queue: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise RuntimeError("no database")

    monkeypatch.setattr(runs, "due", broken)

    scheduling.tick()

    assert len(ordered(queue)) == 1


def test_a_worker_of_ckan_runs_a_due_source_by_itself(
    queue: Any, daily: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The scheduler of RQ that `ckan jobs worker` brings, and its worker, without their processes.
    monkeypatch.setitem(tk.config, "ckanext.satudata.harvest.schedule_every_s", 1)
    scheduling.order_tick()
    scheduler = RQScheduler([queue], connection=queue.connection)
    scheduler.acquire_locks()
    worker = SimpleWorker([queue], connection=queue.connection)

    deadline = time.monotonic() + 20
    while "finished" not in states(daily):
        assert time.monotonic() < deadline
        scheduler.enqueue_scheduled_jobs()
        worker.work(burst=True)
        time.sleep(0.2)

    assert states(daily) == ["finished"]
    scheduler.release_locks()


def test_a_source_says_when_it_runs_next(daily: Source) -> None:
    never_run = tk.get_action("satudata_source_show")(site(), {"id": daily.id})["next_run_at"]
    run_now(daily)
    shown = tk.get_action("satudata_source_show")(site(), {"id": daily.id})
    model.Session.execute(sa.update(Source).where(Source.id == daily.id).values(active=False))
    model.Session.commit()

    paused = tk.get_action("satudata_source_show")(site(), {"id": daily.id})["next_run_at"]

    last = model.Session.scalars(Run.of_source(daily.id)).first()
    assert last is not None
    assert shown["next_run_at"] == (last.created_at + timedelta(hours=23)).isoformat(timespec="seconds")
    assert (never_run <= now().isoformat(timespec="seconds"), paused) == (True, None)
