"""kill -9 in the middle of an import: the next run completes it, with nothing lost and nothing twice."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.lib import search

from ckanext.satudata.harvest import runs
from ckanext.satudata.harvest.engine import run
from ckanext.satudata.harvest.model import Run, Source
from ckanext.satudata.tests.harvest.conftest import add_source, findings_of, nonzero, run_now
from ckanext.satudata.tests.harvest.servers import Portal, package, serving

pytestmark = pytest.mark.usefixtures("with_plugins", "non_clean_db")

SIZE, BATCH = 30, 5


def wait_until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def in_child(run_id: str) -> int:
    """Do the run in a process of its own; its id."""
    model.Session.remove()
    child = os.fork()
    if child:
        return child
    # The parent goes on using its connections: leave them alone.
    model.ensure_engine().dispose(close=False)
    run.execute(run_id)
    os._exit(0)


def new_so_far(run_id: str) -> int:
    with model.ensure_engine().connect() as connection:
        return connection.scalar(sa.select(Run.count_new).where(Run.id == run_id)) or 0


def datasets(source: Source) -> tuple[int, int]:
    """Number in the database and in the search."""
    table = model.Package
    stored = sa.select(sa.func.count()).where(table.extras["harvest_source_id"].astext == source.id)
    found = search.query_for(model.Package).run({"q": "*:*", "fq": f"harvest_source_id:{source.id}", "rows": 0})
    return model.Session.scalar(stored) or 0, found["count"]


def test_a_killed_run_is_completed_by_the_next(opd: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(tk.config, "ckanext.satudata.harvest.batch_size", BATCH)
    first = time.time_ns()
    portal = Portal([package(first + number) for number in range(SIZE)])
    released = threading.Event()

    def stall_on_the_fourth_page(number: int) -> None:
        if number >= 4:
            released.wait(60)

    portal.before_page = stall_on_the_fourth_page
    with serving(portal) as url:
        source = add_source(url, opd["name"], page_size=BATCH)
        killed = runs.queue(source, None).id
        child = in_child(killed)
        wait_until(lambda: new_so_far(killed) >= 2 * BATCH)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        released.set()
        before = model.Session.get(Run, killed)
        assert before is not None
        done = run_now(source)

    model.Session.expire_all()
    assert (before.state, nonzero(done)["new"] + before.count_new) == ("interrupted", SIZE)
    assert (done.state, done.complete, done.received) == ("finished", True, SIZE)
    assert len(findings_of(done, "HARVEST-45")) == 1
    assert datasets(source) == (SIZE, SIZE)
