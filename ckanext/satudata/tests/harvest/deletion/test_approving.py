"""A person approves what the deletion guard has refused: recorded, once, for exactly those records."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.lib import jobs
from ckan.tests import factories

from ckanext.satudata.harvest.deletion import approving
from ckanext.satudata.harvest.lock import hold
from ckanext.satudata.harvest.model import Run, Source
from ckanext.satudata.harvest.pages import first_error
from ckanext.satudata.tests.harvest.conftest import add_source, run_now
from ckanext.satudata.tests.harvest.deletion import withdrawing
from ckanext.satudata.tests.harvest.deletion.withdrawing import visible
from ckanext.satudata.tests.harvest.engine.changes import kinds_of
from ckanext.satudata.tests.harvest.servers import Portal, serving

pytestmark = pytest.mark.usefixtures("with_plugins", "non_clean_db")

GONE = 12


@pytest.fixture
def portal() -> Portal:
    return withdrawing.portal_of(20)


@pytest.fixture
def source(portal: Portal, opd: dict[str, Any]) -> Iterator[Source]:
    with serving(portal) as url:
        yield add_source(url, opd["name"])


@pytest.fixture
def refused(source: Source, portal: Portal) -> Run:
    """A run in which 12 of 20 datasets were gone."""
    run_now(source)
    del portal.packages[:GONE]
    done = run_now(source)
    assert done.deletion == "refused"
    return done


@pytest.fixture
def walidata() -> str:
    person = factories.User()
    factories.Organization(jenis_organisasi="walidata", users=[{"name": person["name"], "capacity": "editor"}])
    return person["name"]


def approve(done: Run, user: str) -> dict[str, Any]:
    return tk.get_action("satudata_deletion_approve")({"user": user}, {"id": done.id})


def work_off() -> None:
    """What the background worker does."""
    for one in jobs_of_approval():
        one.perform()
        one.delete()


def jobs_of_approval() -> list[Any]:
    return [one for one in jobs.get_queue().jobs if (one.func_name or "").endswith("approving_job")]


def test_what_is_approved_is_hidden_at_once_and_noted(refused: Run, source: Source, walidata: str) -> None:
    answer = approve(refused, walidata)
    work_off()
    model.Session.expire_all()

    assert (answer["deletion"], answer["approved_by"], answer["approved_at"] is not None) == (
        "approved",
        walidata,
        True,
    )
    assert (visible(source), refused.counts["archived"], refused.counts["missing"]) == (20 - GONE, GONE, GONE)
    assert [kind for kind, _ in kinds_of(refused)] == ["archived"] * GONE + ["missing"] * GONE
    assert run_now(source).deletion == "nothing"


def test_two_people_approve_once(refused: Run, walidata: str) -> None:
    other = factories.Sysadmin()["name"]
    approve(refused, walidata)

    with pytest.raises(tk.ValidationError, match=f"{walidata} has approved this already"):
        approve(refused, other)

    assert len(jobs_of_approval()) == 1
    work_off()


def test_of_two_people_who_approve_at_the_same_moment_one_is_told(refused: Run, app: Any) -> None:
    people = [factories.Sysadmin()["name"], factories.Sysadmin()["name"]]
    run_id, start, answers = refused.id, threading.Barrier(2), []

    def press(user: str) -> None:
        with app.flask_app.test_request_context():
            start.wait(10)
            try:
                tk.get_action("satudata_deletion_approve")({"user": user}, {"id": run_id})
                answers.append("approved")
            except tk.ValidationError as error:
                answers.append(first_error(error))
            finally:
                model.Session.remove()

    threads = [threading.Thread(target=press, args=(user,)) for user in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    noted = model.Session.scalars(sa.select(Run.approved_by).where(Run.id == run_id)).one()
    assert sorted(answers) == sorted(["approved", f"{noted} has approved this already."])
    assert (noted in people, len(jobs_of_approval())) == (True, 1)
    work_off()


def test_only_the_walidata_approves(refused: Run, source: Source, opd: dict[str, Any]) -> None:
    admin = factories.User()["name"]
    member = {"id": opd["id"], "username": admin, "role": "admin"}
    tk.get_action("organization_member_create")({"ignore_auth": True, "user": factories.Sysadmin()["name"]}, member)

    for user in ("", factories.User()["name"], admin):
        with pytest.raises(tk.NotAuthorized):
            approve(refused, user)


def test_a_run_that_refused_nothing_has_nothing_to_approve(source: Source, walidata: str) -> None:
    with pytest.raises(tk.ValidationError, match="This run has refused nothing"):
        approve(run_now(source), walidata)


def test_what_has_come_back_since_stays(refused: Run, source: Source, portal: Portal, walidata: str) -> None:
    back = withdrawing.package(int(portal.packages[0]["id"][-12:]) - 1)
    portal.packages.append(back)
    run_now(source)

    approve(refused, walidata)
    work_off()

    assert visible(source) == 20 - GONE + 1
    assert withdrawing.dataset(source, back)["private"] is False


def test_what_came_back_and_went_again_is_another_matter(
    refused: Run, source: Source, portal: Portal, walidata: str
) -> None:
    back = withdrawing.package(int(portal.packages[0]["id"][-12:]) - 1)
    portal.packages.append(back)
    run_now(source)
    portal.packages.pop()
    run_now(source)

    approve(refused, walidata)
    work_off()

    assert visible(source) == 20 - GONE + 1


def test_what_goes_after_the_approval_is_judged_anew(
    refused: Run, source: Source, portal: Portal, walidata: str
) -> None:
    approve(refused, walidata)
    work_off()
    portal.packages = []

    assert (run_now(source).deletion, visible(source)) == ("refused", 20 - GONE)


def test_an_approval_whose_job_was_lost_is_carried_out_by_the_next_run(
    refused: Run, source: Source, walidata: str
) -> None:
    approve(refused, walidata)
    for one in jobs_of_approval():
        one.delete()

    done = run_now(source)

    assert (done.counts["archived"], done.deletion, visible(source)) == (GONE, "nothing", 20 - GONE)


def test_an_approval_leaves_a_source_at_work_alone(
    refused: Run, source: Source, walidata: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(approving, "WAIT_S", 0.0)
    with hold(source.id):
        approve(refused, walidata)
        work_off()

    assert visible(source) == 20
    assert run_now(source).counts["archived"] == GONE
