"""kill -9 while datasets are hidden or deleted: the next run finishes it, or takes back what has come back."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa

from ckan import model

from ckanext.satudata.harvest import runs
from ckanext.satudata.harvest.deletion import withdrawal
from ckanext.satudata.harvest.model import Record, Run, Source
from ckanext.satudata.tests.harvest.conftest import add_source, findings_of, run_now
from ckanext.satudata.tests.harvest.deletion import withdrawing
from ckanext.satudata.tests.harvest.deletion.withdrawing import days_pass, stages, states, visible
from ckanext.satudata.tests.harvest.engine.test_killed_run import in_child, wait_until
from ckanext.satudata.tests.harvest.servers import Portal, serving

pytestmark = pytest.mark.usefixtures("with_plugins", "non_clean_db")

ALL, GONE, PORTION = 20, 6, 2
CONFIRMED = {"archiving": "archived", "deleting": "deleted"}
HIDDEN, PUBLIC, DELETED = ("active", True), ("active", False), ("deleted", True)


@pytest.fixture
def portal() -> Portal:
    return withdrawing.portal_of(ALL)


@pytest.fixture
def source(portal: Portal, opd: dict[str, Any]) -> Iterator[Source]:
    with serving(portal) as url:
        made = add_source(url, opd["name"])
        run_now(made)
        yield made


def killed_before_confirming(source: Source, portion: int, stage: str) -> str:
    """A run that dies when so many portions are confirmed and one more is written; its id."""
    queued = runs.queue(source, None).id
    confirm, confirmed = withdrawal._confirm, []

    def confirm_or_hang(*args: Any) -> None:
        if len(confirmed) == portion:
            time.sleep(120)
        confirmed.append(1)
        confirm(*args)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(withdrawal, "PORTION", PORTION)
        patched.setattr(withdrawal, "_confirm", confirm_or_hang)
        source_id = source.id
        child = in_child(queued)
        try:
            wait_until(
                lambda: number_in(source_id, CONFIRMED[stage]) == portion * PORTION and is_written(source_id, stage)
            )
        finally:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
    return queued


def number_in(source_id: str, stage: str) -> int:
    with model.ensure_engine().connect() as connection:
        query = sa.select(sa.func.count()).where(Record.source_id == source_id, Record.stage == stage)
        return connection.scalar(query) or 0


def is_written(source_id: str, stage: str) -> bool:
    """Whether the datasets of the portion on the way are stored as they shall be."""
    package = model.Package
    written = package.private.is_(True) if stage == "archiving" else package.state == "deleted"
    with model.ensure_engine().connect() as connection:
        query = (
            sa.select(sa.func.count())
            .select_from(package)
            .join(Record, Record.package_id == package.id)
            .where(Record.source_id == source_id, Record.stage == stage, written)
        )
        return connection.scalar(query) == PORTION


def test_hiding_that_was_killed_is_finished_by_the_next_run(source: Source, portal: Portal) -> None:
    del portal.packages[:GONE]

    killed = killed_before_confirming(source, 1, "archiving")
    done = run_now(source)
    model.Session.expire_all()

    assert model.Session.get(Run, killed).state == "interrupted"  # type: ignore[union-attr]
    assert (states(source), stages(source)) == ({PUBLIC: ALL - GONE, HIDDEN: GONE}, {None: 14, "archived": GONE})
    assert (done.counts["archived"], visible(source)) == (GONE - PORTION, ALL - GONE)
    assert len(findings_of(done, "HARVEST-45")) == 1


def test_what_comes_back_while_its_hiding_was_killed_is_public_again(source: Source, portal: Portal) -> None:
    everything = list(portal.packages)
    del portal.packages[:GONE]

    killed_before_confirming(source, 1, "archiving")
    portal.packages = everything
    done = run_now(source)

    assert (states(source), stages(source), visible(source)) == ({PUBLIC: ALL}, {None: ALL}, ALL)
    assert done.counts["restored"] == 2 * PORTION


def test_deleting_that_was_killed_is_finished_by_the_next_run_and_can_be_undone(source: Source, portal: Portal) -> None:
    everything = list(portal.packages)
    del portal.packages[:GONE]
    run_now(source)
    days_pass(source, 8)

    killed_before_confirming(source, 1, "deleting")
    run_now(source)
    finished = (states(source), stages(source))
    portal.packages = everything
    back = run_now(source)

    assert finished == ({PUBLIC: ALL - GONE, DELETED: GONE}, {None: 14, "deleted": GONE})
    assert (back.counts["restored"], states(source), visible(source)) == (GONE, {PUBLIC: ALL}, ALL)
