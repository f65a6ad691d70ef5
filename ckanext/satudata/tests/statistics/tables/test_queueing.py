"""A reading that nobody is at work with any more is said to have failed, and can be asked for again."""

from __future__ import annotations

from typing import Any

import pytest
from redis.exceptions import RedisError
from rq.executions import Execution
from rq.job import JobStatus

from ckan.lib import jobs

from ckanext.satudata.statistics.tables import queueing
from ckanext.satudata.tests.statistics.tables.conftest import Uploaded

pytestmark = pytest.mark.usefixtures("with_plugins", "non_clean_db", "with_request_context")

PEOPLE = "Penduduk Menurut Kecamatan, 2023\n\nKecamatan;Laki-laki;Perempuan\nAnyar;1.234;1.100\nCiruas;2.345;2.299\n"
BROKEN_OFF = "The reading was broken off. This need not be the fault of the file: read it again."


def test_a_job_that_is_gone_has_failed(uploaded: Uploaded) -> None:
    upload = uploaded(PEOPLE)

    jobs.job_from_id(upload.tidying().job_id or "").delete()

    told = upload.show(upload.user)
    assert (told["state"], told["notes"]) == ("failed", [BROKEN_OFF])


def test_a_job_whose_worker_died_has_failed_as_soon_as_its_heartbeat_is_missed(uploaded: Uploaded) -> None:
    upload = uploaded(PEOPLE)
    started = jobs.job_from_id(upload.tidying().job_id or "")
    started.set_status(JobStatus.STARTED)
    with started.connection.pipeline() as pipeline:
        execution = Execution.create(started, ttl=60, pipeline=pipeline)
        pipeline.execute()
    beating = upload.show(upload.user)

    with started.connection.pipeline() as pipeline:
        started.execution_registry.remove(execution, pipeline=pipeline)
        pipeline.execute()

    missed = upload.show(upload.user)
    assert (beating["state"], beating["notes"]) == ("queued", [])
    assert (missed["state"], missed["notes"]) == ("failed", [BROKEN_OFF])


def test_an_upload_succeeds_while_the_queue_is_down(uploaded: Uploaded, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_given: Any, **_named: Any) -> None:
        raise RedisError

    monkeypatch.setattr(queueing.tk, "enqueue_job", refuse)

    told = uploaded(PEOPLE)

    assert told.show(told.user)["notes"] == [queueing.NO_QUEUE]
