"""A source inside the office: allowed by a sysadmin for that source only, and looked at again at every connection."""

from __future__ import annotations

from typing import Any

import pytest

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.tests import factories
from ckan.tests.helpers import CKANTestApp

from ckanext.satudata.harvest.model import Source
from ckanext.satudata.tests.harvest.conftest import run_now
from ckanext.satudata.tests.harvest.servers import Portal, Reply, serving

pytestmark = pytest.mark.usefixtures("with_plugins", "non_clean_db")

LOOPBACK = ["127.0.0.0/8"]


@pytest.fixture(autouse=True)
def closed(loopback_allowed: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The operator allows no private network."""
    monkeypatch.setitem(tk.config, "ckanext.satudata.harvest.allowed_networks", [])


@pytest.fixture
def sysadmin() -> dict[str, Any]:
    return factories.SysadminWithToken()


@pytest.fixture
def walidata() -> dict[str, Any]:
    user = factories.UserWithToken()
    factories.Organization(users=[{"name": user["name"], "capacity": "admin"}], jenis_organisasi="walidata")
    return user


def description(url: str, organization: str, **more: Any) -> dict[str, Any]:
    return {
        "title": f"Sumber {organization}",
        "connector": "ckan_api",
        "settings": {"url": url},
        "mapping": {"default_organization": organization},
        **more,
    }


def call(action: str, user: dict[str, Any], **data: Any) -> Any:
    return tk.get_action(action)({"user": user["name"]}, data)


@pytest.fixture
def inside(portal_url: str, opd: dict[str, Any], sysadmin: dict[str, Any]) -> dict[str, Any]:
    """A source on loopback, which a sysadmin allowed."""
    return call("satudata_source_create", sysadmin, **description(portal_url, opd["name"], networks=LOOPBACK))


def stored(source: dict[str, Any]) -> Source:
    model.Session.expire_all()
    found = model.Session.get(Source, source["id"])
    assert found is not None
    return found


def test_a_source_with_a_network_of_its_own_is_read_and_another_one_is_not(
    inside: dict[str, Any], portal_url: str, opd: dict[str, Any], sysadmin: dict[str, Any]
) -> None:
    done = run_now(stored(inside))

    assert (inside["networks"], done.state, done.counts["new"]) == (LOOPBACK, "finished", 5)
    with pytest.raises(tk.ValidationError, match="or a sysadmin allows it for the source"):
        call("satudata_source_create", sysadmin, **description(portal_url, opd["name"], title="Lain"))


def test_its_check_and_preview_reach_it_too(inside: dict[str, Any], walidata: dict[str, Any]) -> None:
    checked = call("satudata_source_check", walidata, id=inside["id"])
    previewed = call("satudata_source_preview", walidata, id=inside["id"])

    assert (checked["ok"], checked["datasets"], previewed["ok"]) == (True, 5, True)


@pytest.mark.parametrize("action", ["satudata_source_update", "satudata_source_patch"])
def test_an_edit_by_others_keeps_the_networks_and_cannot_change_them(
    inside: dict[str, Any], walidata: dict[str, Any], portal_url: str, opd: dict[str, Any], action: str
) -> None:
    wanted = description(portal_url, opd["name"], id=inside["id"], title="Judul Baru")

    changed = call(action, walidata, **wanted)
    same = call(action, walidata, **wanted, networks=LOOPBACK)

    assert (changed["title"], changed["networks"], same["networks"]) == ("Judul Baru", LOOPBACK, LOOPBACK)
    for networks in ([], ["10.0.0.0/8"], [*LOOPBACK, "10.0.0.1"]):
        with pytest.raises(tk.NotAuthorized):
            call(action, walidata, **wanted, networks=networks)
    assert stored(inside).networks == LOOPBACK


@pytest.mark.parametrize("action", ["satudata_source_create", "satudata_source_check", "satudata_source_preview"])
def test_nobody_but_a_sysadmin_gives_networks_to_what_is_not_stored(
    walidata: dict[str, Any], portal_url: str, opd: dict[str, Any], action: str
) -> None:
    with pytest.raises(tk.NotAuthorized):
        call(action, walidata, **description(portal_url, opd["name"], networks=LOOPBACK))


def test_a_redirect_out_of_the_networks_of_the_source_is_not_followed(inside: dict[str, Any], portal: Portal) -> None:
    run_now(stored(inside))
    asked: list[str] = []

    def other(path: str, _params: dict[str, str]) -> Reply:
        asked.append(path)
        return Reply()

    with serving(other) as url:
        target = url.replace("127.0.0.1", "[::1]")
        portal.faults = dict.fromkeys(range(20), lambda *_: Reply(status=302, headers={"Location": target}))
        done = run_now(stored(inside))

    assert (done.state, asked) == ("failed", [])


def test_taking_the_network_away_stops_the_next_run(inside: dict[str, Any], sysadmin: dict[str, Any]) -> None:
    stored(inside).networks = []
    model.Session.commit()

    assert run_now(stored(inside)).state == "failed"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("10.20.3.4/16, 192.168.1.5", ["10.20.0.0/16", "192.168.1.5/32"]),
        (["fd00::/48", "fd00::/48"], ["fd00::/48"]),
        ("", []),
        (None, []),
    ],
)
def test_networks_are_written_in_one_form(
    opd: dict[str, Any], sysadmin: dict[str, Any], given: Any, kept: list[str]
) -> None:
    made = call(
        "satudata_source_create", sysadmin, **description("http://tidak-ada.invalid", opd["name"], networks=given)
    )

    assert made["networks"] == kept


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("kantor", "“kantor” is no network. Write it like 10.20.0.0/16, or a single address like 10.20.3.4."),
        ("0.0.0.0/0", "“0.0.0.0/0” is too wide. A network of IPv4 has at least /8."),
        (["::/0"], "“::/0” is too wide. A network of IPv6 has at least /32."),
        ([f"10.0.0.{number}" for number in range(30)], "Write at most 20 networks."),
    ],
)
def test_what_is_no_network_or_too_much_is_refused(
    opd: dict[str, Any], sysadmin: dict[str, Any], given: Any, words: str
) -> None:
    with pytest.raises(tk.ValidationError) as refused:
        call(
            "satudata_source_create", sysadmin, **description("https://tidak-ada.invalid", opd["name"], networks=given)
        )

    assert refused.value.error_dict == {"networks": [words]}


def test_the_form_shows_the_field_to_sysadmins_only_and_saves_it(
    app: CKANTestApp, inside: dict[str, Any], sysadmin: dict[str, Any], walidata: dict[str, Any], portal_url: str
) -> None:
    address = f"/sumber/{inside['name']}/ubah"
    form = {
        "title": "Dari Formulir",
        "name": inside["name"],
        "schedule": "manual",
        "settings__url": portal_url,
        "mapping__default_organization": inside["mapping"]["default_organization"],
    }
    headers = {kind: {"Authorization": user["token"]} for kind, user in (("s", sysadmin), ("w", walidata))}

    pages = {kind: app.get(address, headers=given).get_data(as_text=True) for kind, given in headers.items()}
    app.post(address, data=form, headers=headers["w"], status=302, follow_redirects=False)
    kept = list(stored(inside).networks)
    forged = app.post(address, data={**form, "networks": "10.0.0.0/8"}, headers=headers["w"], follow_redirects=False)
    app.post(
        address, data={**form, "networks": "127.0.0.1\n10.20.0.0/16"}, headers=headers["s"], follow_redirects=False
    )

    assert ['name="networks"' in pages["s"], 'name="networks"' in pages["w"]] == [True, False]
    assert (kept, forged.status_code) == (LOOPBACK, 403)
    assert stored(inside).networks == ["127.0.0.1/32", "10.20.0.0/16"]
