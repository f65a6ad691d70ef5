"""Datasets that make trouble get the same answers, and leave the same traces, in every mode."""

from __future__ import annotations

import uuid
from typing import Any

from ckanext.satudata.harvest.writer import WriteOutcome, WriteRequest
from ckanext.satudata.harvest.writer.json_copy import copy_json
from ckanext.satudata.tests.harvest.writer import awkward
from ckanext.satudata.tests.harvest.writer.compare import assert_equal_to_the_action
from ckanext.satudata.tests.harvest.writer.corpus import Dataset


def test_awkward_new_datasets_in_one_batch(good: Any) -> None:
    requests = [_create(guid, good(**_with_own_ids(guid, change))) for guid, change in awkward.NEW.items()]

    played = assert_equal_to_the_action([requests])

    actions = {outcome.guid: outcome.action for outcome in played.outcomes[0]}
    assert actions["nothing special"] == "created"
    assert actions["a good and a bad resource"] == "refused"
    assert 40 < sum(action == "refused" for action in actions.values()) < 80


def test_awkward_changes_of_stored_datasets_in_one_batch(good: Any) -> None:
    stored = {guid: good() for guid in awkward.NEW}
    changes = [
        _update(guid, awkward.changed(stored[guid], copy_json(_with_own_ids(guid, change) | _fixed_id(stored[guid]))))
        for guid, change in awkward.NEW.items()
    ]

    played = assert_equal_to_the_action([[_create(*each) for each in stored.items()], changes])

    actions = {outcome.guid: outcome.action for outcome in played.outcomes[1]}
    assert actions["a title with spaces around"] == "updated"
    assert 40 < sum(action == "refused" for action in actions.values()) < 80


def test_clashes_within_a_batch_of_new_datasets(good: Any) -> None:
    one = good()
    same_name, same_id, same_resource, fine = good(name=one["name"]), good(id=one["id"]), good(), good()
    same_resource["resources"] = copy_json(one["resources"])
    nameless = [good(name="", title="Judul yang sama") for _ in range(3)]
    steps = [
        [_create(str(n), each) for n, each in enumerate([one, same_name, same_id, same_resource, fine, *nameless])]
    ]

    played = assert_equal_to_the_action(steps)

    assert _short(played.outcomes[0]) == [
        ("created", []),
        ("refused", ["name"]),
        ("refused", ["id"]),
        ("refused", ["resources"]),
        ("created", []),
        ("created", []),
        ("created", []),
        ("created", []),
    ]


def test_new_and_stored_datasets_that_pass_a_name_on_within_a_batch(good: Any) -> None:
    one, other = good(), good()
    old = one["name"]
    renamed = one | {"name": f"{old}-baru"}
    heir = good(name=old)
    thief = good(name=other["name"])
    twice = renamed | {"title": "Lagi"}
    requests = [
        _update("renamed", renamed),
        _create("heir", heir),
        _update("twice", twice),
        _create("thief", thief),
        _update("other takes the heir's", other | {"name": old}),
    ]

    played = assert_equal_to_the_action([[_create("one", one), _create("other", other)], requests])

    assert _short(played.outcomes[1]) == [
        ("updated", []),
        ("created", []),
        ("updated", []),
        ("refused", ["name"]),
        ("refused", ["name"]),
    ]


def test_the_name_of_a_deleted_dataset_is_given_away(good: Any) -> None:
    gone, heir, other = good(), good(), good()
    heir["name"] = gone["name"]
    deletion = gone | {"state": "deleted"}
    revival = gone | {"state": "active", "name": f"{gone['name']}-kembali"}
    steps = [
        [_create("gone", gone)],
        [_update("gone", deletion)],
        [_create("other", other), _create("heir", heir)],
        [_update("gone", gone | {"state": "active"})],
        [_update("gone", revival)],
    ]

    played = assert_equal_to_the_action(steps)

    assert [_short(outcomes) for outcomes in played.outcomes] == [
        [("created", [])],
        [("updated", [])],
        [("created", []), ("created", [])],
        [("refused", ["name"])],
        [("updated", [])],
    ]


def test_groups_by_id_and_by_name(good: Any) -> None:
    from ckan.tests import factories

    first, second, organization = factories.Group(), factories.Group(), factories.Organization()
    both = good(groups=[{"id": first["id"]}, {"name": second["name"]}, {"name": first["name"]}])
    none = good(groups=[])
    wrong = good(groups=[{"id": organization["id"]}])
    unit = good(owner_org=first["id"])
    named = good(owner_org=organization["name"])
    stored = [both, none, wrong, named]
    untouched = [{key: value for key, value in each.items() if key != "groups"} | {"title": "Baru"} for each in stored]
    moved = [each | {"groups": [{"name": second["name"]}], "owner_org": organization["id"]} for each in stored]

    played = assert_equal_to_the_action(
        [
            [_create(each["name"], each) for each in [*stored, unit]],
            [_update(each["name"], each) for each in untouched],
            [_update(each["name"], each) for each in moved],
            [_update(each["name"], each | {"groups": []}) for each in moved],
        ],
    )

    assert [outcome.action for outcome in played.outcomes[0]] == ["created"] * 4 + ["refused"]
    assert [outcome.action for outcome in played.outcomes[2]] == ["updated"] * 4


def test_updates_of_datasets_that_do_not_exist_or_are_sent_as_package_show_gives_them(good: Any) -> None:
    stored, plain = good(), good()
    missing = WriteRequest(guid="missing", dataset=good(), package_id=str(uuid.uuid4()))
    bare = {key: value for key, value in plain.items() if key in {"id", "title", "owner_org"}}
    no_resources = {key: value for key, value in stored.items() if key != "resources"} | {"title": "Lain"}

    played = assert_equal_to_the_action(
        [
            [_create("stored", stored), _create("plain", plain)],
            [missing, _update("bare", bare), _update("no resources", no_resources)],
        ],
    )

    assert [outcome.action for outcome in played.outcomes[1]] == ["refused", "updated", "updated"]


def _create(guid: str, dataset: Dataset) -> WriteRequest:
    return WriteRequest(guid=guid, dataset=dataset)


def _update(guid: str, dataset: Dataset) -> WriteRequest:
    return WriteRequest(guid=guid, dataset=dataset, package_id=dataset["id"])


def _short(outcomes: list[WriteOutcome]) -> list[tuple[str, list[str]]]:
    return [(outcome.action, sorted(outcome.errors)) for outcome in outcomes]


def _fixed_id(dataset: Dataset) -> dict[str, Any]:
    return {"id": dataset["id"]}


def _with_own_ids(guid: str, change: awkward.Change) -> awkward.Change:
    """Ids of resources that differ between the tests, and are the same in each mode."""
    resources = change.get("resources")
    if not isinstance(resources, list):
        return change
    own = [
        {**each, "id": str(uuid.uuid5(uuid.NAMESPACE_OID, f"{guid} {each['id']}"))}
        if isinstance(each, dict) and len(str(each.get("id"))) == 36
        else each
        for each in resources
    ]
    return change | {"resources": own}
