"""Runs as background jobs: each in a job of its own, on CKAN's RQ workers, with a time limit of its own."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckan.lib import jobs

from ckanext.satudata.harvest import config
from ckanext.satudata.harvest.deletion import approving, leaving
from ckanext.satudata.harvest.engine import after_run, run

WAITING = ("queued", "deferred", "scheduled", "started")


def enqueue(run_id: str, source_title: str) -> str:
    """Put a run on the queue; the job's id."""
    # CKAN's own limit for jobs is 180 s.
    job = tk.enqueue_job(
        execute,
        [run_id],
        title=f"Harvest {source_title}",
        queue=config.queue(),
        rq_kwargs={"timeout": config.job_timeout_s()},
    )
    return job.id


def enqueue_leaving(source_id: str, source_title: str) -> None:
    """Let a worker hide the datasets of a source and forget it."""
    tk.enqueue_job(
        leaving_job,
        [source_id],
        title=f"Source leaves {source_title}",
        queue=config.queue(),
        rq_kwargs={"timeout": config.job_timeout_s()},
    )


def enqueue_approval(run_id: str, source_title: str) -> None:
    """Let a worker hide what was approved in a run."""
    tk.enqueue_job(
        approving_job,
        [run_id],
        title=f"Approved deletion {source_title}",
        queue=config.queue(),
        rq_kwargs={"timeout": config.job_timeout_s()},
    )


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
