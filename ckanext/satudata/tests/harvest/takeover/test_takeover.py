"""A portal moves in from stock ckanext-harvest 1.6.3 in one evening: datasets stay what they are.

The old harvester really imports in a plain CKAN; the same database is then opened as a Satu Data portal.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from ckanext.satudata.embedded import site
from ckanext.satudata.embedded.home import Home
from ckanext.satudata.embedded.servers import Addresses, Servers
from ckanext.satudata.tests.exchange.conftest import unique
from ckanext.satudata.tests.harvest.servers import LOOPBACK, Portal, package, serving

STOCK_HARVEST = Path(__file__).resolve().parents[5] / "bench" / "peers" / "stock_harvest.py"
CKAN = Path(sys.executable).with_name("ckan")

pytestmark = [
    pytest.mark.usefixtures("non_clean_db", "with_plugins"),
    pytest.mark.skipif(not STOCK_HARVEST.exists(), reason="bench/ is only in a checkout"),
]


class Move:
    """One database, before and after; `old` harvests with stock ckanext-harvest, `ours` is a command of our portal."""

    def __init__(self, addresses: Addresses, folder: Path) -> None:
        self.environment = {key: value for key, value in os.environ.items() if not key.startswith("CKAN")}
        self.addresses = addresses
        options = {"ckanext.satudata.harvest.allowed_networks": LOOPBACK, "ckan.site_id": "plain"}
        self.ini = site.write(Home.at(folder), addresses, site_url="http://plain.example", options=options)

    def old(self, url: str) -> dict[str, Any]:
        command = [sys.executable, STOCK_HARVEST, url, "--show"]
        return json.loads(self._output(command, self.addresses.environment()).splitlines()[-1])

    def ours(self, *command: str, fails: bool = False) -> list[Any]:
        """What the command prints with `--json`."""
        lines = self._output([CKAN, "-c", self.ini, *command], {}, fails=fails).splitlines()
        return [json.loads(line) for line in lines if line.startswith("{")]

    def tables(self) -> str:
        """All that ckanext-harvest has stored."""
        script = (
            "import json, sqlalchemy as sa, sys\n"
            "engine = sa.create_engine(sys.argv[1])\n"
            "names = ['harvest_source', 'harvest_job', 'harvest_object', 'harvest_object_extra']\n"
            "with engine.connect() as c:\n"
            "    print([sorted(map(str, c.execute(sa.text('SELECT * FROM ' + name)))) for name in names])\n"
        )
        return self._output([sys.executable, "-c", script, self.addresses.database], {})

    def _output(self, command: list[Any], more: dict[str, str], *, fails: bool = False) -> str:
        done = subprocess.run(
            command, env=self.environment | more, capture_output=True, text=True, timeout=300, check=False
        )
        assert bool(done.returncode) == fails, done.stdout[-2000:] + done.stderr[-3000:]
        return done.stdout


@pytest.fixture
def move(servers: Servers, tmp_path: Path) -> Iterator[Move]:
    name = unique("pindah").replace("-", "_")
    yield Move(servers.tenant(name), tmp_path)
    servers.solr.drop_core(name)
    for database in (name, f"{name}_datastore"):
        servers.postgres.execute(f'DROP DATABASE "{database}" WITH (FORCE)')


@pytest.fixture
def old_portal() -> Iterator[str]:
    """Address of a portal with four datasets."""
    packages = [package(900_000 + number) for number in range(4)]
    for one in packages:
        for resource in one["resources"]:
            # Stock ckanext-harvest keeps out what has an id that is no UUID.
            resource["id"] = str(uuid4())
    with serving(Portal(packages)) as url:
        yield url


def test_a_portal_moves_in_and_its_datasets_stay_what_they_are(move: Move, old_portal: str) -> None:
    before = {dataset["id"]: dataset["name"] for dataset in move.old(old_portal)["datasets"]}
    move.ours("db", "upgrade")
    stored = move.tables()

    tried = move.ours("satudata", "source", "import", "--dry-run", "--json")
    (taken,) = move.ours("satudata", "source", "import", "--json")
    (again,) = move.ours("satudata", "source", "import", "--json")
    first, second = (move.ours("satudata", "source", "run", taken["name"], "--json")[-1] for _ in range(2))

    assert (len(before), tried) == (4, [taken])
    assert {key: taken[key] for key in ("name", "kind", "is_new", "linked")} == {
        "name": "the-source",
        "kind": "ckan",
        "is_new": True,
        "linked": 4,
    }
    assert (again["is_new"], again["linked"]) == (False, 0)
    assert (first["state"], first["counts"]["new"], first["counts"]["changed"] + first["counts"]["unchanged"]) == (
        "finished",
        0,
        4,
    )
    assert second["counts"]["unchanged"] == 4
    assert (datasets(move), move.tables()) == (before, stored)


def datasets(move: Move) -> dict[str, str]:
    """Names of all datasets of the portal by id."""
    script = (
        "import json, sqlalchemy as sa, sys\n"
        "engine = sa.create_engine(sys.argv[1])\n"
        "query = sa.text(\"SELECT id, name FROM package WHERE type = 'dataset' AND state = 'active'\")\n"
        "with engine.connect() as c:\n"
        "    print(json.dumps(dict(c.execute(query).tuples().all())))\n"
    )
    return json.loads(move._output([sys.executable, "-c", script, move.addresses.database], {}))


def test_a_portal_without_the_old_harvester_says_so(move: Move) -> None:
    move.ours("db", "upgrade")

    done = subprocess.run(
        [CKAN, "-c", move.ini, "satudata", "source", "import"],
        env=move.environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, "There are no tables of ckanext-harvest in this database." in done.stderr) == (1, True)
