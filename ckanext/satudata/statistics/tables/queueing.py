"""When a file is read: after its upload, after another upload in its place, and when somebody asks for it.

A job that died without a word is known by its absence from the queue, or by the heartbeat that its worker no longer
gives: such a tidying has failed.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from redis.exceptions import RedisError
from rq.job import Job, JobStatus
from sqlalchemy.dialects.postgresql import insert

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.lib import jobs
from ckan.model.types import make_uuid

from ckanext.satudata.codes.messages import N_
from ckanext.satudata.statistics import config
from ckanext.satudata.statistics.model import Tidying, TidyingState
from ckanext.satudata.statistics.model.indicator import now
from ckanext.satudata.statistics.tables import files, job, results
from ckanext.satudata.statistics.tables.notes import note

__all__ = ["after_upload", "enqueue", "forget", "notes_of", "state_of"]

log = logging.getLogger(__name__)
AT_WORK = frozenset((TidyingState.QUEUED.value, TidyingState.READING.value, TidyingState.LOADING.value))
WAITING = ("queued", "deferred", "scheduled", "started")
NO_QUEUE = N_("The queue of jobs does not answer, so the file has not been read. Try again later.")
BROKEN_OFF = N_("The reading was broken off. This need not be the fault of the file: read it again.")
SPARE_S = 60
"""A job may last this much longer than the reading: for the loading."""


def after_upload(resource: Mapping[str, Any], user: str | None) -> None:
    """Have a new or changed file read. Whatever goes wrong here must not undo the upload."""
    if not files.is_tabular(resource):
        # Another kind of file in the place of a table: the table is no longer what this resource holds.
        if forget(resource["id"]):
            model.Session.commit()
        return
    if not config.reads_uploads():
        return
    source = files.source_of(resource["id"])
    known = model.Session.scalar(Tidying.of_resource(resource["id"]))
    # Loading a table marks the resource, which is an update of the resource.
    if known is not None and known.source == source:
        return
    enqueue(resource["id"], resource["package_id"], user)


def enqueue(resource_id: str, package_id: str, user: str | None) -> Tidying:
    """Put the reading of a file on the queue, in the place of what was read before."""
    package = model.Package.get(package_id)
    values = {
        "package_id": package_id,
        "organization_id": package.owner_org if package else None,
        "source": files.source_of(resource_id),
        "state": TidyingState.QUEUED.value,
        "created_by": user,
        "created_at": now(),
        "started_at": None,
        "finished_at": None,
        "job_id": None,
    }
    empty = {"sheets": [], "findings": [], "notes": [], "progress": 0, "count_rows": 0, "count_facts": 0}
    statement = insert(Tidying).values(id=make_uuid(), resource_id=resource_id, attempt=1, **values, **empty)
    # Two people at once: one row, and the job of the later one reads the file as it then is.
    again = {**values, "attempt": Tidying.attempt + 1}
    model.Session.execute(statement.on_conflict_do_update(constraint="satudata_table_resource_key", set_=again))
    tidying = model.Session.execute(
        Tidying.of_resource(resource_id), execution_options={"populate_existing": True}
    ).scalar_one()
    results.clear(tidying)
    model.Session.commit()
    _queue(tidying)
    model.Session.commit()
    return tidying


def forget(resource_id: str) -> bool:
    """A deleted file leaves none of its cells behind; gives whether there were any. The caller commits.

    What people corrected stays, for the next file of its shape, and so does what they vouched for.
    """
    # Locked: a job that is at work with it has to see it go.
    tidying = model.Session.scalar(Tidying.of_resource(resource_id).with_for_update())
    if tidying is not None:
        results.clear(tidying)
        model.Session.delete(tidying)
    return tidying is not None


def state_of(tidying: Tidying) -> TidyingState:
    """How far it has come; failed if nobody is at work any more."""
    if tidying.state not in AT_WORK:
        return TidyingState(tidying.state)
    try:
        is_alive = _is_alive(jobs.job_from_id(tidying.job_id or ""))
    except KeyError:
        is_alive = False
    except RedisError:
        # Not knowing is no reason to call it failed.
        is_alive = True
    return TidyingState(tidying.state) if is_alive else TidyingState.FAILED


def notes_of(tidying: Tidying, state: TidyingState) -> list[dict[str, Any]]:
    """What the reading had to say; in the `state` of one that was broken off also that, which it could not say."""
    is_broken_off = tidying.state in AT_WORK and state is TidyingState.FAILED
    return [*tidying.notes, note(BROKEN_OFF)] if is_broken_off else tidying.notes


def _is_alive(queued: Job) -> bool:
    status = queued.get_status(refresh=True)
    # A worker that is killed leaves its job "started"; what it was at expires soon after its last heartbeat.
    return status in WAITING and (status != JobStatus.STARTED or bool(queued.execution_registry.get_execution_ids()))


def _queue(tidying: Tidying) -> None:
    try:
        queued = tk.enqueue_job(
            job.execute,
            [tidying.id, tidying.attempt],
            title=f"Tidy {tidying.resource_id}",
            queue=config.queue(),
            rq_kwargs={"timeout": config.reading_limit_s() * 2 + SPARE_S},
        )
    except RedisError:
        log.exception("Resource %s could not be put on the queue", tidying.resource_id)
        tidying.state, tidying.notes = TidyingState.FAILED.value, [note(NO_QUEUE)]
    else:
        tidying.job_id = queued.id
