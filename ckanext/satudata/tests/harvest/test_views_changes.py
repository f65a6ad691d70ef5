"""The pages about what a run changed, as walidata and OPD admin meet them."""

from __future__ import annotations

from typing import Any

import pytest

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.tests import factories

from ckanext.satudata.harvest.model import Run, Source
from ckanext.satudata.tests.harvest.conftest import run_now
from ckanext.satudata.tests.harvest.servers import Portal

pytestmark = pytest.mark.usefixtures("with_plugins", "non_clean_db")

Headers = dict[str, str]


@pytest.fixture
def walidata() -> Headers:
    person = factories.UserWithToken()
    factories.Organization(jenis_organisasi="walidata", users=[{"name": person["name"], "capacity": "editor"}])
    return {"Authorization": person["token"]}


@pytest.fixture
def admin(opd: dict[str, Any]) -> Headers:
    """The admin of the OPD whose datasets these are."""
    person = factories.UserWithToken()
    member = {"id": opd["id"], "username": person["name"], "role": "admin"}
    tk.get_action("organization_member_create")({"ignore_auth": True, "user": factories.Sysadmin()["name"]}, member)
    return {"Authorization": person["token"]}


@pytest.fixture
def refused(source: Source, portal: Portal) -> Run:
    """A run that found the source empty."""
    run_now(source)
    portal.packages = []
    return run_now(source)


def test_changes_are_shown_with_before_and_after(app: Any, walidata: Headers, source: Source, portal: Portal) -> None:
    run_now(source)
    before = portal.packages[0]["title"]
    portal.packages[0] = {**portal.packages[0], "title": "Judul A & B"}
    done = run_now(source)

    page = app.get(f"/sumber/proses/{done.id}/perubahan", headers=walidata).body

    assert f"<del>{before}</del>" in page
    assert "<ins>Judul A &amp; B</ins>" in page
    assert "Changes (1)" in app.get(f"/sumber/proses/{done.id}", headers=walidata).body


def test_an_empty_list_of_changes_says_so(app: Any, walidata: Headers, source: Source) -> None:
    first, second = run_now(source).id, run_now(source).id

    unchanged = app.get(f"/sumber/proses/{second}/perubahan", headers=walidata).body
    filtered = app.get(f"/sumber/proses/{first}/perubahan?q=tidak-ada&kind=apa&page=x", headers=walidata).body

    assert "This run has changed no dataset." in unchanged
    assert "No change matches this filter." in filtered


def test_a_run_is_compared_with_the_one_before_it(app: Any, walidata: Headers, source: Source) -> None:
    first = run_now(source)
    alone = app.get(f"/sumber/proses/{first.id}/bandingkan", headers=walidata).body
    second = run_now(source)

    page = app.get(f"/sumber/proses/{second.id}/bandingkan", headers=walidata).body

    assert "There is no earlier run of this source." in alone
    assert "Only in the other run (5)" in page
    assert f'value="{first.id}" selected' in page


def test_times_that_changed_are_told_in_words(
    app: Any, walidata: Headers, portal: Portal, source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(tk.config, "ckan.display_timezone", "Asia/Jakarta")
    run_now(source)
    portal.packages[0] = {**portal.packages[0], "metadata_modified": "2026-11-21T20:05:00", "notes": "Berubah."}

    page = app.get(f"/sumber/proses/{run_now(source).id}/perubahan", headers=walidata).body

    assert "<del>1 Feb 2024, 07:00</del>" in page
    assert "<ins>22 Nov 2026, 03:05</ins>" in page


def test_a_comparison_with_nonsense_is_not_found(app: Any, walidata: Headers, source: Source) -> None:
    done = run_now(source)

    app.get(f"/sumber/proses/{done.id}/bandingkan?dengan=tidak-ada", headers=walidata, status=404)


def test_a_refused_deletion_is_approved_with_a_button(app: Any, walidata: Headers, refused: Run) -> None:
    page = app.get(f"/sumber/proses/{refused.id}", headers=walidata).body
    first = app.post(f"/sumber/proses/{refused.id}/setujui", headers=walidata).body
    second = app.post(f"/sumber/proses/{refused.id}/setujui", headers=walidata).body
    model.Session.expire_all()

    assert "Approve: hide 5 datasets" in page
    assert "The source has not a single dataset, though 5 of it are here. None was hidden." in page
    assert "has approved that they go" in first
    assert "has approved this already" in second
    assert model.Session.get(Run, refused.id).deletion == "approved"  # type: ignore[union-attr]


def test_the_admin_of_an_opd_sees_the_refusal_without_the_button(app: Any, admin: Headers, refused: Run) -> None:
    page = app.get(f"/sumber/proses/{refused.id}", headers=admin).body

    assert "The walidata decides whether these datasets may go." in page
    assert "Approve:" not in page
    app.post(f"/sumber/proses/{refused.id}/setujui", headers=admin, status=403)


@pytest.mark.parametrize("path", ["perubahan", "bandingkan"])
def test_a_visitor_sees_none_of_it(app: Any, refused: Run, path: str) -> None:
    stranger = {"Authorization": factories.UserWithToken()["token"]}

    app.get(f"/sumber/proses/{refused.id}/{path}", headers=stranger, status=403)
