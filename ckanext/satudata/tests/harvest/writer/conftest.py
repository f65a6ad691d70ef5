"""A portal to write into, and datasets to write."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

import ckan.plugins.toolkit as tk

from ckanext.satudata.harvest.writer import WriteRequest
from ckanext.satudata.harvest.writer.json_copy import copy_json
from ckanext.satudata.tests.harvest.writer import awkward, corpus


@pytest.fixture(autouse=True)
def _portal(non_clean_db: None, with_plugins: None) -> None:
    """All plugins of a portal; the tables exist, and nobody empties them."""


@pytest.fixture
def organization(_portal: None) -> dict[str, Any]:
    from ckan.tests import factories

    return factories.Organization()


@pytest.fixture(scope="session")
def run_number() -> Callable[[], int]:
    """A number that no other test has: names and ids stay apart."""
    numbers: Iterator[int] = iter(range(10**6))
    return lambda: next(numbers)


@pytest.fixture
def run(run_number: Callable[[], int]) -> str:
    return f"w{tk.config['ckan.site_id'][-4:].replace('_', '-')}{run_number()}"


SOURCE = {
    "title": "Jumlah Penduduk",
    "notes": "Menurut jenis kelamin",
    "tags": [{"name": "penduduk"}],
    "extras": [{"key": "asal", "value": "uji"}],
    "resources": [{"url": "http://portal.test/a.csv", "name": "2023", "format": "CSV"}],
}

Create = Callable[..., WriteRequest]
Update = Callable[..., WriteRequest]


@pytest.fixture
def good(organization: dict[str, Any], run: str) -> Callable[..., corpus.Dataset]:
    """Makes good datasets, each with its own name and ids, and changes them."""
    numbers = iter(range(1000))

    def make(**changes: Any) -> corpus.Dataset:
        dataset = corpus.dressed(SOURCE, number=next(numbers), owner_org=organization["id"], run=run)
        return awkward.changed(dataset, copy_json(changes))

    return make


@pytest.fixture
def create(good: Callable[..., corpus.Dataset]) -> Create:
    def make(**changes: Any) -> WriteRequest:
        dataset = good(**changes)
        return WriteRequest(guid=dataset["guid"], dataset=dataset)

    return make


@pytest.fixture
def update() -> Update:
    def make(request: WriteRequest, **changes: Any) -> WriteRequest:
        dataset = awkward.changed(request.dataset, changes)
        return WriteRequest(guid=request.guid, dataset=dataset, package_id=request.dataset["id"])

    return make
