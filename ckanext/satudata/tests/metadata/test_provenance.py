"""Provenance: written by the harvest, kept over every edit, not to be forged."""

from __future__ import annotations

from typing import Any

import pytest

import ckan.plugins.toolkit as tk

from ckanext.satudata.metadata.provenance import FIELDS
from ckanext.satudata.tests.metadata.complete import complete_dataset
from ckanext.satudata.tests.metadata.conftest import Act, Harvest
from ckanext.satudata.tests.metadata.people import People

pytestmark = pytest.mark.usefixtures("with_plugins", "non_clean_db", "with_request_context")

ORIGIN = {
    "guid": "4a2f7c1e",
    "harvest_source_id": "dinkes",
    "harvest_source_title": "Dinas Kesehatan - CKAN",
    "source_url": "https://data.dinkes.example/dataset/posyandu",
    "source_created": "2024-09-09T03:12:45",
    "source_modified": "2024-09-18T07:30:00",
}


@pytest.fixture
def harvested(harvest: Harvest, people: People) -> dict[str, Any]:
    return harvest(title="Posyandu", owner_org=people.opd["id"], **ORIGIN)


def origin(dataset: dict[str, Any]) -> dict[str, Any]:
    return {name: dataset.get(name) for name in FIELDS}


def test_an_edit_that_does_not_send_the_origin_keeps_it(act: Act, people: People, harvested: dict[str, Any]) -> None:
    edited = {"id": harvested["id"], "title": "Posyandu Aktif", "owner_org": people.opd["id"]}

    assert origin(act(people.editor, "package_update", **edited)) == ORIGIN


def test_an_edit_that_sends_back_all_that_package_show_gave_keeps_it(
    act: Act, people: People, harvested: dict[str, Any]
) -> None:
    shown = act(people.editor, "package_show", id=harvested["id"])

    assert origin(act(people.editor, "package_update", **shown | {"title": "Posyandu Baru"})) == ORIGIN


def test_an_editor_can_neither_change_nor_empty_it(act: Act, people: People, harvested: dict[str, Any]) -> None:
    forged = {"harvest_source_id": "lain", "guid": ""}

    assert origin(act(people.editor, "package_patch", id=harvested["id"], title="Baru", **forged)) == ORIGIN


def test_an_editor_cannot_pass_an_own_dataset_off_as_harvested(act: Act, people: People) -> None:
    own = complete_dataset(owner_org=people.opd["id"], **ORIGIN)

    stored = act(people.editor, "package_create", **own)

    assert [name for name in FIELDS if stored.get(name)] == []
    with pytest.raises(tk.ValidationError):
        act(people.editor, "package_create", title="Kosong", owner_org=people.opd["id"], harvest_source_id="dinkes")


def test_a_sysadmin_may_correct_it(act: Act, sysadmin: dict[str, Any], harvested: dict[str, Any]) -> None:
    corrected = act(sysadmin, "package_patch", id=harvested["id"], harvest_source_id="dinkes-baru")

    assert corrected["harvest_source_id"] == "dinkes-baru"


def test_a_harvested_dataset_stays_lenient_when_it_is_edited_here(
    act: Act, people: People, harvested: dict[str, Any]
) -> None:
    edited = act(people.editor, "package_patch", id=harvested["id"], satuan="unit")

    assert (edited["satuan"], edited["state"]) == ("Unit", "active")
