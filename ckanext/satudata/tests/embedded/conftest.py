"""A folder for servers, with the jars that all runs share, and a look at what runs in it."""

from __future__ import annotations

from pathlib import Path

import psutil
import pytest

from ckanext.satudata.embedded import programs
from ckanext.satudata.embedded.home import Home
from ckanext.satudata.tests.rig import CHECKOUT


@pytest.fixture
def home(tmp_path: Path) -> Home:
    # Below /tmp/pytest-of-…, which pytest closes to others: PostgreSQL must pass when the suite runs as root.
    folder = tmp_path / "satudata"
    folder.mkdir()
    (folder / "jars").symlink_to(CHECKOUT / ".satudata" / "jars")
    return Home.at(folder)


def processes_of(home: Home) -> list[psutil.Process]:
    """The living processes that the records of the folder speak of."""
    found = (programs.recorded_process(record) for record in sorted(home.records.glob("*.json")))
    return [process for process in found if process is not None]
