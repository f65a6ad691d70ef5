"""Who gets the files of data that are not open, and what everybody else is told."""

from __future__ import annotations

from typing import Any

import pytest

import ckan.plugins.toolkit as tk
from ckan.tests import factories
from ckan.tests.helpers import CKANTestApp, call_action

from ckanext.satudata.metadata import withholding
from ckanext.satudata.tests.metadata.complete import complete_dataset
from ckanext.satudata.tests.metadata.conftest import Act
from ckanext.satudata.tests.metadata.people import People

pytestmark = pytest.mark.usefixtures("non_clean_db", "with_plugins", "with_request_context")

GROUND = "UU 14/2008 Pasal 17 huruf h"
EVERYBODY = ("visitor", "other_editor", "member", "pembina", "walidata", "editor", "own_member", "sysadmin")


@pytest.fixture
def everybody(people: People) -> dict[str, Any]:
    """All kinds of people; `member` is one of the walidata who has no say, `own_member` one of the OPD."""
    own_member = factories.UserWithToken()
    call_action("organization_member_create", id=people.opd["id"], username=own_member["name"], role="member")
    named = {name: getattr(people, name) for name in ("walidata", "pembina", "editor", "other_editor", "member")}
    return {**named, "visitor": None, "own_member": own_member, "sysadmin": factories.SysadminWithToken()}


def restricted(act: Act, people: People, access: str, **changes: Any) -> dict[str, Any]:
    given = {"klasifikasi_akses": access, "dasar_pembatasan": GROUND, "owner_org": people.opd["id"], **changes}
    return act(people.editor, "package_create", **complete_dataset(**given))


@pytest.mark.parametrize(
    ("access", "jenis_data", "expected"),
    [
        ("terbuka", "statistik", set(EVERYBODY)),
        ("terbatas", "statistik", {"pembina", "walidata", "editor", "own_member", "sysadmin"}),
        ("terbatas", "keuangan", {"walidata", "editor", "own_member", "sysadmin"}),
        ("tertutup", "statistik", {"walidata", "editor", "own_member", "sysadmin"}),
    ],
)
def test_files_are_shown_to_those_who_work_with_the_data(
    access: str, jenis_data: str, expected: set[str], act: Act, people: People, everybody: dict[str, Any]
) -> None:
    dataset = restricted(act, people, access, jenis_data=jenis_data)

    shown = {name: act(user, "package_show", id=dataset["id"]) for name, user in everybody.items()}
    found = {
        name: act(user, "package_search", fq=f"id:{dataset['id']}")["results"][0] for name, user in everybody.items()
    }

    assert {name for name, one in shown.items() if one["resources"]} == expected
    assert {name for name, one in found.items() if one["resources"]} == expected


def test_a_file_by_its_id_is_refused_with_a_reason(act: Act, people: People) -> None:
    dataset = restricted(act, people, "terbatas")

    with pytest.raises(tk.NotAuthorized) as refused:
        act(people.other_editor, "resource_show", id=dataset["resources"][0]["id"])

    assert str(refused.value.message) == "These data are not open. Ask the organization that produces them."


def test_everybody_reads_the_description_and_how_many_files_are_kept_back(act: Act, people: People) -> None:
    dataset = restricted(act, people, "tertutup")

    shown = act(None, "package_show", id=dataset["id"])

    assert {name: shown[name] for name in ("title", "definisi", "dasar_pembatasan", "resources", "num_resources")} == {
        "title": dataset["title"],
        "definisi": dataset["definisi"],
        "dasar_pembatasan": GROUND,
        "resources": [],
        "num_resources": 0,
    }
    assert shown[withholding.KEY] == {"files": 1}


def test_what_an_editor_sends_back_keeps_its_files(act: Act, people: People) -> None:
    dataset = restricted(act, people, "terbatas")

    changed = act(people.editor, "package_update", **act(people.editor, "package_show", id=dataset["id"]))
    patched = act(people.editor, "package_patch", id=dataset["id"], version="2")

    assert [len(one["resources"]) for one in (changed, patched)] == [1, 1]


def test_a_collaborator_of_the_dataset_gets_its_files(
    act: Act, people: People, ckan_config: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(ckan_config, "ckan.auth.allow_dataset_collaborators", True)
    dataset = restricted(act, people, "tertutup")
    guest = people.other_editor
    call_action("package_collaborator_create", id=dataset["id"], user_id=guest["id"], capacity="member")

    shown = act(guest, "package_show", id=dataset["id"])
    found = act(guest, "package_search", fq=f"id:{dataset['id']}")["results"][0]

    assert [len(one["resources"]) for one in (shown, found)] == [1, 1]


def test_data_that_are_opened_are_open_at_once(act: Act, people: People) -> None:
    dataset = restricted(act, people, "terbatas")
    act(people.editor, "package_patch", id=dataset["id"], klasifikasi_akses="terbuka", dasar_pembatasan="")

    shown = act(None, "package_show", id=dataset["id"])
    found = act(None, "package_search", fq=f"id:{dataset['id']} AND res_format:CSV")

    assert (len(shown["resources"]), found["count"], withholding.KEY in shown) == (1, 1, False)


def test_the_default_schema_of_ckan_shows_no_more(act: Act, people: People) -> None:
    dataset = restricted(act, people, "terbatas")

    shown = act(None, "package_show", id=dataset["id"], use_default_schema=True)
    found = act(None, "package_search", fq=f"id:{dataset['id']}", use_default_schema=True)["results"][0]

    assert (shown["resources"], found["resources"]) == ([], [])


def test_the_page_says_whom_to_ask(app: CKANTestApp, act: Act, people: People) -> None:
    dataset = restricted(act, people, "terbatas")

    page = app.get(f"/dataset/{dataset['name']}")

    assert "These data are not open." in page.text
    assert "Ask the organization that produces them: disdukcapil@serangkab.go.id" in page.text
