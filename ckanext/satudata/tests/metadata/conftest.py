"""People and organisations of a region, and a call that acts as one of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import pytest

import ckan.plugins.toolkit as tk
from ckan.tests import factories
from ckan.types import Context

from ckanext.satudata.tests.metadata import people as population
from ckanext.satudata.tests.metadata.people import People

Act = Callable[..., Any]
Harvest = Callable[..., dict[str, Any]]


@pytest.fixture
def people() -> People:
    """A walidata, a pembina, two OPD and their editors, all new."""
    return population.people()


@pytest.fixture
def act() -> Act:
    """Calls an action as a user, with CKAN's real authorisation."""

    def call(user: dict[str, Any] | None, action: str, **data: Any) -> Any:
        context: Context = {"user": user["name"] if user else "", "ignore_auth": False}
        return tk.get_action(action)(context, data)

    return call


@pytest.fixture
def harvest() -> Harvest:
    """Creates a dataset as the harvest's writer does."""

    def create(**data: Any) -> dict[str, Any]:
        site_user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
        context = {"ignore_auth": True, "user": site_user, "satudata_harvest": True}
        return tk.get_action("package_create")(cast("Context", context), data)

    return create


@pytest.fixture
def sysadmin() -> dict[str, Any]:
    return factories.Sysadmin()
