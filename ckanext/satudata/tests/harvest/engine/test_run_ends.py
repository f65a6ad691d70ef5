"""How runs begin and end when something goes wrong: each once, each with a state, and nothing taken over is lost."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa

from ckan import model
from ckan.lib import search

from ckanext.satudata.harvest import connectors, lock, runs
from ckanext.satudata.harvest.engine import run
from ckanext.satudata.harvest.mapping.dataset import package_id
from ckanext.satudata.harvest.model import Run, RunState, Source
from ckanext.satudata.tests.harvest.conftest import findings_of, nonzero, run_now
from ckanext.satudata.tests.harvest.servers import Portal

pytestmark = pytest.mark.usefixtures("with_plugins", "non_clean_db")


def again(run_id: str) -> Run:
    model.Session.expire_all()
    found = model.Session.get(Run, run_id)
    assert found is not None
    return found


def test_a_run_that_is_delivered_twice_at_once_is_done_once(source: Source) -> None:
    queued = runs.queue(source, None).id
    meanwhile: list[RunState] = []

    run.execute(queued, on_progress=lambda _report: meanwhile.append(run.execute(queued)))

    assert set(meanwhile) == {RunState.RUNNING}
    assert (again(queued).state, nonzero(again(queued))["new"]) == ("finished", 5)


def test_a_run_that_is_delivered_again_later_is_not_done_again(source: Source, portal: Portal) -> None:
    done = run_now(source)
    asked = portal.requests["package_search"]

    assert run.execute(done.id) is RunState.FINISHED
    assert portal.requests["package_search"] == asked


def test_a_run_that_is_cancelled_before_its_start_stays_so(source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    queued = runs.queue(source, None).id
    hold = lock.hold

    @contextmanager
    def hold_and_cancel(name: str, wait_s: float = 0) -> Iterator[None]:
        with hold(name, wait_s):
            runs.cancel(again(queued))
            yield

    monkeypatch.setattr(run.lock, "hold", hold_and_cancel)

    assert run.execute(queued) is RunState.CANCELLED
    assert nonzero(again(queued)) == {}


def test_a_run_has_its_end_before_the_next_may_start(source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    queued = runs.queue(source, None).id
    hold, states = lock.hold, []

    @contextmanager
    def hold_and_look(name: str, wait_s: float = 0) -> Iterator[None]:
        with hold(name, wait_s):
            yield
            states.append(again(queued).state)

    monkeypatch.setattr(run.lock, "hold", hold_and_look)
    run.execute(queued)

    assert set(states) == {"finished"}


def test_the_run_after_a_cancelled_dead_one_repairs_the_search_at_once(source: Source, portal: Portal) -> None:
    died = run_now(source)
    lost = package_id(source.id, portal.packages[0]["id"])
    search.clear(lost)
    model.Session.execute(sa.update(Run).where(Run.id == died.id).values(state="running", is_settled=False))
    model.Session.commit()

    runs.cancel(again(died.id))
    done = run_now(source)

    assert again(died.id).state == "cancelled"
    assert [code for code, _ in findings_of(done)] == ["HARVEST-45"]
    found = search.query_for(model.Package).run({"q": "*:*", "fq": f"id:{lost}", "rows": 0})
    assert found["count"] == 1
    assert findings_of(run_now(source)) == []


def test_a_run_waits_for_what_is_no_run_but_works_on_its_source(source: Source) -> None:
    queued = runs.queue(source, None).id
    source_id, is_held, is_over = source.id, threading.Event(), threading.Event()

    def sweep() -> None:
        with lock.hold(source_id):
            is_held.set()
            is_over.wait(1.5)

    thread = threading.Thread(target=sweep)
    thread.start()
    is_held.wait(10)
    state = run.execute(queued)
    is_over.set()
    thread.join()

    assert state is RunState.FINISHED


class Faulty:
    """A connector of somebody else, with a bug behind the third record."""

    def __init__(self, healthy: Any, fault: Any) -> None:
        self._healthy, self._fault = healthy, fault
        self.name, self.title, self.settings = healthy.name, healthy.title, healthy.settings

    def records(self, http: Any, settings: Any) -> Iterator[Any]:
        records = [item for item in self._healthy.records(http, settings) if isinstance(item, connectors.RawRecord)]
        yield from records[:3]
        yield self._fault()


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (lambda: {}["judul"], "KeyError: 'judul'"),
        (lambda: {"title": "Penduduk"}, "TypeError: dict"),
        (lambda: connectors.RawRecord(guid=7, document={}), "TypeError: RawRecord"),  # type: ignore[arg-type]
    ],
    ids=["exception", "no item", "no identifier"],
)
def test_a_bug_in_a_connector_ends_the_run_and_keeps_what_had_come(
    source: Source, portal: Portal, monkeypatch: pytest.MonkeyPatch, fault: Any, reason: str
) -> None:
    run_now(source)
    healthy = connectors.connector("ckan_api")
    monkeypatch.setattr(connectors, "connector", lambda _name: Faulty(healthy, fault))
    portal.packages = [{**one, "notes": "Berubah."} for one in portal.packages]

    done = run_now(source)

    assert (done.state, done.complete, nonzero(done)) == ("failed", False, {"changed": 3, "with_warnings": 3})
    assert done.error is not None
    assert done.error["details"] == {"reason": reason}
    assert [code for code, _ in findings_of(done, "HARVEST-43", "HARVEST-06")] == ["HARVEST-43"]
