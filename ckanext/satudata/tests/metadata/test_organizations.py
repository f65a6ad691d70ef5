"""Who speaks for a walidata or a pembina data."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import ckan.plugins.toolkit as tk
from ckan.tests import factories

from ckanext.satudata.metadata.organizations import is_pembina, is_walidata, memberships, organizations_of_kind
from ckanext.satudata.tests.metadata.conftest import Act
from ckanext.satudata.tests.metadata.people import People, organization

pytestmark = pytest.mark.usefixtures("with_plugins", "non_clean_db")


def test_an_editor_of_a_walidata_is_walidata_and_nobody_else_is(people: People) -> None:
    users = {name: getattr(people, name)["name"] for name in ("walidata", "pembina", "editor", "member")}

    assert {name: is_walidata(user) for name, user in users.items()} == {
        "walidata": True,
        "pembina": False,
        "editor": False,
        "member": False,
    }
    assert (is_walidata(None), is_walidata("tidak-ada"), is_walidata(people.walidata["id"])) == (False, False, True)


@pytest.mark.parametrize(
    ("jenis", "expected"), [(None, True), ("statistik", True), ("geospasial", False), ("lainnya", False)]
)
def test_bps_speaks_for_statistical_data_only(people: People, jenis: str | None, expected: bool) -> None:
    assert is_pembina(people.pembina["name"], jenis) is expected


def test_a_walidata_is_no_pembina(people: People) -> None:
    assert is_pembina(people.walidata["name"]) is False


def test_memberships_are_asked_for_once_per_request(people: People, with_request_context: Callable[..., None]) -> None:
    before = memberships(people.editor["name"])
    factories.Organization(users=[{"name": people.editor["name"], "capacity": "editor"}])

    assert memberships(people.editor["name"]) is before


def test_organisations_are_found_by_their_kind() -> None:
    desa = organization("desa", "Desa Kramatwatu")

    assert desa["id"] in organizations_of_kind("desa")
    assert desa["id"] not in organizations_of_kind("opd")


def test_kind_codes_and_other_names_of_an_organisation_are_stored() -> None:
    stored = factories.Organization(
        jenis_organisasi="Kecamatan", kode_kemendagri="360405", kode_bps="3604220", alias="Kramatwatu\nKec. Kramatwatu"
    )

    assert {name: stored[name] for name in ("jenis_organisasi", "kode_kemendagri", "kode_bps", "alias")} == {
        "jenis_organisasi": "kecamatan",
        "kode_kemendagri": "36.04.05",
        "kode_bps": "3604220",
        "alias": ["Kramatwatu", "Kec. Kramatwatu"],
    }


@pytest.mark.parametrize("kind", ["walidata", "pembina"])
def test_an_admin_cannot_appoint_his_own_organisation(act: Act, kind: str) -> None:
    admin = factories.UserWithToken()
    opd = organization("opd", "Dinas Sosial", admin=admin)

    with pytest.raises(tk.ValidationError) as caught:
        act(admin, "organization_patch", id=opd["id"], jenis_organisasi=kind)

    assert list(caught.value.error_dict) == ["jenis_organisasi"]
    assert not is_walidata(admin["name"])


def test_an_admin_of_the_walidata_edits_it_without_losing_its_kind(act: Act) -> None:
    admin = factories.UserWithToken()
    walidata = organization("walidata", "Diskominfo", admin=admin)

    act(admin, "organization_update", id=walidata["id"], name=walidata["name"], title="Diskominfosatik")
    with pytest.raises(tk.ValidationError):
        act(admin, "organization_patch", id=walidata["id"], jenis_organisasi="opd")

    shown = act(admin, "organization_show", id=walidata["id"])
    assert (shown["title"], shown["jenis_organisasi"]) == ("Diskominfosatik", "walidata")


def test_an_admin_may_say_that_an_opd_is_a_kecamatan(act: Act) -> None:
    admin = factories.UserWithToken()
    opd = organization("opd", "Kecamatan Ciruas", admin=admin)

    act(admin, "organization_patch", id=opd["id"], jenis_organisasi="kecamatan")

    assert act(admin, "organization_show", id=opd["id"])["jenis_organisasi"] == "kecamatan"


def test_a_sysadmin_appoints(act: Act, sysadmin: dict[str, Any]) -> None:
    opd = organization("opd", "Diskominfo")

    act(sysadmin, "organization_patch", id=opd["id"], jenis_organisasi="walidata")

    assert opd["id"] in organizations_of_kind("walidata")
