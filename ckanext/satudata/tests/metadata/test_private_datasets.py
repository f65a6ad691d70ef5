"""Who sees a dataset that is not public."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

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


@pytest.mark.parametrize("hidden", [{"private": True}, {"state": "draft"}], ids=str)
def test_a_keyword_that_only_a_hidden_dataset_has_is_listed_and_offered_to_nobody(
    act: Act, people: People, hidden: dict[str, Any]
) -> None:
    word = f"rahasia{uuid4().hex[:8]}"
    given = complete_dataset(owner_org=people.opd["id"], tags=[{"name": word}], **hidden)
    dataset = act(people.editor, "package_create", **given)

    assert keywords(act, word) == []

    act(people.editor, "package_patch", id=dataset["id"], private=False, state="active")

    assert keywords(act, word) == [word, word, word]


def test_a_deleted_dataset_and_one_that_does_not_exist_stay_unseen(act: Act, people: People) -> None:
    dataset = act(people.editor, "package_create", **complete_dataset(owner_org=people.opd["id"]))
    act(people.editor, "package_delete", id=dataset["id"])

    assert not may(act, people.walidata, "package_show", dataset["id"])
    with pytest.raises(tk.ObjectNotFound):
        act(people.walidata, "package_show", id="no-such-dataset")


def keywords(act: Act, word: str) -> list[str]:
    """What a visitor gets of a keyword: in the list, in the list with its details, and while typing."""
    detailed = act(None, "tag_list", query=word, all_fields=True)
    return [
        *act(None, "tag_list", query=word),
        *(tag["name"] for tag in detailed),
        *act(None, "tag_autocomplete", query=word),
    ]


def may(act: Act, user: dict[str, Any] | None, action: str, id: str) -> bool:  # noqa: A002 - CKAN's name for it
    try:
        act(user, action, id=id)
    except (tk.NotAuthorized, tk.ObjectNotFound):
        return False
    return True
