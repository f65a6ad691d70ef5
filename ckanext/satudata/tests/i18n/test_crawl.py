"""Nobody meets English on an Indonesian page: every kind of page, opened by each role."""

from __future__ import annotations

from typing import Any

import pytest

from ckan import model
from ckan.tests import factories

from ckanext.satudata.tests.catalogue.portal import Portal, small_portal
from ckanext.satudata.tests.i18n.english import english_on

pytestmark = pytest.mark.usefixtures("with_plugins")

VISITOR = (
    "/",
    "/dataset/",
    "/dataset/?q=penduduk&frekuensi=tahunan&page=1",
    "/dataset/?q=qwertyuiop",
    "/dataset/{dataset}",
    "/dataset/{harvested}",
    "/dataset/{dataset}/resource/{resource}",
    "/dataset/activity/{dataset}",
    "/dataset/groups/{dataset}",
    "/organization/",
    "/organization/?q=qwertyuiop",
    "/organization/{organization}",
    "/organization/about/{organization}",
    "/organization/activity/{organization}",
    "/group/",
    "/topik",
    "/topik/kesehatan",
    "/about",
    "/kegiatan/",
    "/kegiatan/{kegiatan}",
    "/user/login",
    "/user/reset",
    "/halaman-lama",
)
PRODUSEN = (
    "/dataset/new",
    "/dataset/edit/{dataset}",
    "/dataset/edit/{dataset}/2",
    "/dataset/edit/{dataset}/3",
    "/dataset/edit/{dataset}/4",
    "/dataset/edit/{dataset}/5",
    "/dataset/edit/{dataset}/6",
    "/dataset/resources/{dataset}",
    "/dataset/{dataset}/resource/new",
    "/dataset/{dataset}/resource/{resource}/edit",
    "/dataset/{dataset}/resource/{resource}/views",
    "/dataset/delete/{dataset}",
    "/dataset/{dataset}",
    "/dataset/groups/{dataset}",
    "/kegiatan/new",
    "/kegiatan/edit/{kegiatan}",
    "/kegiatan/edit/{kegiatan}/4",
    "/dashboard/",
    "/dashboard/datasets",
    "/dashboard/organizations",
    "/dashboard/groups",
    "/user/{user}",
    "/user/edit/{user}",
    "/user/{user}/api-tokens",
    "/user/activity/{user}",
    "/organization/members/{organization}",
    "/organization/edit/{organization}",
    "/sumber/",
)
WALIDATA = (
    "/sumber/",
    "/sumber/baru",
    "/dataset/{dataset}",
    "/dashboard/datasets",
    "/organization/{organization}",
)
SYSADMIN = (
    "/ckan-admin/",
    "/ckan-admin/config",
    "/ckan-admin/trash",
    "/ckan-admin/reset_config",
    "/organization/new",
    "/organization/edit/{organization}",
    "/organization/members/{organization}",
    "/organization/manage_members/{organization}",
    "/organization/member_new/{organization}",
    "/organization/bulk_process/{organization}",
    "/organization/delete/{organization}",
    "/user/",
    "/user/{user}",
    "/group/new",
    "/dataset/{dataset}",
    "/sumber/",
)

People = dict[str, "dict[str, Any] | None"]


@pytest.fixture(scope="module")
def made_once() -> dict[str, Any]:
    """Filled by the first test: making the portal needs the plugins, which only the scope of a function has."""
    return {}


@pytest.fixture
def portal(with_plugins: None, made_once: dict[str, Any]) -> Portal:
    if "portal" not in made_once:
        made_once["portal"] = small_portal()
    return made_once["portal"]


@pytest.fixture
def people(portal: Portal, made_once: dict[str, Any]) -> People:
    if "people" not in made_once:
        made_once["people"] = {
            "visitor": None,
            "produsen": portal.people.editor,
            "walidata": portal.people.walidata,
            "sysadmin": factories.SysadminWithToken(),
        }
    return made_once["people"]


@pytest.mark.parametrize(
    ("role", "address"),
    [
        (role, address)
        for role, addresses in (
            ("visitor", VISITOR),
            ("produsen", PRODUSEN),
            ("walidata", WALIDATA),
            ("sysadmin", SYSADMIN),
        )
        for address in addresses
    ],
)
def test_no_english_is_left_on_the_page(app: Any, portal: Portal, people: People, role: str, address: str) -> None:
    person = people[role]
    names = _names(portal, person)

    answer = app.get(
        "/id" + address.format(**names), headers={"Authorization": person["token"]} if person else {}, status=None
    )

    assert answer.status_code in (200, 403, 404)
    assert "<html" in answer.text
    assert english_on(answer.text, typed=_typed()) == []


def test_the_nets_catch_english(app: Any, portal: Portal) -> None:
    answer = app.get(f"/en/dataset/{portal.dataset['name']}")

    caught = english_on(answer.text, typed=set())
    assert {"Skip to the content", "What the figures mean"} - set(caught) == set()


def test_a_form_that_is_refused_says_so_in_indonesian(app: Any, portal: Portal, people: People) -> None:
    produsen = people["produsen"]
    assert produsen

    answer = app.post(
        "/id/dataset/new",
        headers={"Authorization": produsen["token"]},
        data={
            "title": "",
            "frekuensi": "kadang-kadang",
            "owner_org": portal.organization["id"],
            "_ckan_phase": "1",
            "save": "",
        },
    )

    assert 'class="error-explanation' in answer.text
    assert english_on(answer.text, typed=_typed()) == []


def _names(portal: Portal, person: dict[str, Any] | None) -> dict[str, str]:
    return {
        "dataset": portal.dataset["name"],
        "resource": portal.dataset["resources"][0]["id"],
        "harvested": portal.harvested["name"],
        "kegiatan": portal.kegiatan["name"],
        "organization": portal.organization["name"],
        "user": person["name"] if person else "",
    }


def _typed() -> set[str]:
    """What people or factories have entered: names of persons, organisations and datasets of this and other tests."""
    # Asked of the database: the lists of the API are cut, and other tests leave thousands.
    tables = (
        (model.User.name, model.User.fullname, model.User.about),
        (model.Group.name, model.Group.title, model.Group.description),
        (model.Package.name, model.Package.title, model.Package.notes),
    )
    return {text for columns in tables for row in model.Session.query(*columns) for text in row if text}
