"""The example of docs/harvest.md works as it is shown."""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.satudata.harvest import connectors
from ckanext.satudata.harvest.connectors import Connector
from ckanext.satudata.harvest.model import Source
from ckanext.satudata.tests.harvest.conftest import nonzero, run_now, site
from ckanext.satudata.tests.harvest.connectors.own_connector import TableList
from ckanext.satudata.tests.harvest.servers import Reply, serving

PAGE = Path(__file__).resolve().parents[5] / "docs" / "harvest.md"
TABLES = [
    {"code": f"T{number}", "title": f"Jumlah Tabel {number}", "file": f"https://x.go.id/{number}.csv"}
    for number in range(3)
]


def test_the_documentation_shows_this_code() -> None:
    shown = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)

    assert inspect.getsource(TableList) in "\n".join(shown)


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> None:
    ours: Mapping[str, Connector] = {**connectors.registered(), TableList.name: TableList()}
    monkeypatch.setattr(connectors, "registered", lambda: ours)


@pytest.mark.usefixtures("with_plugins", "non_clean_db", "loopback_allowed", "installed")
def test_a_connector_of_somebody_else_is_harvested_like_ours(opd: dict[str, Any]) -> None:
    with serving(lambda *_: Reply(body=json.dumps(TABLES).encode())) as url:
        source = Source(
            name=f"daftar-{opd['name']}",
            title="Daftar Tabel",
            connector="table_list",
            settings={"url": url},
            mapping={"default_organization": opd["name"]},
            mapping_version=1,
        )
        model.Session.add(source)
        model.Session.commit()
        first, second = run_now(source), run_now(source)

    assert (nonzero(first), nonzero(second)) == ({"new": 3, "with_warnings": 3}, {"unchanged": 3})


@pytest.mark.usefixtures("with_plugins", "non_clean_db", "loopback_allowed", "installed")
def test_a_bug_in_the_check_of_a_connector_is_told_like_one_in_its_reading() -> None:
    with serving(lambda *_: Reply(body=b'[{"judul": "x"}]')) as url:
        report = tk.get_action("satudata_source_check")(site(), {"connector": "table_list", "settings": {"url": url}})

    assert report == {"ok": False, "message": "The connector failed, which is a bug: KeyError: 'title'"}
