"""Members of an OPD see what still holds about its datasets, on a page, as CSV and on the dataset; others do not."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

import ckan.plugins.toolkit as tk
from ckan.tests import factories
from ckan.tests.helpers import CKANTestApp, call_action
from ckan.types import Context

from ckanext.satudata.harvest.model import Source
from ckanext.satudata.tests.harvest.conftest import run_now, site
from ckanext.satudata.tests.harvest.servers import Portal

pytestmark = pytest.mark.usefixtures("with_plugins", "non_clean_db")


@pytest.fixture
def flawed(portal: Portal, source: Source) -> Source:
    """A source of which one record has no title, after a run."""
    portal.packages[0]["title"] = ""
    run_now(source)
    return source


def member_of(opd: dict[str, Any], capacity: str) -> dict[str, Any]:
    user = factories.UserWithToken()
    call_action("organization_member_create", id=opd["id"], username=user["name"], role=capacity)
    return user


def headers(user: dict[str, Any]) -> dict[str, str]:
    return {"Authorization": user["token"]}


def listed(user: dict[str, Any], **filters: Any) -> dict[str, Any]:
    context: Context = {"user": user["name"], "ignore_auth": False}
    return tk.get_action("satudata_finding_list")(context, {"current": True, "code": "HARVEST-02", **filters})


@pytest.mark.parametrize("capacity", ["admin", "editor", "member"])
def test_each_member_sees_the_findings_of_the_own_organisation(
    capacity: str, flawed: Source, opd: dict[str, Any]
) -> None:
    found = listed(member_of(opd, capacity))

    assert [one["organization_id"] for one in found["results"]] == [opd["id"]]


def test_members_of_another_organisation_see_nothing_of_it(flawed: Source, opd: dict[str, Any]) -> None:
    other = factories.Organization()
    stranger = member_of(other, "admin")

    assert [listed(stranger, **asked)["count"] for asked in ({}, {"organization": opd["name"]})] == [0, 0]


def test_somebody_without_an_organisation_is_refused(flawed: Source, app: CKANTestApp) -> None:
    nobody = factories.UserWithToken()

    with pytest.raises(tk.NotAuthorized):
        listed(nobody)

    assert [app.get(path, headers=headers(nobody)).status_code for path in ("/temuan/", "/temuan/temuan.csv")] == [
        403,
        403,
    ]
    assert app.get("/temuan/").status_code == 403


def test_the_page_shows_them_filters_them_and_gives_them_as_csv(
    flawed: Source, opd: dict[str, Any], app: CKANTestApp
) -> None:
    editor = member_of(opd, "editor")

    page = app.get("/temuan/?code=HARVEST-02", headers=headers(editor)).text
    nothing = app.get("/temuan/?q=tidak-ada-ini", headers=headers(editor)).text
    sheet = app.get("/temuan/temuan.csv?code=HARVEST-02", headers=headers(editor)).text
    home = app.get("/", headers=headers(editor)).text

    assert "Give the dataset a title at the source." in page
    assert "1 finding<" in page
    assert "No finding matches this filter." in nothing
    rows = list(csv.DictReader(io.StringIO(sheet.lstrip("\ufeff"))))
    assert [row["code"] for row in rows] == ["HARVEST-02"]
    assert 'href="/temuan/"' in home


@pytest.mark.parametrize("query", ["page=0", "page=99999999999", "page=x", "severity=x"])
def test_odd_addresses_show_a_page(query: str, flawed: Source, opd: dict[str, Any], app: CKANTestApp) -> None:
    app.get(f"/temuan/?{query}", headers=headers(member_of(opd, "member")), status=200)


def test_an_organisation_without_flaws_reads_so(opd: dict[str, Any], app: CKANTestApp) -> None:
    page = app.get("/temuan/", headers=headers(member_of(opd, "member"))).text

    assert "Nothing is wrong with the data that are fetched from your sources." in page


def test_editors_see_the_findings_of_a_dataset_on_its_page(
    flawed: Source, portal: Portal, opd: dict[str, Any], app: CKANTestApp
) -> None:
    address = f"/dataset/{portal.packages[0]['name']}"

    shown = [app.get(address, headers=headers(member_of(opd, capacity))).text for capacity in ("editor", "member")]
    shown.append(app.get(address).text)

    assert ["Give the dataset a title at the source." in text for text in shown] == [True, False, False]


def test_what_was_corrected_at_the_source_is_gone(flawed: Source, portal: Portal, opd: dict[str, Any]) -> None:
    portal.packages[0]["title"] = "Judul"
    run_now(flawed)

    assert listed(member_of(opd, "editor"))["count"] == 0


def test_what_is_gone_at_the_source_is_a_finding_until_it_comes_back(
    source: Source, portal: Portal, opd: dict[str, Any]
) -> None:
    run_now(source)
    taken = portal.packages.pop()
    run_now(source)
    gone = missing(source, taken)
    run_now(source)
    still = missing(source, taken)
    portal.packages.append(taken)
    run_now(source)

    assert (len(gone), len(still), missing(source, taken)) == (1, 1, [])


def missing(source: Source, package: dict[str, Any]) -> list[str]:
    """Codes of the current findings that say that the record is gone, with the run that said it."""
    query = {"source_id": source.id, "current": True, "q": package["id"], "limit": 1000}
    found = tk.get_action("satudata_finding_list")(site(), query)["results"]
    return [one["code"] for one in found if one["code"] in ("HARVEST-06", "HARVEST-52")]
