"""Files of data that are not open: no read action and no page tells a stranger their address, name or content.

Walks every action that may be called with GET and every page that CKAN and our plugins have, so that one added
tomorrow is asked too. What each person does get: `metadata/test_withholding.py`.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import suppress
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
from werkzeug.datastructures import FileStorage
from werkzeug.routing import BuildError, IntegerConverter, Rule

import ckan.plugins.toolkit as tk
from ckan import logic, model
from ckan.tests import factories
from ckan.tests.helpers import CKANTestApp, call_action
from ckan.types import Context

from ckanext.satudata.tests.exchange.conftest import as_site_user, publish
from ckanext.satudata.tests.metadata import people as population
from ckanext.satudata.tests.metadata.people import People

pytestmark = pytest.mark.usefixtures("non_clean_db", "with_plugins")

# Letters only: Solr takes words with digits apart, and some of the parts are in every dataset.
SECRET = "rahasia" + "".join("ghijklmnopqrstuv"[int(digit, 16)] for digit in uuid4().hex)
"""Stands in the address, the name, the description and the content of the files."""
NOT_CALLED = {"help_show", "job_list", "job_show", "job_clear", "job_cancel"}
PEOPLE = ("visitor", "other_editor", "group_admin")


class Portal:
    """One dataset of each restricted kind with a link and an upload, and everybody who may not have them."""

    def __init__(self) -> None:
        self.people: People = population.people()
        self.group_admin = factories.UserWithToken()
        users = [{"name": self.group_admin["name"], "capacity": "admin"}]
        self.group = factories.Group(name=f"grup-{uuid4().hex[:8]}", users=users)
        self.datasets = [self._dataset(access) for access in ("terbatas", "tertutup")]

    def headers(self, who: str) -> dict[str, str]:
        user = {"other_editor": self.people.other_editor, "group_admin": self.group_admin}.get(who)
        return {"Authorization": user["token"]} if user else {}

    def ids(self) -> dict[str, list[str]]:
        """What can stand for each kind of `id` in a call."""
        packages = [dataset["id"] for dataset in self.datasets]
        resources = [one["id"] for dataset in self.datasets for one in dataset["resources"]]
        query = sa.select(model.ResourceView.id).where(model.ResourceView.resource_id.in_(resources))
        views = list(model.Session.scalars(query))
        activities = [
            activity["id"]
            for id_ in packages
            for activity in call_action("package_activity_list", as_site_user(), id=id_)[:1]
        ]
        return {
            "package": packages,
            "resource": [resources[0], resources[-1]],
            "view": views[:1],
            "activity": activities,
            "organization": [self.people.opd["id"]],
            "group": [self.group["id"]],
            "user": [self.people.editor["name"], self.group_admin["name"]],
        }

    def _dataset(self, access: str) -> dict[str, Any]:
        link = {"name": SECRET, "description": SECRET, "url": f"https://opd.example/{SECRET}.csv", "format": "CSV"}
        ground = "UU 14/2008 Pasal 17 huruf h"
        dataset = publish(
            self.people.opd,
            klasifikasi_akses=access,
            dasar_pembatasan=ground,
            resources=[link],
            groups=[{"name": self.group["name"]}],
        )
        records = [{"nama": SECRET}]
        call_action(
            "datastore_create", as_site_user(), resource_id=dataset["resources"][0]["id"], records=records, force=True
        )
        upload = FileStorage(io.BytesIO(f"nama,nik\n{SECRET},1\n".encode()), filename=f"{SECRET}.csv")
        editor: Context = {"user": self.people.editor["name"], "ignore_auth": False}
        fields = {"package_id": dataset["id"], "name": SECRET, "format": "CSV", "upload": upload}
        tk.get_action("resource_create")(editor, fields)
        # A change by a person, so that the stream of activities remembers the files.
        return tk.get_action("package_patch")(editor, {"id": dataset["id"], "version": "2"})


@pytest.fixture(scope="module")
def portal_once() -> list[Portal]:
    return []


@pytest.fixture
def portal(portal_once: list[Portal], app: CKANTestApp) -> Portal:
    """Made by the first test that asks for it."""
    if not portal_once:
        portal_once.append(Portal())
    return portal_once[0]


def test_the_walk_finds_the_files_where_they_may_be_seen(app: CKANTestApp, portal: Portal) -> None:
    own = {"Authorization": portal.people.editor["token"]}

    answers = {
        name
        for name, query in calls(portal)
        if SECRET in app.get(f"/api/3/action/{name}", query_string=query, headers=own).text
    }

    assert {
        "package_show", "package_search", "resource_show", "current_package_list_with_resources",
        "package_activity_list", "activity_show", "activity_data_show", "organization_show", "datastore_search",
    } <= answers  # fmt: skip


@pytest.mark.parametrize("who", PEOPLE)
def test_no_read_action_tells_a_stranger_of_the_files(who: str, app: CKANTestApp, portal: Portal) -> None:
    leaks = [
        (name, query)
        for name, query in calls(portal)
        if SECRET in app.get(f"/api/3/action/{name}", query_string=query, headers=portal.headers(who)).text
    ]

    assert leaks == []


@pytest.mark.parametrize("who", PEOPLE)
def test_no_page_tells_a_stranger_of_the_files(who: str, app: CKANTestApp, portal: Portal) -> None:
    leaks, answered, asked = [], 0, addresses(app, portal)
    for address in asked:
        # Some of CKAN's pages leave a refusal, or an address that makes no sense, to Flask: the reader sees an error.
        with suppress(Exception):
            answer = app.get(address, headers=portal.headers(who), follow_redirects=False)
            answered += 1
            if SECRET in answer.text or SECRET in answer.headers.get("Location", ""):
                leaks.append(address)

    assert leaks == []
    assert answered > len(asked) * 0.9


@pytest.mark.parametrize("who", PEOPLE)
def test_the_search_does_not_tell_that_a_file_is_there(who: str, app: CKANTestApp, portal: Portal) -> None:
    owner = f"owner_org:{portal.people.opd['id']}"
    questions: list[dict[str, Any]] = [
        {"q": SECRET},
        {"q": "*:*", "fq": f"res_url:*{SECRET}*"},
        {"q": f"res_name:{SECRET}"},
        {"q": "*:*", "fq": f"{owner} AND res_format:CSV"},
    ]

    counts = [search(app, portal, who, query)["count"] for query in questions]
    resources = result(app, portal, who, "resource_search", {"query": f"url:{SECRET}", "limit": 0})

    assert (counts, resources) == ([0, 0, 0, 0], {"count": 0, "results": []})


@pytest.mark.parametrize("fields", ["validated_data_dict", "*", "data*", "x:validated_data_dict", "id,data_dict"])
def test_raw_fields_of_the_search_come_of_open_data_only(fields: str, app: CKANTestApp, portal: Portal) -> None:
    owner = f"owner_org:{portal.people.opd['id']}"

    raw = search(app, portal, "visitor", {"fq": owner, "fl": fields})
    plain = search(app, portal, "visitor", {"fq": owner, "fl": "id,title"})

    assert (raw["results"], plain["count"]) == ([], 2)


def search(app: CKANTestApp, portal: Portal, who: str, query: dict[str, Any]) -> dict[str, Any]:
    return result(app, portal, who, "package_search", query)


def result(app: CKANTestApp, portal: Portal, who: str, name: str, query: dict[str, Any]) -> dict[str, Any]:
    answer: Any = app.get(f"/api/3/action/{name}", query_string=query, headers=portal.headers(who)).json
    return answer["result"]


def calls(portal: Portal) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every read action with every id that it could mean, and with the parameters that make answers longer."""
    everything = [value for values in portal.ids().values() for value in values]
    logic.get_action("package_show")
    for name in sorted(logic._actions):
        if name in NOT_CALLED or not getattr(logic.get_action(name), "side_effect_free", False):
            continue
        yield name, {}
        yield name, {"q": SECRET, "query": f"url:{SECRET}", "rows": 1000, "limit": 100, "include_private": True}
        for value in everything:
            if name.startswith("datastore_"):
                yield name, {"sql": f'SELECT * FROM "{value}"'} if name.endswith("_sql") else {"resource_id": value}
            ids = {"id": value, "resource_id": value, "package_id": value, "organization": value, "source_id": value}
            yield (
                name,
                {
                    **ids,
                    "object_type": "package",
                    "include_data": True,
                    "include_datasets": True,
                    "include_tracking": True,
                    "use_default_schema": len(value) % 2 == 0,
                },
            )


