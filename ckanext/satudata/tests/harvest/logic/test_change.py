"""Actions on what runs changed."""

from __future__ import annotations

from typing import Any

import pytest

import ckan.plugins.toolkit as tk
from ckan.tests import factories

from ckanext.satudata.harvest.model import Run, Source
from ckanext.satudata.tests.harvest.conftest import add_source, run_now, site
from ckanext.satudata.tests.harvest.servers import Portal

pytestmark = pytest.mark.usefixtures("with_plugins", "non_clean_db")


def changes(done: Run, **filters: Any) -> dict[str, Any]:
    return tk.get_action("satudata_run_changes")(site(), {"id": done.id, **filters})


def compared(run: Run, other: Run, **filters: Any) -> dict[str, Any]:
    return tk.get_action("satudata_run_compare")(site(), {"id": run.id, "other": other.id, **filters})


def test_a_first_run_tells_every_new_dataset_without_its_fields(source: Source, portal: Portal) -> None:
    told = changes(run_now(source))

    assert (told["count"], told["by_kind"]["new"]) == (5, 5)
    assert [(one["kind"], one["guid"], one["title"], one["fields"]) for one in told["results"]] == [
        ("new", one["id"], one["title"], []) for one in portal.packages
    ]


def test_an_unchanged_run_tells_nothing(source: Source) -> None:
    run_now(source)

    assert changes(run_now(source))["count"] == 0


def test_a_changed_dataset_is_told_field_by_field_under_the_labels_of_the_form(source: Source, portal: Portal) -> None:
    run_now(source)
    first = portal.packages[0]
    portal.packages[0] = {
        **first,
        "title": "Judul Baru",
        "tags": [{"name": "penduduk"}, {"name": "desa"}],
        "extras": [{"key": "Kode Lain", "value": "12"}],
        "resources": [{**first["resources"][0], "url": "https://x.go.id/baru.csv"}],
    }

    (one,) = changes(run_now(source))["results"]

    assert [(field["label"], field["before"], field["after"]) for field in one["fields"]] == [
        ("Title", first["title"], "Judul Baru"),
        ("Tags", "penduduk", "desa\npenduduk"),
        ("File “Data”: File or link", first["resources"][0]["url"], "https://x.go.id/baru.csv"),
        ("Kode Lain", None, "12"),
    ]


def test_changes_can_be_filtered_searched_and_paged(source: Source, portal: Portal) -> None:
    run_now(source)
    gone = portal.packages.pop()
    portal.packages[0] = {**portal.packages[0], "title": "Judul Baru"}
    done = run_now(source)

    assert [one["kind"] for one in changes(done)["results"]] == ["changed", "missing", "archived"]
    assert [one["guid"] for one in changes(done, kind="archived")["results"]] == [gone["id"]]
    assert changes(done, kind="archived")["count"] == 1
    assert [one["title"] for one in changes(done, q="judul BARU")["results"]] == ["Judul Baru"]
    assert [one["kind"] for one in changes(done, limit=1, offset=1)["results"]] == ["missing"]
    with pytest.raises(tk.ValidationError):
        changes(done, kind="apa")


def test_two_runs_stand_side_by_side(source: Source, portal: Portal) -> None:
    first = run_now(source)
    portal.packages[0] = {**portal.packages[0], "title": "", "name": "judul-hilang"}
    portal.packages[1] = {**portal.packages[1], "notes": "Berubah."}
    second = run_now(source)

    answer = compared(second, first)

    counts = {one["name"]: (one["here"], one["there"]) for one in answer["counts"]}
    assert {name: counts[name] for name in ("new", "changed", "failed")} == {
        "new": (0, 5),
        "changed": (1, 0),
        "failed": (1, 0),
    }
    assert [one["code"] for one in answer["findings"] if one["change"] == "new"] == ["HARVEST-03"]
    both = {one["code"]: (one["here"], one["there"]) for one in answer["findings"] if one["change"] == "both"}
    assert both["META-43"] == (1, 5)
    assert [(one["kind"], one["guid"]) for one in answer["only_here"]["results"]] == [
        ("changed", portal.packages[1]["id"])
    ]
    assert answer["only_there"]["count"] == 5
    assert len(compared(second, first, limit=2)["only_there"]["results"]) == 2


def test_runs_of_two_sources_are_not_compared(source: Source, portal_url: str, opd: dict[str, Any]) -> None:
    other = add_source(portal_url, opd["name"])

    with pytest.raises(tk.ValidationError, match="two different sources"):
        compared(run_now(source), run_now(other))


def test_an_opd_sees_the_changes_of_its_own_datasets_only(source: Source, portal: Portal, opd: dict[str, Any]) -> None:
    done = run_now(source)
    admin, stranger = factories.User()["name"], factories.User()["name"]
    member = {"id": opd["id"], "username": admin, "role": "admin"}
    tk.get_action("organization_member_create")({"ignore_auth": True, "user": factories.Sysadmin()["name"]}, member)

    assert tk.get_action("satudata_run_changes")({"user": admin}, {"id": done.id})["count"] == 5
    for name, data in (("satudata_run_changes", {}), ("satudata_run_compare", {"other": done.id})):
        with pytest.raises(tk.NotAuthorized):
            tk.get_action(name)({"user": stranger}, {"id": done.id, **data})


@pytest.mark.parametrize("action", ["satudata_run_changes", "satudata_deletion_approve"])
def test_a_run_that_is_not_there_is_not_found(action: str) -> None:
    with pytest.raises(tk.ObjectNotFound):
        tk.get_action(action)(site(), {"id": "tidak-ada"})
