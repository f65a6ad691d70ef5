"""What the lenient cleaning gives passes CKAN's own validators and ours, as the harvest's writer calls them."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.lib import plugins as lib_plugins
from ckan.tests import factories

from ckanext.satudata.metadata import schema_files
from ckanext.satudata.metadata.lenient import clean_dataset
from ckanext.satudata.metadata.lenient_parts import RESERVED_KEYS
from ckanext.satudata.tests.metadata.fields.test_text import JSON

pytestmark = pytest.mark.usefixtures("with_plugins", "non_clean_db")

PACKAGES = Path(__file__).parents[5] / "shared" / "data" / "ckan_api" / "dados_gov_br" / "packages_820.jsonl.gz"


@pytest.fixture
def owner() -> str:
    return factories.Organization()["id"]


def refusals(dataset: dict[str, Any], owner: str) -> Any:
    """The errors that `package_create` would raise for a cleaned record; nothing is stored."""
    site_user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    context: Any = {"session": model.Session, "user": site_user, "ignore_auth": True, "satudata_harvest": True}
    plugin = lib_plugins.lookup_package_plugin("dataset")
    # The writer sees to names and groups: a free name, and groups that exist here.
    stored = {**dataset, "owner_org": owner, "id": str(uuid4()), "name": f"uji-{uuid4().hex}", "groups": []}
    for resource in stored["resources"]:
        resource.pop("id", None)
    schema = plugin.create_package_schema()
    return lib_plugins.plugin_validate(plugin, context, stored, schema, "package_create")[1]


@pytest.mark.skipif(not PACKAGES.exists(), reason="the recorded portals lie beside a checkout of the project only")
def test_820_real_packages_are_accepted_without_an_error(owner: str) -> None:
    with gzip.open(PACKAGES) as lines:
        packages = [json.loads(line) for line in lines]

    refused = {package["name"]: refusals(dict(clean_dataset(package).dataset), owner) for package in packages}

    assert {name: errors for name, errors in refused.items() if errors} == {}


KEYS = sorted((schema_files.field_names() | RESERVED_KEYS) - {"title", "name"})


@given(st.dictionaries(st.sampled_from(KEYS), JSON, max_size=10))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_json_is_accepted_once_it_is_cleaned(owner: str, given: dict[str, Any]) -> None:
    cleaned = clean_dataset({**given, "title": "Penduduk"})

    assert refusals(dict(cleaned.dataset), owner) == {}
