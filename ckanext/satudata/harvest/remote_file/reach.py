"""Where a look at a file may go: to public addresses, and to the very server of the source that the dataset came from.

Networks inside the office were opened for sources, which the walidata chooses. Whoever may edit a dataset may write any
address into it: without this, a look would read for that person whatever answers inside the office.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

import sqlalchemy as sa

from ckan import model

from ckanext.satudata.harvest.http import source_networks
from ckanext.satudata.harvest.http.guard import Network
from ckanext.satudata.harvest.model import Record, Source

__all__ = ["networks_of"]

USUAL_PORTS = {"http": 80, "https": 443}


def networks_of(package_id: str, url: str) -> Sequence[Network]:
    """The private networks in which this file of the dataset may lie; none unless it is on the server of its source."""
    sources = model.Session.scalars(
        sa.select(Source).join(Record, Record.source_id == Source.id).where(Record.package_id == package_id)
    )
    server = _server(url)
    for source in sources:
        if server and server == _server(str(source.settings.get("url") or "")):
            return source_networks.allowed(source.networks or ())
    return ()


def _server(url: str) -> tuple[str, int | None] | None:
    """Name and port; the usual ports of both schemes are one, since portals mix them."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    usual = port in (None, USUAL_PORTS.get(parts.scheme))
    return (parts.hostname, None if usual else port) if parts.hostname else None
