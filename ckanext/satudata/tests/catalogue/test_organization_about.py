"""What the page about an organisation says, and what of the people in it."""

from __future__ import annotations

from typing import Any

import pytest

import ckan.plugins.toolkit as tk
from ckan.tests import factories
from ckan.tests.helpers import call_action

from ckanext.satudata.tests.catalogue.conftest import GetPage
from ckanext.satudata.tests.catalogue.portal import Portal, unique
from ckanext.satudata.tests.catalogue.reading import pairs, texts

pytestmark = pytest.mark.usefixtures("with_plugins")


@pytest.fixture
def accounts_not_public(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(tk.config, "ckan.auth.public_user_details", False)


def test_the_page_about_an_organisation_says_in_words_what_is_known(page: GetPage) -> None:
    office = factories.Organization(
        name=unique("dinkes"),
        title="Dinas Kesehatan",
        description="Menyelenggarakan **urusan** kesehatan.",
        jenis_organisasi="opd",
        alias=["Dinkes", "Dinkes Serang"],
        kode_kemendagri="36.04",
    )

    about = page(f"/id/organization/about/{office['name']}")

    assert pairs(about, ".satudata-fact-group") == [
        ("Jenis organisasi", "OPD (produsen data)"),
        ("Nama lain", "Dinkes Dinkes Serang"),
        ("Kode Kemendagri", "36.04"),
    ]
    assert texts(about, ".satudata-notes strong") == ["urusan"]


def test_the_page_about_an_organisation_of_which_nothing_is_known_says_so(page: GetPage) -> None:
    office = factories.Organization(name=unique("bapenda"), title="BAPENDA", description="")

    about = page(f"/id/organization/about/{office['name']}")

    assert texts(about, ".module-content .empty") == ["Organisasi ini belum memiliki deskripsi."]


@pytest.mark.usefixtures("accounts_not_public")
@pytest.mark.parametrize("tab", ["", "about/"])
def test_the_tab_of_the_members_is_there_for_those_who_may_see_them(page: GetPage, portal: Portal, tab: str) -> None:
    address = f"/id/organization/{tab}{portal.organization['name']}"
    members = f'.nav-tabs a[href="/id/organization/members/{portal.organization["name"]}"]'

    shown = [texts(page(address, user=user), members) for user in (None, portal.people.editor)]

    assert shown == [[], ["Anggota"]]


@pytest.mark.usefixtures("accounts_not_public")
def test_an_activity_tells_strangers_who_it_was_without_the_login_name(page: GetPage, portal: Portal) -> None:
    editor = portal.people.editor
    context: dict[str, Any] = {"user": editor["name"], "ignore_auth": True}
    call_action("package_patch", context, id=portal.dataset["id"], notes="Keterangan baru tentang penduduk.")
    address = f"/id/dataset/activity/{portal.dataset['name']}"

    stranger, colleague = page(address), page(address, user=portal.people.other_editor)

    link = f'a[href="/id/user/{editor["name"]}"]'
    assert editor["fullname"] in stranger.get_text()
    assert (stranger.select(link), texts(colleague, link)[:1]) == ([], [editor["fullname"]])