def addresses(app: CKANTestApp, portal: Portal) -> list[str]:
    """The address of every page that is read with GET, with what its placeholders could mean."""
    ids = portal.ids()
    found: dict[str, None] = {}
    with app.flask_app.test_request_context():
        for rule in app.flask_app.url_map.iter_rules():
            if "GET" in (rule.methods or ()) and not rule.rule.startswith(("/webassets", "/api", "/static")):
                found |= dict.fromkeys(_filled(rule, ids))
    return list(found)


def _filled(rule: Rule, ids: dict[str, list[str]]) -> Iterator[str]:
    kinds = {"organization": "organization", "group": "group", "user": "user"}
    kind = next((ids[kind] for start, kind in kinds.items() if rule.rule.startswith(f"/{start}")), None)
    for package, resource in zip(ids["package"], ids["resource"], strict=True):
        for id_ in [package] if "resource_id" in rule.arguments else kind or [package, ids["activity"][0]]:
            values = {
                "resource_id": resource,
                "activity_id": ids["activity"][0],
                "view_id": (ids["view"] or ["none"])[0],
                "filename": "data.csv",
            }
            given = {name: (rule.defaults or {}).get(name, values.get(name, id_)) for name in rule.arguments}
            given |= {name: 1 for name in rule.arguments if isinstance(rule._converters.get(name), IntegerConverter)}
            with suppress(BuildError):
                yield tk.url_for(rule.endpoint, **{**given, "locale": "default"})
