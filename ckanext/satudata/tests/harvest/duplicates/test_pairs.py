"""Datasets that came in twice: found, linked, and one of them hidden, until somebody says otherwise."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.cli.cli import ckan
from ckan.tests import factories
from ckan.tests.helpers import call_auth

from ckanext.satudata.harvest.duplicates import pairs
from ckanext.satudata.harvest.duplicates.pairs import Candidate, pairs_of
from ckanext.satudata.harvest.model import Source
from ckanext.satudata.tests.harvest.conftest import site
from ckanext.satudata.tests.harvest.duplicates.conftest import decide, harvested, pair_id, pairs_with
from ckanext.satudata.tests.harvest.test_views import Headers, visitor, walidata

__all__ = ["visitor", "walidata"]

pytestmark = pytest.mark.usefixtures("with_plugins", "non_clean_db")


def candidate(number: int, **fields: str) -> Candidate:
    given = {"title": f"Judul {number}", "organization_id": "o", "guid": "", "source_url": "", "source_id": str(number)}
    return Candidate(id=str(number), **{**given, **fields})


def found(*candidates: Candidate) -> list[tuple[str, str, str]]:
    return [(pair.first_id, pair.second_id, pair.reason.value) for pair in pairs_of(candidates)]


UUID = "3f2504e0-4f89-11d3-9a0c-0305e82c3301"


@pytest.mark.parametrize(
    ("first", "second", "reasons"),
    [
        ({"guid": UUID}, {"guid": UUID.upper()}, ["guid"]),
        ({"guid": "12"}, {"guid": "12"}, []),
        ({"source_url": "http://x.go.id/dataset/a/"}, {"source_url": "https://www.x.go.id/dataset/a"}, ["source_url"]),
        ({"source_url": "http://x.go.id"}, {"source_url": "http://x.go.id/"}, []),
        ({"title": "Luas Sawah"}, {"title": "Data luas sawah"}, ["title"]),
        ({"title": "Luas Sawah"}, {"title": "Luas Sawah", "organization_id": "p"}, []),
        ({"title": "Luas Sawah 2022"}, {"title": "Luas Sawah 2023"}, []),
        ({"title": "Luas Sawah", "source_id": "s"}, {"title": "Luas Sawah", "source_id": "s"}, []),
        ({"title": "Luas Sawah", "source_id": ""}, {"title": "Luas Sawah"}, ["title"]),
        ({"guid": UUID, "title": "A b"}, {"guid": UUID, "title": "A b"}, ["guid"]),
    ],
)
def test_two_datasets_are_a_pair_for_one_reason_only(
    first: dict[str, str], second: dict[str, str], reasons: list[str]
) -> None:
    assert [reason for _, _, reason in found(candidate(1, **first), candidate(2, **second))] == reasons


def test_an_address_that_many_datasets_of_a_source_share_names_none_of_them() -> None:
    table = {"source_url": "https://x.go.id/daftar.xlsx"}

    one = candidate(1, source_id="s", **table)
    other = candidate(2, source_id="s", **table)

    assert found(one, other, candidate(3, **table)) == []


def test_a_title_that_differs_again_is_no_pair_any_more(two: tuple[Source, Source]) -> None:
    harvested(two[0])
    second = harvested(two[1])
    renamed = {"id": second[1], "title": "Panjang Jalan Desa"}

    tk.get_action("package_patch")({"ignore_auth": True, "user": factories.Sysadmin()["name"]}, renamed)
    pairs.find(model.Session(), {second[1]})
    model.Session.commit()

    assert pairs_with(second[1]) == []


def test_the_walidata_decides_on_the_page_and_editors_see_it_on_the_dataset(
    app: Any, walidata: Headers, visitor: Headers, two: tuple[Source, Source]
) -> None:
    first, second = harvested(two[0]), harvested(two[1])
    number = pair_id("title", second[1])

    page = app.get(f"/sumber/duplikat?source={two[1].name}", headers=walidata).body
    of_source = app.get(f"/sumber/{two[1].name}", headers=walidata).body
    said = app.post(f"/sumber/duplikat/{number}", headers=walidata, data={"state": "confirmed", "source": two[1].name})

    assert "They have the same identifier." in page
    assert "Hidden in favour of the other one" in page
    assert "2 datasets of this source probably came in from another source too." in of_source
    assert "The one of the source with the lower priority is hidden now." in said.body
    person = factories.SysadminWithToken()
    dataset = app.get(f"/dataset/{second[1]}", headers={"Authorization": person["token"]}).body
    assert "This dataset is hidden, because the same data came in from elsewhere:" in dataset
    assert "satudata-duplicate" not in app.get(f"/dataset/{first[1]}", headers=visitor).body


def test_the_editors_of_an_opd_see_the_pairs_of_its_datasets_and_of_no_others(
    two: tuple[Source, Source], opd: dict[str, Any]
) -> None:
    first = harvested(two[0])
    second = harvested(two[1])
    person = factories.User()
    seat = {"id": opd["id"], "username": person["name"], "role": "editor"}
    tk.get_action("organization_member_create")({"ignore_auth": True, "user": factories.Sysadmin()["name"]}, seat)
    elsewhere = factories.Organization()["id"]
    model.Session.execute(sa.update(model.Package).where(model.Package.id == second[0]).values(owner_org=elsewhere))
    model.Session.commit()

    def told(package_id: str) -> list[str]:
        context: Any = {"user": person["name"], "ignore_auth": False}
        pairs = tk.get_action("satudata_duplicate_list")(context, {"package_id": package_id})["results"]
        return sorted(one["title"] for one in pairs[0]["datasets"])

    # Of a pair with a hidden dataset of another office its editors learn that there is one.
    assert "A dataset that is not public" in told(first[0])
    with pytest.raises(tk.NotAuthorized):
        told(second[0])
    assert call_auth("satudata_duplicate_list", {"user": person["name"], "model": model}, package_id=first[0])
    for refused in ({"user": person["name"]}, {"user": factories.User()["name"], "package_id": first[0]}):
        with pytest.raises(tk.NotAuthorized):
            call_auth("satudata_duplicate_list", {"user": refused.pop("user"), "model": model}, **refused)


@pytest.mark.parametrize("state", ["", "mungkin"])
def test_a_decision_that_is_none_is_refused(two: tuple[Source, Source], state: str) -> None:
    harvested(two[0])
    second = harvested(two[1])

    with pytest.raises(tk.ValidationError):
        decide("title", second[1], state)


def test_a_visitor_sees_and_decides_nothing(app: Any, visitor: Headers) -> None:
    app.get("/sumber/duplikat", headers=visitor, status=403)
    app.post("/sumber/duplikat/1", headers=visitor, data={"state": "confirmed"}, status=403)


def test_a_pair_that_never_was_is_not_found(app: Any, walidata: Headers) -> None:
    app.post("/sumber/duplikat/999999999999999999999", headers=walidata, data={"state": "open"}, status=404)


def test_the_command_lists_pairs_and_counts(cli: Any, two: tuple[Source, Source]) -> None:
    harvested(two[0])
    second = harvested(two[1])

    result = cli.invoke(ckan, ["satudata", "source", "duplicates"])

    name = model.Session.get_one(model.Package, second[0]).name
    assert f"{name} (hidden)" in result.output
    assert result.output.strip().splitlines()[-1].endswith("pairs.")


@pytest.mark.parametrize("priority", ["-1", "101", "tinggi", "1.5", "99999999999999"])
def test_a_priority_that_is_none_is_told(two: tuple[Source, Source], priority: str) -> None:
    with pytest.raises(tk.ValidationError) as refused:
        tk.get_action("satudata_source_patch")(site(), {"id": two[0].id, "priority": priority})

    assert refused.value.error_dict == {"priority": ["Write a whole number from 0 to 100."]}
