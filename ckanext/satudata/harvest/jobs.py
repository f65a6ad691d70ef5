"""Runs as background jobs: each in a job of its own, on CKAN's RQ workers, with a time limit of its own."""

from __future__ import annotations

from collections.abc import Callable

import ckan.plugins.toolkit as tk
from ckan.lib import jobs

from ckanext.satudata.harvest import config
from ckanext.satudata.harvest.deletion import approving, leaving
from ckanext.satudata.harvest.engine import after_run, run

WAITING = ("queued", "deferred", "scheduled", "started")


def enqueue(run_id: str, source_title: str) -> str:
    """Put a run on the queue; the job's id."""
    return _enqueue(execute, run_id, f"Harvest {source_title}")


def enqueue_leaving(source_id: str, source_title: str) -> None:
    """Let a worker hide the datasets of a source and forget it."""
    _enqueue(leaving_job, source_id, f"Source leaves {source_title}")


def enqueue_approval(run_id: str, source_title: str) -> None:
    """Let a worker hide what was approved in a run."""
    _enqueue(approving_job, run_id, f"Approved deletion {source_title}")


def is_waiting(job_id: str | None) -> bool:
    """Whether a worker has the job, or will get it."""
    try:
        return jobs.job_from_id(job_id or "").get_status(refresh=True) in WAITING
    except KeyError:
        return False


def execute(run_id: str) -> None:
    """What a worker calls."""
    run.execute(run_id)
    after_run.follow_up(run_id)


def approving_job(run_id: str) -> None:
    """What a worker calls for an approval."""
    approving.carry_out(run_id)


def leaving_job(source_id: str) -> None:
    """What a worker calls for a source that leaves."""
    leaving.hide_and_forget(source_id)


def _enqueue(work: Callable[[str], None], reference: str, title: str) -> str:
    # CKAN's own limit for jobs is 180 s.
    limit = {"timeout": config.job_timeout_s()}
    return tk.enqueue_job(work, [reference], title=title, queue=config.queue(), rq_kwargs=limit).id
