"""Who sees a dataset that is not public."""

from __future__ import annotations

from typing import Any

import pytest

import ckan.plugins.toolkit as tk
from ckan.tests import factories

from ckanext.satudata.tests.metadata.complete import complete_dataset
from ckanext.satudata.tests.metadata.conftest import Act
from ckanext.satudata.tests.metadata.people import People

pytestmark = pytest.mark.usefixtures("non_clean_db", "with_plugins", "with_request_context")


def test_a_private_dataset_is_seen_by_its_organisation_and_the_walidata(act: Act, people: People) -> None:
    dataset = act(people.editor, "package_create", **complete_dataset(owner_org=people.opd["id"], private=True))
    named: dict[str, Any] = {
        name: getattr(people, name) for name in ("walidata", "pembina", "editor", "other_editor", "member")
    }
    everybody = {**named, "visitor": None, "sysadmin": factories.SysadminWithToken()}

    seen = {name for name, user in everybody.items() if may(act, user, "package_show", dataset["id"])}
    with_files = {
        name for name, user in everybody.items() if may(act, user, "resource_show", dataset["resources"][0]["id"])
    }

    assert seen == with_files == {"walidata", "editor", "sysadmin"}


def test_the_walidata_looks_at_a_private_dataset_and_does_not_change_it(act: Act, people: People) -> None:
    dataset = act(people.editor, "package_create", **complete_dataset(owner_org=people.opd["id"], private=True))

    assert not may(act, people.walidata, "package_patch", dataset["id"])


def test_a_deleted_dataset_and_one_that_does_not_exist_stay_unseen(act: Act, people: People) -> None:
    dataset = act(people.editor, "package_create", **complete_dataset(owner_org=people.opd["id"]))
    act(people.editor, "package_delete", id=dataset["id"])

    assert not may(act, people.walidata, "package_show", dataset["id"])
    with pytest.raises(tk.ObjectNotFound):
        act(people.walidata, "package_show", id="no-such-dataset")


def may(act: Act, user: dict[str, Any] | None, action: str, id: str) -> bool:  # noqa: A002 - CKAN's name for it
    try:
        act(user, action, id=id)
    except (tk.NotAuthorized, tk.ObjectNotFound):
        return False
    return True
