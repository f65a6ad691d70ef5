"""Runs that may not begin, are asked to stop, or whose process dies: what had come stays, and comes only once."""

from __future__ import annotations

import uuid

import pytest
import sqlalchemy as sa

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.satudata.harvest import runs
from ckanext.satudata.harvest.engine import run
from ckanext.satudata.harvest.lock import hold
from ckanext.satudata.harvest.mapping.dataset import package_id
from ckanext.satudata.harvest.model import Run, Source
from ckanext.satudata.harvest.writer import WriteRequest, open_writer
from ckanext.satudata.tests.harvest.conftest import findings_of, nonzero, run_now, site
from ckanext.satudata.tests.harvest.engine.test_run import stored, titles
from ckanext.satudata.tests.harvest.servers import Portal

pytestmark = pytest.mark.usefixtures("with_plugins", "non_clean_db")


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(tk.config, "ckanext.satudata.harvest.batch_size", 1)


def test_a_source_at_work_is_not_run_a_second_time(source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "SHORT_WORK_S", 0.0)
    waiting = runs.queue(source, None)
    with hold(source.id):
        run.execute(waiting.id)
    model.Session.expire_all()
    done = model.Session.get(Run, waiting.id)

    assert done is not None
    assert (done.state, done.error) == (
        "failed",
        {"msgid": "Another run of this source is at work. Wait until it has ended, or cancel it.", "details": {}},
    )


def test_a_run_that_is_asked_to_stop_keeps_what_it_has(source: Source, portal: Portal, small_batches: None) -> None:
    queued = runs.queue(source, None)

    def cancel_after_the_first_page(number: int) -> None:
        if number == 2:
            with model.ensure_engine().begin() as connection:
                connection.execute(sa.update(Run).where(Run.id == queued.id).values(cancel_requested=True))

    portal.before_page = cancel_after_the_first_page
    run.execute(queued.id)
    model.Session.expire_all()
    done = model.Session.get(Run, queued.id)

    assert done is not None
    assert (done.state, done.complete, 1 <= done.counts["new"] < 5) == ("cancelled", False, True)
    portal.before_page = lambda _number: None
    assert run_now(source).counts["new"] == 5 - done.counts["new"]


def test_datasets_of_a_process_that_died_before_remembering_them_are_not_written_twice(
    source: Source, portal: Portal
) -> None:
    # Given two datasets that a dead process had stored, without records, and its run that still says "running".
    died = Run(source_id=source.id, state="running")
    model.Session.add(died)
    model.Session.commit()
    with open_writer("action") as writer:
        writer.write(
            [
                WriteRequest(
                    guid=one["id"],
                    dataset={
                        "id": package_id(source.id, one["id"]),
                        "name": f"{one['name']}-{uuid.uuid4().hex[:8]}",
                        "title": one["title"],
                        "owner_org": tk.get_action("organization_show")(
                            site(), {"id": source.mapping["default_organization"]}
                        )["id"],
                        "harvest_source_id": source.id,
                    },
                )
                for one in portal.packages[:2]
            ]
        )

    done = run_now(source)
    model.Session.expire_all()

    assert nonzero(done) == {"new": 5, "with_warnings": 5}
    assert [code for code, _ in findings_of(done, "HARVEST-45")] == ["HARVEST-45"]
    assert model.Session.get(Run, died.id).state == "interrupted"  # type: ignore[union-attr]
    assert stored(source) == titles(portal)
    assert nonzero(run_now(source)) == {"unchanged": 5}
