"""Pages as a browser gets them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup

from ckanext.satudata.tests.catalogue.portal import Portal, small_portal

GetPage = Callable[..., Any]


@pytest.fixture
def portal(with_plugins: None) -> Portal:
    return small_portal()


@pytest.fixture
def page(app: Any) -> GetPage:
    """Opens an address, as a visitor or with the token of a user, and gives its body."""

    def get(address: str, user: dict[str, Any] | None = None, status: int = 200) -> Any:
        headers = {"Authorization": user["token"]} if user else {}
        return BeautifulSoup(app.get(address, headers=headers, status=status).body, "lxml")

    return get
