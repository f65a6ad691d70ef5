"""Runs of sources by their schedule, inside CKAN's job workers: no cron is needed.

Every `ckan jobs worker` of CKAN 2.12 brings RQ's scheduler, which hands out jobs at their time. A small job, the tick,
looks for sources that are due, puts a run of each on the queue as a job of its own, and orders the next tick. Ticks
are named after their minute: however many processes order one, there is one. Sources are looked at under a lock of
the database, so that cron, a second tick or a person at the same moment start no second run. Should the orders be
lost with Redis, the next CKAN process that starts, or the next source that is saved, gives one.
"""

from __future__ import annotations

import logging
import time
from datetime import datetime, timezone

from redis.exceptions import RedisError
from rq.job import Job

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.lib import jobs

from ckanext.satudata.harvest import config, lock, runs
from ckanext.satudata.harvest.errors import BusyError

__all__ = ["order_tick", "start_due", "tick"]

log = logging.getLogger(__name__)

LOCK = "schedule"
TICK_TIMEOUT_S = 300
KEPT_S = 60
SOON_S = 1
"""A tick for this very moment may never come: RQ looks for jobs of the past second and before."""


def tick() -> None:
    """What a worker calls: start what is due, and come back."""
    try:
        start_due()
    except Exception:  # one bad minute must not be the end of the schedule
        log.exception("Sources that are due could not be started")
        model.Session.rollback()
    finally:
        order_tick()


def start_due() -> list[str]:
    """Put a run of every source that is due on the queue; the names of these sources, none while somebody else does."""
    try:
        with lock.hold(LOCK):
            return [source.name for source in runs.due() if _started(source.id)]
    except BusyError:
        return []


def order_tick() -> None:
    """Have the next tick done at its time, unless that is ordered or the operator has switched the schedule off."""
    every = config.schedule_every_s()
    if not every:
        return
    number = int((time.time() + SOON_S) // every) + 1
    try:
        queue = jobs.get_queue(config.queue())
        # RQ takes no colon in a name; the name of the queue has that of the site in it.
        name = f"{queue.name}-schedule-{number}".replace(":", "-")
        if Job.exists(name, connection=queue.connection):
            return
        queue.enqueue_at(
            datetime.fromtimestamp(number * every, timezone.utc),
            tick,
            job_id=name,
            job_timeout=TICK_TIMEOUT_S,
            result_ttl=KEPT_S,
            failure_ttl=KEPT_S,
            meta={"title": "Harvest schedule"},
        )
    except RedisError:
        # Commands such as `ckan db upgrade` must work where Redis is not up yet.
        log.warning("Redis does not answer: the schedule of the harvest is not ordered")


def _started(source_id: str) -> bool:
    source = model.Session.get(runs.Source, source_id)
    if source is None:
        return False
    try:
        runs.enqueue(runs.queue(source, None), source)
    except tk.ValidationError:
        # Somebody has started it in the meantime.
        return False
    return True
