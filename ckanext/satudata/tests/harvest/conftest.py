"""Sources for tests: an organisation, and a source that reads a server on loopback."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.types import Context

from ckanext.satudata.harvest import runs, sources
from ckanext.satudata.harvest.engine import run
from ckanext.satudata.harvest.model import Run, Source
from ckanext.satudata.tests.harvest.servers import LOOPBACK, Portal, package, serving


def site() -> Context:
    """The context of somebody who may do anything."""
    return {"ignore_auth": True, "user": ""}


@pytest.fixture
def loopback_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sources on loopback are read, quickly and without many retries."""
    for name, value in (("allowed_networks", [LOOPBACK]), ("retries", 1), ("retry_wait_s", 0.01)):
        monkeypatch.setitem(tk.config, f"ckanext.satudata.harvest.{name}", value)


@pytest.fixture
def opd(loopback_allowed: None) -> dict[str, Any]:
    """An organisation with a name of its own."""
    unique = uuid.uuid4().hex[:12]
    return tk.get_action("organization_create")(
        {"ignore_auth": True, "user": _site_user()}, {"name": f"opd-{unique}", "title": f"Dinas {unique}"}
    )


@pytest.fixture
def portal() -> Portal:
    """A portal with five datasets of its own."""
    first = uuid.uuid4().int % 10**9 * 1000
    return Portal([package(first + number) for number in range(5)])


@pytest.fixture
def portal_url(portal: Portal) -> Iterator[str]:
    with serving(portal) as url:
        yield url


@pytest.fixture
def source(portal_url: str, opd: dict[str, Any]) -> Source:
    """A source that reads `portal` into `opd`, two records a page."""
    return add_source(portal_url, opd["name"], page_size=2)


@pytest.fixture
def harvest() -> Callable[[Source], Run]:
    """Runs a source to its end."""
    return run_now


def add_source(url: str, organization: str, *, mapping: dict[str, Any] | None = None, **settings: Any) -> Source:
    made = sources.create(
        {
            "title": f"Sumber {uuid.uuid4().hex[:12]}",
            "connector": "ckan_api",
            "settings": {"url": url, **settings},
            "mapping": {"default_organization": organization, **(mapping or {})},
        },
        None,
    )
    model.Session.commit()
    return made


def run_now(source: Source) -> Run:
    queued = runs.queue(source, None)
    run.execute(queued.id)
    model.Session.expire_all()
    done = model.Session.get(Run, queued.id)
    assert done is not None
    return done


def nonzero(done: Run) -> dict[str, int]:
    """The counters that are not zero."""
    return {name: number for name, number in done.counts.items() if number}


def findings_of(done: Run, *codes: str) -> list[tuple[str, str]]:
    """Code and message of the run's findings in order; with `codes`, of these only."""
    found = tk.get_action("satudata_finding_list")(site(), {"run_id": done.id, "limit": 10_000})["results"]
    return [(one["code"], one["message"]) for one in found if not codes or one["code"] in codes]


def _site_user() -> str:
    return tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
