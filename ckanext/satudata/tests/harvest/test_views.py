"""The pages of the harvest as walidata, OPD admin and visitor meet them."""

from __future__ import annotations

import csv
import io
import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.tests import factories

from ckanext.satudata.harvest.model import Run, Source
from ckanext.satudata.tests.harvest.servers import Portal

pytestmark = pytest.mark.usefixtures("with_plugins")

Headers = dict[str, str]


@pytest.fixture
def walidata() -> Headers:
    """An editor of an organisation of kind walidata."""
    person = factories.UserWithToken()
    made = factories.Organization(jenis_organisasi="walidata", users=[{"name": person["name"], "capacity": "editor"}])
    assert made["jenis_organisasi"] == "walidata"
    return {"Authorization": person["token"]}


@pytest.fixture
def visitor() -> Headers:
    return {"Authorization": factories.UserWithToken()["token"]}


def test_the_walidata_adds_a_source_in_the_form(app: Any, walidata: Headers, opd: dict[str, Any]) -> None:
    title = f"Portal {uuid.uuid4().hex[:8]}"

    answer = app.post(
        "/sumber/baru",
        headers=walidata,
        data={
            "connector": "ckan_api",
            "title": title,
            "schedule": "weekly",
            "settings__url": "http://127.0.0.1:5800",
            "settings__organizations": "dinas-kesehatan\ndinas-sosial",
            "mapping__unknown_organization": "default",
            "mapping__default_organization": opd["name"],
            "mapping__organization_map": "dinkes = dinas-kesehatan",
        },
        follow_redirects=False,
    )

    made = model.Session.query(Source).filter_by(title=title).one()
    assert answer.location.endswith(f"/sumber/{made.name}")
    assert (made.schedule, made.settings["organizations"], made.mapping["organization_map"]) == (
        "weekly",
        ["dinas-kesehatan", "dinas-sosial"],
        {"dinkes": "dinas-kesehatan"},
    )


def test_a_wrong_address_is_told_beside_its_field_and_what_was_typed_stays(app: Any, walidata: Headers) -> None:
    typed = {"connector": "ckan_api", "title": "Dinas Kesehatan", "settings__url": "data dinkes"}

    page = app.post("/sumber/baru", headers=walidata, data=typed).body

    assert "“data dinkes” is no web address." in page
    assert 'value="Dinas Kesehatan"' in page
    assert 'value="data dinkes"' in page


def test_an_edit_starts_from_what_the_source_is(app: Any, walidata: Headers, source: Source) -> None:
    page = app.get(f"/sumber/{source.name}/ubah", headers=walidata).body

    assert source.settings["url"] in page
    assert 'name="settings__page_size" value="2"' in page


def test_the_check_shows_what_is_there(app: Any, walidata: Headers, source: Source) -> None:
    page = app.post(f"/sumber/{source.name}/periksa", headers=walidata).body

    assert "answers with 5 datasets" in page


def test_running_a_source_leads_to_the_page_of_its_run(app: Any, walidata: Headers, source: Source) -> None:
    answer = app.post(f"/sumber/{source.name}/jalankan", headers=walidata, follow_redirects=False)

    run = model.Session.query(Run).filter_by(source_id=source.id).one()
    assert answer.location.endswith(f"/sumber/proses/{run.id}")
    assert "Waiting for a background worker." in app.get(answer.location, headers=walidata).body


def test_the_page_of_a_run_counts_and_lists_findings(
    app: Any, walidata: Headers, portal: Portal, source: Source, harvest: Callable[[Source], Run]
) -> None:
    portal.packages[0]["title"], portal.packages[0]["name"] = "", "TANPA JUDUL !"
    done = harvest(source)

    page = app.get(f"/sumber/proses/{done.id}", headers=walidata).body
    one_kind = app.get(f"/sumber/proses/{done.id}?q=tidak-ada-yang-begini", headers=walidata).body

    assert "satudata-findings" in page
    assert "No finding matches this filter." in one_kind


def test_findings_come_as_csv_that_no_spreadsheet_takes_for_formulas(
    app: Any, walidata: Headers, portal: Portal, source: Source, harvest: Callable[[Source], Run]
) -> None:
    portal.packages[0]["frekuensi"] = "=1+1"
    done = harvest(source)

    answer = app.get(f"/sumber/proses/{done.id}/temuan.csv", headers=walidata)

    rows = list(csv.DictReader(io.StringIO(answer.body.removeprefix("\ufeff"))))
    shown = tk.get_action("satudata_finding_list")({"ignore_auth": True}, {"run_id": done.id})["count"]
    assert len(rows) == shown
    assert "'=1+1" in {row["value"] for row in rows}
    assert not [row for row in rows for cell in row.values() if cell.startswith("=")]


