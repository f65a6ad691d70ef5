"""The address of a file or link: what people may give, and what must not become a link on our pages."""

from __future__ import annotations

from typing import Any

import pytest

import ckan.plugins.toolkit as tk

from ckanext.satudata.tests.metadata.complete import complete_dataset
from ckanext.satudata.tests.metadata.conftest import Act
from ckanext.satudata.tests.metadata.people import People

pytestmark = pytest.mark.usefixtures("non_clean_db", "with_plugins", "with_request_context")


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,<b>x</b>", "file:///etc/passwd"])
def test_an_address_that_is_none_on_the_web_is_refused(act: Act, people: People, address: str) -> None:
    resources = [{"name": "Penduduk", "url": address, "format": "CSV"}]

    with pytest.raises(tk.ValidationError) as refusal:
        act(people.editor, "package_create", **complete_dataset(owner_org=people.opd["id"], resources=resources))

    errors: Any = refusal.value.error_dict
    (message,) = errors["resources"][0]["url"]
    assert message.startswith(f'The link "{address}" is not an address on the web')


@pytest.mark.parametrize(
    ("given", "stored"),
    [
        (" https://opd.example/penduduk 2024.csv ", "https://opd.example/penduduk%202024.csv"),
        ("opd.example/penduduk.csv", "https://opd.example/penduduk.csv"),
        ("", ""),
    ],
)
def test_an_address_is_stored_as_a_browser_opens_it(act: Act, people: People, given: str, stored: str) -> None:
    resources = [{"name": "Penduduk", "url": given, "format": "CSV"}]

    dataset = act(people.editor, "package_create", **complete_dataset(owner_org=people.opd["id"], resources=resources))

    assert [resource.get("url", "") for resource in dataset["resources"]] == [stored]


def test_a_file_of_the_portal_itself_keeps_its_name(act: Act, people: People) -> None:
    dataset = act(people.editor, "package_create", **complete_dataset(owner_org=people.opd["id"]))

    created = act(people.editor, "resource_create", package_id=dataset["id"], url="2024.csv", url_type="upload")

    assert created["url"].endswith(f"/resource/{created['id']}/download/2024.csv")
