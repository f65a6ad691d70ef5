"""Who sees which figures: exactly those who may see the file that they come from."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.lib.plugins import DefaultPermissionLabels
from ckan.tests import factories
from ckan.tests.helpers import call_action
from ckan.types import Context

from ckanext.satudata.statistics.facts.reader import Reader
from ckanext.satudata.statistics.model import Origin
from ckanext.satudata.tests.metadata.people import People
from ckanext.satudata.tests.statistics.conftest import Act, Publish
from ckanext.satudata.tests.statistics.figures import CIRUAS, figure

pytestmark = pytest.mark.usefixtures("with_plugins", "non_clean_db", "with_request_context")

STATES: dict[str, dict[str, Any]] = {
    "open": {},
    "private": {"private": True},
    "draft": {"state": "draft"},
    "terbatas": {"klasifikasi_akses": "terbatas"},
    "terbatas of another kind": {"klasifikasi_akses": "terbatas", "jenis_data": "keuangan"},
    "tertutup": {"klasifikasi_akses": "tertutup"},
    "private and terbatas": {"klasifikasi_akses": "terbatas", "private": True},
}


@pytest.fixture
def everybody(people: People) -> dict[str, Any]:
    own_member = factories.UserWithToken()
    call_action("organization_member_create", id=people.opd["id"], username=own_member["name"], role="member")
    named = {name: getattr(people, name) for name in ("walidata", "pembina", "editor", "other_editor", "member")}
    return {**named, "visitor": None, "own_member": own_member, "sysadmin": factories.SysadminWithToken()}


@pytest.mark.parametrize("state", STATES)
def test_figures_are_seen_by_those_who_may_see_their_file(
    state: str, publish: Publish, everybody: dict[str, Any]
) -> None:
    published = publish(**STATES[state])
    published.load([figure(CIRUAS, 2023, 1)])

    sees_figures = {name: sees(user, published.resource_id) for name, user in everybody.items()}

    assert sees_figures == {name: may_see_file(user, published.resource_id) for name, user in everybody.items()}


def test_the_matrix_has_both_answers(publish: Publish, everybody: dict[str, Any]) -> None:
    published = publish(klasifikasi_akses="terbatas")
    published.load([figure(CIRUAS, 2023, 1)])

    assert {name for name, user in everybody.items() if sees(user, published.resource_id)} == {
        "walidata",
        "pembina",
        "editor",
        "own_member",
        "sysadmin",
    }


def test_figures_of_a_deleted_dataset_are_seen_by_nobody(
    publish: Publish, act: Act, people: People, everybody: dict[str, Any]
) -> None:
    published = publish()
    published.load([figure(CIRUAS, 2023, 1)])

    act(people.editor, "package_delete", id=published.dataset["id"])

    assert [name for name, user in everybody.items() if sees(user, published.resource_id)] == []


def test_figures_of_a_deleted_file_are_seen_by_nobody(
    publish: Publish, act: Act, people: People, everybody: dict[str, Any]
) -> None:
    published = publish()
    published.load([figure(CIRUAS, 2023, 1)])
    kept = [{"name": "Lain", "url": "https://opd.example/lain.csv", "format": "CSV"}]

    act(people.editor, "package_patch", id=published.dataset["id"], resources=kept)

    assert [name for name, user in everybody.items() if sees(user, published.resource_id)] == []


def test_labels_of_another_extension_decide_about_figures_too(
    publish: Publish, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    class OnlyForMembers(DefaultPermissionLabels):
        def get_dataset_labels(self, dataset_obj: model.Package) -> list[str]:
            return [f"member-{dataset_obj.owner_org}"]

    published = publish()
    published.load([figure(CIRUAS, 2023, 1)])
    monkeypatch.setattr("ckanext.satudata.statistics.facts.reader.get_permission_labels", OnlyForMembers)

    assert [sees(user, published.resource_id) for user in (None, people.other_editor, people.editor)] == [
        False,
        False,
        True,
    ]


def context_of(user: dict[str, Any] | None) -> Context:
    name = user["name"] if user else ""
    return {"user": name, "auth_user_obj": model.User.get(name) if name else None, "ignore_auth": False}


def sees(user: dict[str, Any] | None, resource_id: str) -> bool:
    query = Reader.of(context_of(user)).origins().where(Origin.resource_id == resource_id)
    return model.Session.scalar(sa.select(sa.func.count()).select_from(query.subquery())) == 1


def may_see_file(user: dict[str, Any] | None, resource_id: str) -> bool:
    try:
        tk.check_access("resource_show", context_of(user), {"id": resource_id})
    except tk.NotAuthorized:
        return False
    return True