def test_a_source_that_is_read_by_its_changes_says_how_far_and_what_comes_next(
    app: Any, walidata: Headers, portal: Portal, source: Source, harvest: Callable[[Source], Run]
) -> None:
    portal.filters = True
    before = app.get(f"/sumber/{source.name}", headers=walidata).body
    change = {"id": source.id, "settings": {"incremental": True}}
    tk.get_action("satudata_source_patch")({"ignore_auth": True, "user": ""}, change)
    whole = harvest(source)
    changes = harvest(source)

    after = app.get(f"/sumber/{source.name}", headers=walidata).body

    assert "It reads everything: “Read only what has changed” is switched off." in before
    assert "It reads only what has changed." in after
    said = "Only what had changed was asked for."
    pages = [app.get(f"/sumber/proses/{run.id}", headers=walidata).body for run in (whole, changes)]
    assert [said in page for page in pages] == [False, True]
    assert "The source was not read to its end" not in pages[1]


def test_the_progress_of_a_run_can_be_asked_for(
    app: Any, walidata: Headers, source: Source, harvest: Callable[[Source], Run]
) -> None:
    done = harvest(source)

    assert app.get(f"/sumber/proses/{done.id}/kemajuan", headers=walidata).json == {
        "announced": 5,
        "received": 5,
        "state": "finished",
    }


def test_a_deleted_source_leaves_its_datasets(
    app: Any, walidata: Headers, source: Source, harvest: Callable[[Source], Run]
) -> None:
    harvest(source)
    name = source.name

    asked = app.get(f"/sumber/{name}/hapus", headers=walidata).body
    app.post(f"/sumber/{name}/hapus", headers=walidata)

    assert "Its 5 datasets are no longer updated" in asked
    app.get(f"/sumber/{name}", headers=walidata, status=404)


def test_a_source_that_is_leaving_says_so_and_is_not_run(app: Any, walidata: Headers, source: Source) -> None:
    name, title = source.name, source.title
    app.post(f"/sumber/{name}/hapus", headers=walidata, data={"datasets": "archive"})

    page = app.get(f"/sumber/{name}", headers=walidata).body
    listed = app.get(f"/sumber/?q={title}", headers=walidata).body

    assert ("This source is being deleted" in page, "Run now" in page, "Being deleted" in listed) == (True, False, True)


@pytest.mark.parametrize("path", ["", "baru", "{name}", "{name}/ubah", "{name}/hapus"])
def test_a_visitor_sees_no_page_of_the_harvest(app: Any, visitor: Headers, source: Source, path: str) -> None:
    app.get(f"/sumber/{path.format(name=source.name)}", headers=visitor, status=403)


@pytest.mark.parametrize("path", ["periksa", "jalankan", "hapus"])
def test_a_visitor_starts_nothing(app: Any, visitor: Headers, source: Source, path: str) -> None:
    app.post(f"/sumber/{source.name}/{path}", headers=visitor, status=403)


def test_the_admin_of_an_opd_reads_its_source_without_buttons(app: Any, opd: dict[str, Any], source: Source) -> None:
    person = factories.UserWithToken()
    member = {"id": opd["id"], "username": person["name"], "role": "admin"}
    tk.get_action("organization_member_create")({"ignore_auth": True, "user": factories.Sysadmin()["name"]}, member)

    page = app.get(f"/sumber/{source.name}", headers={"Authorization": person["token"]}, status=200).body

    assert source.title in page
    assert "Run now" not in page


def test_whoever_is_not_logged_in_any_more_is_asked_to_and_comes_back(app: Any, source: Source) -> None:
    answer = app.get(f"/sumber/{source.name}?x=1", follow_redirects=False)

    assert answer.status_code == 302
    assert unquote(answer.location).endswith(f"/user/login?came_from=/sumber/{source.name}?x=1")


def test_what_was_typed_is_sent_again_after_logging_in(app: Any, walidata: Headers, source: Source) -> None:
    name = source.name
    typed = {"title": 'Judul "baru" <b>', "settings__url": "http://127.0.0.1:5800", "mapping__drop_tags": "\na\nb"}

    page = BeautifulSoup(app.post(f"/sumber/{name}/ubah", data=typed, status=403).body, "html.parser")

    form = page.select_one("main form[method=post]") or page.select("form[method=post]")[-1]
    kept = {one["name"]: one.get_text().removeprefix("\n") for one in form.select("textarea")}
    assert (form["action"], kept) == (f"/sumber/{name}/ubah", typed)


def test_what_is_not_there_is_said(app: Any, walidata: Headers) -> None:
    app.get("/sumber/tidak-ada", headers=walidata, status=404)
    app.get("/sumber/proses/tidak-ada", headers=walidata, status=404)
