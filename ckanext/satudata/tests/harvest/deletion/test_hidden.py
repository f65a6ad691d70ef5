"""What is hidden because it is gone at its source can be found by those who may bring it back, and brought back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

import ckan.plugins.toolkit as tk
from ckan.tests import factories

from ckanext.satudata.harvest import lock
from ckanext.satudata.harvest.model import Source
from ckanext.satudata.tests.harvest.conftest import findings_of, run_now, site
from ckanext.satudata.tests.harvest.deletion.withdrawing import days_pass, id_of, states
from ckanext.satudata.tests.harvest.servers import Portal

pytestmark = pytest.mark.usefixtures("with_plugins", "non_clean_db")

Headers = dict[str, str]


@pytest.fixture
def gone(portal: Portal, source: Source) -> dict[str, Any]:
    """A record of the portal whose dataset a run has hidden."""
    run_now(source)
    record = portal.packages.pop()
    assert run_now(source).counts["archived"] == 1
    return record


@pytest.fixture
def walidata() -> Headers:
    """An editor of an organisation of kind walidata, who is no member of the producer."""
    person = factories.UserWithToken()
    factories.Organization(jenis_organisasi="walidata", users=[{"name": person["name"], "capacity": "editor"}])
    return {"Authorization": person["token"]}


def test_it_is_listed_with_the_day_from_which_it_is_deleted(source: Source, gone: dict[str, Any]) -> None:
    found = tk.get_action("satudata_hidden_list")(site(), {"source_id": source.name})

    (one,) = found["results"]
    days = datetime.fromisoformat(one["deleted_after"]) - datetime.fromisoformat(one["hidden_at"])
    assert (found["count"], one["package_id"], one["title"], days) == (
        1,
        id_of(source, gone),
        gone["title"],
        timedelta(days=7),
    )


def test_the_walidata_finds_it_from_the_page_of_its_source_and_brings_it_back(
    app: Any, walidata: Headers, source: Source, gone: dict[str, Any]
) -> None:
    package_id = id_of(source, gone)
    name = source.name

    of_source = app.get(f"/sumber/{name}", headers=walidata).body
    listed = app.get(f"/sumber/tersembunyi?source={name}", headers=walidata).body
    of_dataset = app.get(f"/dataset/{package_id}", headers=walidata).body
    back = app.post(f"/sumber/tersembunyi/{package_id}", headers=walidata).body

    assert f"/sumber/tersembunyi?source={name}" in of_source
    assert gone["title"] in listed
    assert "its source" in of_dataset
    assert [f"/sumber/tersembunyi/{package_id}" in page for page in (listed, of_dataset, back)] == [True, True, False]
    assert "The dataset is back." in back
    assert tk.get_action("package_show")({"user": ""}, {"id": package_id})["private"] is False


def test_what_a_person_brought_back_is_left_alone_by_later_runs(source: Source, gone: dict[str, Any]) -> None:
    tk.get_action("satudata_hidden_restore")(site(), {"id": id_of(source, gone)})
    days_pass(source, 30)

    later = run_now(source)

    assert (states(source), later.counts["archived"], findings_of(later)) == ({("active", False): 5}, 0, [])


def test_it_waits_for_a_run_that_is_at_work(source: Source, gone: dict[str, Any], monkeypatch: Any) -> None:
    monkeypatch.setattr("ckanext.satudata.harvest.deletion.hidden.WAIT_S", 0)

    with lock.hold(source.id), pytest.raises(tk.ValidationError, match="A run of its source is at work"):
        tk.get_action("satudata_hidden_restore")(site(), {"id": id_of(source, gone)})


def test_an_editor_finds_only_what_is_hidden_of_the_own_organisation(
    opd: dict[str, Any], source: Source, gone: dict[str, Any]
) -> None:
    editor, stranger, member = (factories.User()["name"] for _ in range(3))
    other = factories.Organization(users=[{"name": stranger, "capacity": "admin"}])
    admin: Any = {"ignore_auth": True, "user": factories.Sysadmin()["name"]}
    for person, role in ((editor, "editor"), (member, "member")):
        tk.get_action("organization_member_create")(admin, {"id": opd["id"], "username": person, "role": role})

    found = {
        person: tk.get_action("satudata_hidden_list")({"user": person}, {"source_id": source.id})["count"]
        for person in (editor, stranger)
    }

    assert (other["id"] != opd["id"], found) == (True, {editor: 1, stranger: 0})
    for person in (stranger, member, ""):
        with pytest.raises(tk.NotAuthorized):
            tk.get_action("satudata_hidden_restore")({"user": person}, {"id": id_of(source, gone)})
    with pytest.raises(tk.NotAuthorized):
        tk.get_action("satudata_hidden_list")({"user": member}, {})


def test_what_is_not_hidden_is_not_brought_back(portal: Portal, source: Source) -> None:
    run_now(source)

    with pytest.raises(tk.ValidationError, match="not hidden any more"):
        tk.get_action("satudata_hidden_restore")(site(), {"id": id_of(source, portal.packages[0])})
