"""Actions on sources: who may, what is refused with which words, what comes back."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.lib.jobs import Worker, job_from_id
from ckan.tests import factories
from ckan.tests.helpers import call_auth

from ckanext.satudata.harvest.connectors import registered
from ckanext.satudata.harvest.model import Run, Source
from ckanext.satudata.tests.harvest.conftest import run_now, site
from ckanext.satudata.tests.harvest.servers import Portal, html, serving

pytestmark = pytest.mark.usefixtures("with_plugins", "non_clean_db")

MANAGING = (
    "satudata_source_create",
    "satudata_source_update",
    "satudata_source_patch",
    "satudata_source_delete",
    "satudata_source_check",
    "satudata_source_preview",
    "satudata_source_remap",
    "satudata_source_run",
    "satudata_mapping_version_list",
    "satudata_mapping_version_restore",
    "satudata_duplicate_decide",
    "satudata_duplicate_find",
    "satudata_duplicate_list",
    "satudata_run_cancel",
    "satudata_connector_list",
)
LISTING = ("satudata_source_list", "satudata_run_list", "satudata_finding_list")


def member(capacity: str, organization: dict[str, Any] | None = None, **fields: Any) -> str:
    """Name of a new user with this seat in an organisation."""
    user = factories.User()
    users = [{"name": user["name"], "capacity": capacity}]
    if organization is None:
        factories.Organization(users=users, **fields)
    else:
        tk.get_action("organization_member_create")(
            {**site(), "user": tk.get_action("get_site_user")(site(), {})["name"]},
            {"id": organization["id"], "username": user["name"], "role": capacity},
        )
    return user["name"]


def may(user: str | None, action: str, **data: Any) -> bool:
    try:
        return call_auth(action, {"user": user or "", "model": model}, **data)
    except tk.NotAuthorized:
        return False


def errors_of(action: str, data: dict[str, Any]) -> dict[str, Any]:
    with pytest.raises(tk.ValidationError) as refused:
        tk.get_action(action)(site(), data)
    return refused.value.error_dict


def wanted(opd: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {
        "title": f"Sumber {uuid.uuid4().hex[:10]}",
        "connector": "ckan_api",
        "settings": {"url": "http://127.0.0.1:9"},
        "mapping": {"default_organization": opd["name"]},
        **fields,
    }


@pytest.mark.parametrize("action", MANAGING)
def test_only_walidata_and_sysadmins_manage_sources(source: Source, opd: dict[str, Any], action: str) -> None:
    people = {
        "anonymous": None,
        "other OPD": member("admin"),
        "own OPD": member("admin", opd),
        "walidata": member("editor", jenis_organisasi="walidata"),
        "sysadmin": factories.Sysadmin()["name"],
    }

    allowed = [who for who, user in people.items() if may(user, action, id=source.id)]

    assert allowed == ["walidata", "sysadmin"]


def test_the_admin_of_an_opd_sees_the_sources_and_runs_that_concern_it(source: Source, opd: dict[str, Any]) -> None:
    done = run_now(source)
    people = {
        "anonymous": None,
        "other OPD": member("admin"),
        "editor of the OPD": member("editor", opd),
        "own OPD": member("admin", opd),
        "walidata": member("editor", jenis_organisasi="walidata"),
    }

    assert [who for who, user in people.items() if may(user, "satudata_source_show", id=source.id)] == [
        "own OPD",
        "walidata",
    ]
    assert [who for who, user in people.items() if may(user, "satudata_run_show", id=done.id)] == [
        "own OPD",
        "walidata",
    ]


@pytest.mark.parametrize("action", LISTING)
def test_lists_are_for_admins_of_organisations_and_show_them_their_own(
    source: Source, opd: dict[str, Any], action: str
) -> None:
    run_now(source)
    own, other = member("admin", opd), member("admin")
    reference = {} if action == "satudata_source_list" else {"source_id": source.id}

    assert not may(None, action)
    assert tk.get_action(action)({"user": own, "ignore_auth": False}, dict(reference))["count"] > 0
    assert tk.get_action(action)({"user": other, "ignore_auth": False}, dict(reference))["count"] == 0


def test_a_source_is_created_with_typed_options_and_shown(opd: dict[str, Any]) -> None:
    settings = {"url": " http://127.0.0.1:9/dataset ", "page_size": "50", "tags": "gizi\nibu"}

    made = tk.get_action("satudata_source_create")(site(), wanted(opd, title="Dinas Kesehatan X", settings=settings))
    shown = tk.get_action("satudata_source_show")(site(), {"id": made["name"]})

    assert shown == made
    assert made["settings"] == {
        "url": "http://127.0.0.1:9/dataset",
        "page_size": 50,
        "tags": ["gizi", "ibu"],
        "organizations": None,
        "modified_since": None,
        "types": ["dataset"],
        "incremental": False,
        "full_compare_days": 7,
    }
    assert (made["name"], made["schedule"], made["last_run"], made["records"]) == (
        "dinas-kesehatan-x",
        "manual",
        None,
        {"stored": 0, "refused": 0, "missing": 0, "archived": 0},
    )


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"title": " "}, {"title": "Give the source a title, for example the name of the OPD or portal."}),
        ({"title": "x" * 5000}, {"title": "Write at most 200 characters, without invisible control characters."}),
        ({"title": "a\x00b"}, {"title": "Write at most 200 characters, without invisible control characters."}),
        ({"name": "Nama Salah"}, {"name": "Use two to one hundred small letters, digits, “-” and “_”."}),
        ({"connector": "dkan"}, {"connector": f"There is no connector “dkan”. Installed: {', '.join(registered())}."}),
        ({"schedule": "hourly"}, {"schedule": "Choose one of: manual, daily, weekly, monthly."}),
        ({"active": "mungkin"}, {"active": "Write true or false."}),
        ({"networks": 5}, {"networks": "Write one network per line, or give a list of them."}),
        ({"settings": {}}, {"settings.url": "This must be filled in."}),
        ({"settings": "url"}, {"settings": "Give the options as pairs of name and value."}),
        (
            {"settings": {"url": "data.go.id"}},
            {"settings.url": "“data.go.id” is no web address. Write it as in https://opendata.serangkab.go.id."},
        ),
        (
            {"mapping": {"default_organization": "tidak-ada"}},
            {
                "mapping.default_organization": "There is no organisation “tidak-ada” here. Write the last part of its"
                " page's address."
            },
        ),
        (
            {"mapping": {}},
            {
                "mapping.default_organization": "Choose the organisation for datasets whose organisation is not"
                " recognised."
            },
        ),
    ],
)
def test_each_wrong_field_is_answered_with_what_to_do(
    opd: dict[str, Any], fields: dict[str, Any], errors: dict[str, str]
) -> None:
    assert errors_of("satudata_source_create", wanted(opd, **fields)) == {key: [text] for key, text in errors.items()}


def test_a_name_can_be_used_once(opd: dict[str, Any]) -> None:
    made = tk.get_action("satudata_source_create")(site(), wanted(opd))

    assert errors_of("satudata_source_create", wanted(opd, name=made["name"])) == {
        "name": [f"Another source is already called “{made['name']}”. Choose another name."]
    }


def test_an_address_in_a_private_network_is_refused_on_save_unless_the_operator_allows_it(
    opd: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(tk.config, "ckanext.satudata.harvest.allowed_networks", [])

    refused = errors_of("satudata_source_create", wanted(opd, settings={"url": "http://169.254.169.254/latest"}))

    assert list(refused) == ["settings.url"]
    assert refused["settings.url"][0].startswith("169.254.169.254 has the address 169.254.169.254, which lies in a")


def test_a_patch_changes_single_options_and_only_a_changed_mapping_maps_again(source: Source) -> None:
    patched = tk.get_action("satudata_source_patch")(site(), {"id": source.name, "settings": {"page_size": 7}})
    mapped = tk.get_action("satudata_source_patch")(site(), {"id": source.id, "mapping": {"default_license": "cc-by"}})

    assert (patched["settings"]["page_size"], patched["mapping_version"], patched["title"]) == (7, 1, source.title)
    assert (mapped["settings"]["page_size"], mapped["mapping_version"]) == (7, 2)


@pytest.mark.parametrize("part", ["settings", "mapping"])
def test_a_patch_with_options_that_are_no_pairs_is_refused(source: Source, part: str) -> None:
    refused = errors_of("satudata_source_patch", {"id": source.id, part: "x"})

    assert refused == {part: ["Give the options as pairs of name and value."]}


def test_a_refused_change_leaves_the_source_as_it_was(source: Source) -> None:
    before = tk.get_action("satudata_source_show")(site(), {"id": source.id})

    errors_of("satudata_source_patch", {"id": source.id, "title": "", "schedule": "daily"})
    model.Session.commit()

    assert tk.get_action("satudata_source_show")(site(), {"id": source.id}) == before
    assert errors_of("satudata_source_update", {"id": source.id, "connector": "lain"}) == {
        "connector": ["The kind of a source cannot be changed. Add a new source."]
    }


def test_a_deleted_source_leaves_its_datasets(source: Source, portal: Portal, opd: dict[str, Any]) -> None:
    run_now(source)

    tk.get_action("satudata_source_delete")(site(), {"id": source.id})

    with pytest.raises(tk.ObjectNotFound):
        tk.get_action("satudata_source_show")(site(), {"id": source.id})
    found = tk.get_action("package_search")(site(), {"fq": f"organization:{opd['name']}"})
    assert found["count"] == len(portal.packages)


def test_a_check_tells_what_is_there_and_which_organisations_are_recognised(source: Source) -> None:
    report = tk.get_action("satudata_source_check")(site(), {"id": source.id})

    assert (report["ok"], report["message"], report["datasets"]) == (
        True,
        "CKAN 2.9.5 answers with 5 datasets of 0 organisations.",
        5,
    )


def test_a_check_of_something_else_says_what_it_is(loopback_allowed: None) -> None:
    with serving(html) as url:
        report = tk.get_action("satudata_source_check")(site(), {"connector": "ckan_api", "settings": {"url": url}})

    assert (report["ok"], "answers with a web page (HTTP 200) instead of JSON" in report["message"]) == (False, True)


def test_the_declared_options_are_listed_for_forms(source: Source) -> None:
    kinds = {kind["name"]: kind for kind in tk.get_action("satudata_connector_list")(site(), {})}

    assert kinds["ckan_api"]["title"] == "CKAN portal"
    assert {setting["name"] for setting in kinds["ckan_api"]["settings"]} == set(source.settings)
    assert {setting["name"] for setting in kinds["ckan_api"]["mapping"]} == set(source.mapping)


def test_a_run_is_queued_with_its_own_time_limit_and_done_by_a_worker(source: Source, portal: Portal) -> None:
    queued = tk.get_action("satudata_source_run")(site(), {"id": source.id})
    model.Session.expire_all()
    stored = tk.get_action("satudata_run_show")(site(), {"id": queued["id"]})
    run = model.Session.get(Run, queued["id"])
    assert run
    job = job_from_id(run.job_id or "")
    assert (stored["state"], stored["is_open"], job.timeout) == ("queued", True, 86400)

    Worker().work(burst=True)
    model.Session.expire_all()
    done = tk.get_action("satudata_run_show")(site(), {"id": queued["id"]})

    assert (done["state"], done["error"], done["progress"], done["counts"]["new"]) == (
        "finished",
        None,
        1.0,
        len(portal.packages),
    )


def test_a_second_run_is_refused_while_one_waits(source: Source) -> None:
    tk.get_action("satudata_source_run")(site(), {"id": source.id})

    assert errors_of("satudata_source_run", {"id": source.id}) == {
        "id": ["A run of this source is already waiting or at work. Wait until it has ended, or cancel it."]
    }
