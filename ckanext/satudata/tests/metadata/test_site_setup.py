"""`ckan satudata setup`: makes what is missing, leaves what is there, and says what a site lacks."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest

from ckan import model
from ckan.tests import factories

from ckanext.satudata.cli import satudata
from ckanext.satudata.metadata import organizations

pytestmark = pytest.mark.usefixtures("with_plugins", "non_clean_db")


@pytest.fixture
def walidata(ckan_config: Any, monkeypatch: pytest.MonkeyPatch) -> str:
    """A walidata that no other test has set up."""
    name = f"diskominfo-{uuid4().hex[:8]}"
    monkeypatch.setitem(ckan_config, "ckanext.satudata.walidata.name", name)
    monkeypatch.setitem(ckan_config, "ckanext.satudata.walidata.title", "Diskominfosatik")
    return name


def steps(cli: Any) -> dict[str, tuple[bool, str]]:
    result = cli.invoke(satudata, ["setup", "--json"])
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == (0 if all(line["ok"] for line in lines) else 1)
    return {line["step"]: (line["ok"], line["message"]) for line in lines}


def kind(name: str) -> str:
    organization = model.Group.by_name(name)
    assert organization
    return organizations.kind_of(organization)


def test_the_first_run_makes_the_organisations_and_the_second_finds_them(cli: Any, walidata: str) -> None:
    first, second = steps(cli), steps(cli)

    key = f"organisation {walidata}"
    assert (first[key], second[key]) == (
        (True, "Created as walidata: Diskominfosatik."),
        (True, "Is there as walidata."),
    )
    assert kind(walidata) == "walidata"
    assert kind("bps") == "pembina"
    assert [name for name, (ok, _) in second.items() if not ok] == []


def test_an_organisation_that_was_there_becomes_the_walidata(cli: Any, walidata: str) -> None:
    factories.Organization(name=walidata, title="Nama Lama", nama_resmi="Dinas Komunikasi")

    steps(cli)

    organization: Any = model.Group.by_name(walidata)
    assert (organization.title, organizations.kind_of(organization), organization.extras["nama_resmi"]) == (
        "Nama Lama",
        "walidata",
        "Dinas Komunikasi",
    )


def test_a_plugin_order_that_hides_our_templates_is_told(
    cli: Any, walidata: str, ckan_config: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    turned = [*reversed(ckan_config["ckan.plugins"])]
    monkeypatch.setitem(ckan_config, "ckan.plugins", turned)

    assert steps(cli)["plugins"][0] is False


def test_a_pembina_that_does_not_exist_is_told(
    cli: Any, walidata: str, ckan_config: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(ckan_config, "ckanext.satudata.pembina", ["bappenas"])

    assert steps(cli)["organisation bappenas"] == (False, "ckanext.satudata.pembina knows only bps, big, kemenkeu.")
