"""The test rig itself: the plugins of a Satu Data portal on a database, an index and a queue that answer."""

from __future__ import annotations

import pytest

from ckan.lib.redis import connect_to_redis
from ckan.plugins import toolkit as tk
from ckan.tests import factories
from ckan.tests.helpers import call_action

from ckanext.satudata.embedded.site import PLUGINS


def test_the_tests_load_the_plugins_of_an_embedded_portal() -> None:
    assert tuple(tk.config["ckan.plugins"]) == PLUGINS


@pytest.mark.usefixtures("non_clean_db", "with_plugins")
def test_a_draft_needs_a_title_only_and_is_found() -> None:
    organization = factories.Organization()
    dataset = factories.Dataset(title="Jumlah Penduduk", notes="", state="draft", owner_org=organization["id"])

    found = call_action("package_search", q=f'id:"{dataset["id"]}"', include_drafts=True)

    assert [row["title"] for row in found["results"]] == ["Jumlah Penduduk"]


def test_the_queue_keeps_what_it_is_given() -> None:
    queue = connect_to_redis()
    queue.set("satudata:test:rig", "1", ex=60)

    kept = queue.get("satudata:test:rig")

    assert kept == b"1"
