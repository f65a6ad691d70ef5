"""Two sources in two worker processes: one that hangs delays no other."""

from __future__ import annotations

import os
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.lib import jobs

from ckanext.satudata.harvest import runs
from ckanext.satudata.harvest.model import Run, Source
from ckanext.satudata.tests.harvest.conftest import add_source
from ckanext.satudata.tests.harvest.servers import Portal, package, serving

pytestmark = pytest.mark.usefixtures("with_plugins", "non_clean_db")

PATIENCE_S = 60


def test_a_source_that_hangs_delays_no_other(opd: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(tk.config, "ckanext.satudata.harvest.queue", f"uji-{uuid.uuid4().hex[:8]}")
    released = threading.Event()
    hanging, quick = portal(), portal()

    def hang(_number: int) -> None:
        released.wait(PATIENCE_S)

    hanging.before_page = hang

    with serving(hanging) as hanging_url, serving(quick) as quick_url, workers(2) as start:
        first, second = queued(add_source(hanging_url, opd["name"])), queued(add_source(quick_url, opd["name"]))
        start()
        wait_until(lambda: state(second) == "finished")
        meanwhile = state(first)
        released.set()
        wait_until(lambda: state(first) == "finished")

    assert (meanwhile, new(first), new(second)) == ("running", 5, 5)


def portal() -> Portal:
    first = uuid.uuid4().int % 10**9 * 1000
    return Portal([package(first + number) for number in range(5)])


def queued(source: Source) -> str:
    run = runs.queue(source, None)
    runs.enqueue(run, source)
    return run.id


@contextmanager
def workers(number: int) -> Iterator[Callable[[], None]]:
    """Starts so many processes, each of which works the queue off and ends; waits for them in the end."""
    children: list[int] = []

    def start() -> None:
        queue = tk.config["ckanext.satudata.harvest.queue"]
        model.Session.remove()
        for _ in range(number):
            child = os.fork()
            if not child:
                # The parent goes on using its connections: leave them alone.
                model.ensure_engine().dispose(close=False)
                jobs.Worker([queue]).work(burst=True)
                os._exit(0)
            children.append(child)

    try:
        yield start
    finally:
        for child in children:
            os.waitpid(child, 0)


def wait_until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def state(run_id: str) -> str | None:
    with model.ensure_engine().connect() as connection:
        return connection.scalar(sa.select(Run.state).where(Run.id == run_id))


def new(run_id: str) -> int | None:
    with model.ensure_engine().connect() as connection:
        return connection.scalar(sa.select(Run.count_new).where(Run.id == run_id))
