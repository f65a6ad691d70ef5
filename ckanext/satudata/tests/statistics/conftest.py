"""People of a region, calls as one of them, and published datasets with figures."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import pytest

import ckan.plugins.toolkit as tk
from ckan.types import Context

from ckanext.satudata.statistics.facts.load import Loaded, load_rows
from ckanext.satudata.statistics.facts.rows import FactRow
from ckanext.satudata.statistics.facts.subject import Subject
from ckanext.satudata.tests.metadata import people as population
from ckanext.satudata.tests.metadata.complete import complete_dataset
from ckanext.satudata.tests.metadata.people import People

Act = Callable[..., Any]


@pytest.fixture
def people(with_plugins: None) -> People:
    return population.people()


@pytest.fixture
def act(with_plugins: None) -> Act:
    """Calls an action as a user, with CKAN's real authorisation."""

    def call(user: dict[str, Any] | None, action: str, **data: Any) -> Any:
        context: Context = {"user": user["name"] if user else "", "ignore_auth": False}
        return tk.get_action(action)(context, data)

    return call


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A dataset with its file; figures are loaded into it."""

    dataset: dict[str, Any]
    subject: Subject

    def load(self, rows: Iterable[FactRow]) -> Loaded:
        return load_rows(rows, self.subject, user="tests")

    @property
    def resource_id(self) -> str:
        return self.subject.resource_id


Publish = Callable[..., Published]


@pytest.fixture
def publish(people: People, act: Act) -> Publish:
    """A dataset of an OPD (the first one, unless `owner` names another editor's)."""

    def make(**given: Any) -> Published:
        editor = given.pop("editor", people.editor)
        owner = given.pop("owner_org", people.opd["id"])
        if given.get("klasifikasi_akses", "terbuka") != "terbuka":
            given.setdefault("dasar_pembatasan", "UU 14/2008 Pasal 17 huruf h")
        dataset = act(editor, "package_create", **complete_dataset(owner_org=owner, **given))
        return Published(dataset=dataset, subject=Subject.of(dataset, dataset["resources"][0]))

    return make
