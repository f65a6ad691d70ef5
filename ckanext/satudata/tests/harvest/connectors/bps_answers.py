"""What BPS answers: recordings of its WebAPI, and a server that stands in for it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest

from ckanext.satudata.harvest.connectors import Connector, bps_webapi_calls
from ckanext.satudata.harvest.errors import SourceError
from ckanext.satudata.harvest.http.client import HttpClient
from ckanext.satudata.harvest.settings import parse
from ckanext.satudata.tests.harvest.connectors.reading import LIMITS, SHARED, Read
from ckanext.satudata.tests.harvest.servers import Answer, Reply, serving

RECORDED = SHARED / "bps" / "webapi"
KEY = "0123456789abcdef0123456789abcdef"


def recording(name: str) -> dict[str, Any]:
    return json.loads((RECORDED / f"{name}.json").read_text(encoding="utf-8"))


def reply(name: str) -> Reply:
    """A recorded answer as it came; the recordings hold HTML as text."""
    found = recording(name)
    body = found["body"] if isinstance(found["body"], str) else json.dumps(found["body"])
    return Reply(body=body.encode(), status=found["status_code"], content_type=found["content_type"])


@contextmanager
def standing_in(answer: Answer, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """BPS answers so, and the key is where the operator puts it."""
    monkeypatch.setenv("SATUDATA_SECRET_BPS", KEY)
    with serving(answer) as address:
        monkeypatch.setattr(bps_webapi_calls, "API", f"{address}/v1/api")
        yield


def read_all(connector: Connector, settings: Mapping[str, Any]) -> Read:
    """All that the connector gives, and what stopped it."""
    items: list[Any] = []
    with HttpClient(LIMITS) as http:
        try:
            items.extend(connector.records(http, parse(connector.settings, settings)))
        except SourceError as error:
            return Read(items=items, error=error)
    return Read(items=items, error=None)
