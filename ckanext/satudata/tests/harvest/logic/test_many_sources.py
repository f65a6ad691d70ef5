"""Finding a source among hundreds: by its title, page by page, and those that ask for somebody."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.tests import factories

from ckanext.satudata.harvest.model import Run, Source
from ckanext.satudata.harvest.model.source import now

pytestmark = pytest.mark.usefixtures("with_plugins", "non_clean_db")


def test_the_sources_whose_last_run_asks_for_somebody_are_found() -> None:
    unique = uuid.uuid4().hex
    runs = {
        "sehat": [{"state": "failed"}, {"state": "finished"}],
        "gagal": [{"state": "finished"}, {"state": "failed"}],
        "ditolak": [{"state": "finished", "deletion": "refused"}],
        "rusak": [{"state": "finished", "count_failed": 1}],
        "baru": [],
    }
    for name, states in runs.items():
        source = _add(f"{name} {unique}")
        for age, values in enumerate(reversed(states)):
            model.Session.add(Run(source_id=source.id, created_at=now() - timedelta(days=age), **values))
    model.Session.commit()

    found = tk.get_action("satudata_source_list")({"ignore_auth": True}, {"q": unique, "troubled": True})

    titles = [one["title"].split()[0] for one in found["results"]]
    assert (found["count"], titles) == (3, ["ditolak", "gagal", "rusak"])


def test_many_sources_come_page_by_page_and_keep_the_filter(app: Any) -> None:
    unique = uuid.uuid4().hex
    for number in range(31):
        _add(f"{number:02d} {unique}")
    model.Session.commit()
    admin = {"Authorization": factories.SysadminWithToken()["token"]}

    first = BeautifulSoup(app.get(f"/sumber/?q={unique}", headers=admin).body, "html.parser")
    link = str(first.select(".satudata-pager a")[0]["href"])
    second = BeautifulSoup(app.get(link, headers=admin).body, "html.parser")

    titles = [[one.get_text().split()[0] for one in page.select(".satudata-card h3")] for page in (first, second)]
    assert titles == [[f"{number:02d}" for number in range(30)], ["30"]]
    assert "31 sources" in first.get_text()


def _add(title: str) -> Source:
    """A source straight in the database; it is not read."""
    fixed = {"connector": "ckan_api", "settings": {"url": "https://x.go.id"}, "mapping": {}, "mapping_version": 1}
    source = Source(name=uuid.uuid4().hex, title=title, **fixed)
    model.Session.add(source)
    model.Session.flush()
    return source
