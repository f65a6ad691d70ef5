"""An update that is made of the dataset as it is stored, and what a writer tells of before and after."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.satudata.harvest.engine.differences import between
from ckanext.satudata.harvest.writer import Mode, WriteOutcome, WriteRequest, open_writer
from ckanext.satudata.harvest.writer.action import ActionWriter
from ckanext.satudata.harvest.writer.types import Revise
from ckanext.satudata.tests.harvest.writer import life

MODES: tuple[Mode, ...] = ("action", "plain", "fast")


def lenient() -> Any:
    """Somebody who may save a dataset that lacks metadata."""
    user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    return {"ignore_auth": True, "user": user, "satudata_harvest": True}


@pytest.fixture
def dataset(organization: dict[str, Any], run: str) -> dict[str, Any]:
    """A stored dataset with a file, a tag and an extra."""
    return tk.get_action("package_create")(
        lenient(),
        {
            "name": f"air-{run}",
            "title": "Air Minum",
            "owner_org": organization["id"],
            "tags": [{"name": "air"}],
            "extras": [{"key": "kode", "value": "12"}],
            "resources": [{"name": "Data", "url": "https://x.go.id/air.csv", "format": "CSV"}],
        },
    )


def written(mode: Mode, *requests: WriteRequest) -> list[WriteOutcome]:
    with open_writer(mode) as writer:
        assert writer.mode == mode
        return writer.write(requests)


def archived(stored: Mapping[str, Any]) -> dict[str, Any]:
    return {**stored, "private": True}


@pytest.mark.parametrize("mode", MODES)
def test_only_what_is_revised_changes(dataset: dict[str, Any], mode: Mode) -> None:
    request = WriteRequest(guid="1", dataset={}, package_id=dataset["id"], revise=archived)

    (outcome,) = written(mode, request)
    model.Session.expire_all()
    after = tk.get_action("package_show")({"ignore_auth": True}, {"id": dataset["id"]})

    assert (outcome.action, outcome.errors, after["private"]) == ("updated", {}, True)
    assert between(dataset, after) == []
    assert after["resources"][0]["id"] == dataset["resources"][0]["id"]


@pytest.mark.parametrize("mode", ["plain", "fast"])
@pytest.mark.parametrize("revise", [archived, life.edited], ids=["hidden", "edited"])
def test_a_revision_goes_with_its_batch(
    dataset: dict[str, Any], mode: Mode, revise: Revise, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ActionWriter, "write_one", lambda *_: pytest.fail("It went through CKAN's action."))
    request = WriteRequest(guid="1", dataset={}, package_id=dataset["id"], revise=revise)

    (outcome,) = written(mode, request)

    assert outcome.action == "updated"


@pytest.mark.parametrize("mode", MODES)
def test_a_revision_is_a_new_time_of_change(dataset: dict[str, Any], mode: Mode) -> None:
    # By it Solr's copy of the dataset is known to be old where a process died before it could index.
    request = WriteRequest(guid="1", dataset={}, package_id=dataset["id"], revise=archived)

    (outcome,) = written(mode, request)

    assert outcome.after is not None
    assert outcome.after["metadata_modified"] > dataset["metadata_modified"]


@pytest.mark.parametrize("mode", MODES)
def test_a_revision_that_changes_nothing_writes_nothing(dataset: dict[str, Any], mode: Mode) -> None:
    request = WriteRequest(guid="1", dataset={}, package_id=dataset["id"], revise=dict)

    (outcome,) = written(mode, request)

    assert outcome.action == "unchanged"
    assert outcome.before == outcome.after
    assert outcome.before is not None
    assert outcome.before["title"] == "Air Minum"


@pytest.mark.parametrize("mode", MODES)
def test_what_somebody_saved_a_moment_ago_is_seen(dataset: dict[str, Any], mode: Mode) -> None:
    tk.get_action("package_patch")(lenient(), {"id": dataset["id"], "notes": "Dari warga."})
    seen: list[str] = []

    def revise(stored: Mapping[str, Any]) -> dict[str, Any]:
        seen.append(stored["notes"])
        return {**stored, "title": "Air Bersih"}

    (outcome,) = written(mode, WriteRequest(guid="1", dataset={}, package_id=dataset["id"], revise=revise))

    assert set(seen) == {"Dari warga."}
    assert outcome.before is not None
    assert outcome.after is not None
    assert between(outcome.before, outcome.after) == [("title", "Air Minum", "Air Bersih")]


@pytest.mark.parametrize("mode", MODES)
def test_a_dataset_is_deleted_and_brought_back_with_its_file_tag_and_extra(dataset: dict[str, Any], mode: Mode) -> None:
    def to(state: str) -> str:
        request = WriteRequest(
            guid="1", dataset={}, package_id=dataset["id"], revise=lambda stored: {**stored, "state": state}
        )
        (outcome,) = written(mode, request)
        assert outcome.errors == {}
        model.Session.expire_all()
        return tk.get_action("package_show")({"ignore_auth": True}, {"id": dataset["id"]})["state"]

    states = [to("deleted"), to("active")]
    after = tk.get_action("package_show")({"ignore_auth": True}, {"id": dataset["id"]})
    found = tk.get_action("package_search")({"ignore_auth": True}, {"fq": f"id:{dataset['id']}"})

    assert states == ["deleted", "active"]
    assert between(dataset, after) == []
    assert found["count"] == 1


@pytest.mark.parametrize("mode", MODES)
def test_a_new_dataset_is_told_as_it_is_stored(organization: dict[str, Any], run: str, mode: Mode) -> None:
    new = {"name": f"baru-{mode}-{run}", "title": "Baru", "owner_org": organization["id"], "resources": []}

    (outcome,) = written(mode, WriteRequest(guid="1", dataset=new))

    assert (outcome.action, outcome.before) == ("created", None)
    assert outcome.after is not None
    shown = tk.get_action("package_show")({"ignore_auth": True}, {"id": outcome.package_id})
    assert between(outcome.after, shown) == []
