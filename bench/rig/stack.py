"""PostgreSQL, Valkey and Solr in a folder for as long as a measurement lasts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ckanext.satudata.embedded import servers
from ckanext.satudata.embedded.home import Home
from ckanext.satudata.embedded.servers import Servers

JARS = Path(__file__).resolve().parents[2] / ".satudata" / "jars"


@contextmanager
def running_stack(folder: Path) -> Iterator[Servers]:
    """The three servers on an empty folder, as durable as in use."""
    # The jars are the one thing that is worth keeping: 70 MB, fetched once.
    JARS.mkdir(parents=True, exist_ok=True)
    (folder / "jars").symlink_to(JARS)
    stack = servers.start(Home.at(folder))
    try:
        yield stack
    finally:
        stack.stop()
