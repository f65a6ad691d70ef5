from __future__ import annotations

from typing import Any

import pytest

import ckan.plugins.toolkit as tk

from ckanext.satudata.catalogue.logic.validators import satudata_colour

pytestmark = pytest.mark.usefixtures("with_plugins")


def test_the_configured_colour_reaches_the_browser(app: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(tk.config, "ckanext.satudata.catalogue.colour", "#7a1f3d")

    answer = app.get("/satudata/theme.css")

    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
    assert "--sd-primary: #7a1f3d;" in answer.body


def test_a_stylesheet_that_the_browser_has_is_not_sent_again(app: Any) -> None:
    first = app.get("/satudata/theme.css")

    again = app.get("/satudata/theme.css", headers={"If-None-Match": first.headers["ETag"]}, status=304)

    assert again.body == ""


def test_a_colour_that_is_none_is_refused() -> None:
    with pytest.raises(tk.Invalid, match="#0b5c7d"):
        satudata_colour("merah; } body { display: none")


def test_pictures_of_accounts_come_from_this_host() -> None:
    assert tk.config["ckan.gravatar_default"] == "disabled"
