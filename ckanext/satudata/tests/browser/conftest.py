"""A real browser on a real server: Debian's Chromium, driven by Playwright, and waitress on a free port."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from waitress.server import create_server

import ckan.plugins.toolkit as tk

from ckanext.satudata.tests.catalogue.portal import Portal, small_portal

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


@pytest.fixture(scope="module")
def made_once() -> dict[str, Portal]:
    """Filled by the first test: making the portal needs the plugins, which only the scope of a function has."""
    return {}


@pytest.fixture
def portal(with_plugins: None, made_once: dict[str, Portal]) -> Portal:
    if not made_once:
        made_once["portal"] = small_portal()
    return made_once["portal"]


@pytest.fixture
def address(app: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Address of the portal, served over HTTP; CKAN's scripts ask the address that the configuration names."""
    server: Any = create_server(app.flask_app, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    served = f"http://127.0.0.1:{server.effective_port}"
    monkeypatch.setitem(tk.config, "ckan.site_url", served)
    yield served
    server.close()
    thread.join(timeout=5)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    if not CHROMIUM:
        pytest.skip("Chromium is not installed (Debian: apt install chromium)")
    with sync_api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield started
        started.close()
