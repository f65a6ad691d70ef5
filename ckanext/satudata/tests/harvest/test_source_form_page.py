"""The form of a source as its walidata meets it: wrong values, two people at once, the way back from a preview."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.tests import factories

from ckanext.satudata.harvest.model import Source

pytestmark = pytest.mark.usefixtures("with_plugins")

Headers = dict[str, str]


@pytest.fixture
def admin() -> Headers:
    return {"Authorization": factories.SysadminWithToken()["token"]}


def test_all_that_is_wrong_stands_on_top_and_leads_to_its_field(app: Any, admin: Headers, opd: dict[str, Any]) -> None:
    typed = {
        "connector": "ckan_api",
        "title": "",
        "settings__url": "bukan alamat",
        "mapping__default_organization": opd["name"],
        "mapping__longest_tag": "1000",
        "priority": "900",
    }

    page = BeautifulSoup(app.post("/sumber/baru", headers=admin, data=typed).body, "html.parser")

    links = [link["href"] for link in page.select(".satudata-form-errors a")]
    assert links == ["#field-title", "#field-settings__url", "#field-mapping__longest_tag", "#field-priority"]
    assert [bool(page.select(f"{link}[aria-invalid]")) for link in links] == [True] * 4
    assert [one.string for one in page.select("details.satudata-form-section[open] > summary > strong")] == [
        "Topics, licences and tags",
        "Short name, priority and the like",
    ]


def test_the_default_organisation_is_chosen_by_its_title(app: Any, admin: Headers, opd: dict[str, Any]) -> None:
    page = BeautifulSoup(app.get("/sumber/baru", headers=admin).body, "html.parser")

    option = page.select_one(f"select[name=mapping__default_organization] option[value={opd['name']}]")
    assert option is not None
    assert option.string == opd["title"]


def test_what_is_wrong_in_a_preview_is_corrected_and_saved(app: Any, admin: Headers, opd: dict[str, Any]) -> None:
    title = f"Portal {uuid.uuid4().hex[:8]}"
    typed = {"connector": "ckan_api", "title": title, "settings__url": "", "mapping__default_organization": opd["name"]}
    page = BeautifulSoup(app.post("/sumber/pratinjau", headers=admin, data=typed).body, "html.parser")
    form = page.select("form[method=post]")[-1]

    app.post(form["action"], headers=admin, data={**typed, "settings__url": "http://127.0.0.1:5800"})

    assert model.Session.query(Source).filter_by(title=title).count() == 1


def test_of_two_people_who_edit_a_source_the_second_is_told_what_the_first_has_changed(
    app: Any, admin: Headers, source: Source
) -> None:
    source.modified_at -= timedelta(minutes=5)
    model.Session.commit()
    second = _fields(app.get(f"/sumber/{source.name}/ubah", headers=admin).body)
    _act("satudata_source_patch", id=source.id, title="Judul dari orang pertama", settings={"page_size": 3})

    answer = app.post(f"/sumber/{source.name}/ubah", headers=admin, data={**second, "schedule": "weekly"})

    told = BeautifulSoup(answer.body, "html.parser").select_one(".satudata-form-errors")
    assert told is not None
    assert "Somebody has changed this source since you opened it." in told.get_text()
    assert [re.sub(r"\s+", " ", line.get_text()).strip() for line in told.select("li")] == [
        "Title: now stored as “Judul dari orang pertama”",
        "When is it read?: now stored as “Only when somebody starts it”",
        "Records per request: now stored as “3”",
    ]
    assert _stored(source) == ("Judul dari orang pertama", "manual")


def test_whoever_has_seen_what_differs_and_saves_again_replaces_it(app: Any, admin: Headers, source: Source) -> None:
    source.modified_at -= timedelta(minutes=5)
    model.Session.commit()
    second = {**_fields(app.get(f"/sumber/{source.name}/ubah", headers=admin).body), "schedule": "weekly"}
    _act("satudata_source_patch", id=source.id, title="Judul dari orang pertama")
    again = _fields(app.post(f"/sumber/{source.name}/ubah", headers=admin, data=second).body)

    app.post(f"/sumber/{source.name}/ubah", headers=admin, data=again)

    assert _stored(source) == (second["title"], "weekly")


def test_a_wrong_value_does_not_hide_that_somebody_else_was_faster(app: Any, admin: Headers, source: Source) -> None:
    source.modified_at -= timedelta(minutes=5)
    model.Session.commit()
    second = {**_fields(app.get(f"/sumber/{source.name}/ubah", headers=admin).body), "settings__page_size": "banyak"}
    wrong = _fields(app.post(f"/sumber/{source.name}/ubah", headers=admin, data=second).body)
    _act("satudata_source_patch", id=source.id, title="Judul dari orang pertama")

    answer = app.post(f"/sumber/{source.name}/ubah", headers=admin, data={**wrong, "settings__page_size": "5"})

    assert "Somebody has changed this source since you opened it." in answer.body
    assert _stored(source) == ("Judul dari orang pertama", "manual")


def _fields(body: str) -> dict[str, str]:
    """What a browser sends of the form as it stands."""
    form = BeautifulSoup(body, "html.parser").select("form[method=post]")[-1]
    sent = {one["name"]: one.get("value", "") for one in form.select("input[name]:not([type=checkbox])")}
    sent |= {one["name"]: one["value"] for one in form.select("input[type=checkbox][checked]")}
    sent |= {one["name"]: one.get_text().removeprefix("\n") for one in form.select("textarea")}
    for one in form.select("select"):
        chosen = one.select_one("option[selected]") or one.select_one("option")
        sent[one["name"]] = chosen["value"] if chosen else ""
    return {str(name): str(value) for name, value in sent.items()}


def _act(action: str, **data: Any) -> Any:
    return tk.get_action(action)({"ignore_auth": True, "user": ""}, data)


def _stored(source: Source) -> tuple[str, str]:
    # A request has closed the session that `source` came from.
    found = _act("satudata_source_show", id=source.id)
    return found["title"], found["schedule"]
