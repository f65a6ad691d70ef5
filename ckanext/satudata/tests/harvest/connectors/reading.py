"""Reading a loopback source with a connector, and saying shortly what came."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_network
from pathlib import Path
from typing import Any

from ckanext.satudata.codes.findings import Finding
from ckanext.satudata.harvest.connectors import (
    Announced,
    Gathered,
    IncrementalConnector,
    RawRecord,
    Since,
    SourceReport,
    connector,
)
from ckanext.satudata.harvest.errors import SourceError
from ckanext.satudata.harvest.http.client import HttpClient, Limits
from ckanext.satudata.harvest.mapping.dataset import Origin, Target, to_dataset
from ckanext.satudata.harvest.mapping.settings import options
from ckanext.satudata.harvest.settings import parse
from ckanext.satudata.metadata import schema_files
from ckanext.satudata.metadata.lenient import clean_dataset
from ckanext.satudata.tests.harvest.servers import LOOPBACK, Answer, Reply, serving

SHARED = Path(__file__).resolve().parents[6] / "shared" / "data"
NO_SHARED = "the shared recordings are not on this machine"

LIMITS = Limits(retries=0, retry_wait_s=0.01, networks=[ip_network(LOOPBACK)])


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What a connector gave: all of it, and what stopped it."""

    items: list[Gathered]
    error: SourceError | None

    @property
    def words(self) -> list[str]:
        """One short word each: records by guid, findings by code, the rest by kind."""
        return [*(_word(item) for item in self.items), *([type(self.error).__name__] if self.error else [])]

    @property
    def records(self) -> list[RawRecord]:
        return [item for item in self.items if isinstance(item, RawRecord)]

    @property
    def findings(self) -> list[str]:
        """The messages of all findings, those of records left out among them."""
        found = [item if isinstance(item, Finding) else getattr(item, "reason", None) for item in self.items]
        return [one.message() for one in found if one is not None]


def read(name: str, answer: Answer, limits: Limits = LIMITS, since: Since | None = None, **settings: Any) -> Read:
    """All that the connector gives, or what changed since then. `url` is completed with the server's address."""
    with serving(answer) as base, HttpClient(limits) as http:
        kind = connector(name)
        values = parse(kind.settings, {**settings, "url": f"{base}{settings.get('url', '')}"})
        items: list[Gathered] = []
        try:
            if since is None:
                items.extend(kind.records(http, values))
            else:
                assert isinstance(kind, IncrementalConnector)
                items.extend(kind.changes(http, values, since))
        except SourceError as error:
            return Read(items=items, error=error)
    return Read(items=items, error=None)


def check(name: str, answer: Answer, **settings: Any) -> SourceReport:
    """What the check button tells."""
    with serving(answer) as base, HttpClient(LIMITS) as http:
        kind = connector(name)
        return kind.check(http, parse(kind.settings, {**settings, "url": f"{base}{settings.get('url', '')}"}))


def document(body: bytes, content_type: str = "application/json", status: int = 200) -> Answer:
    """A server with one document under every address."""
    return lambda *_: Reply(body=body, content_type=content_type, status=status)


def folder(files: Mapping[str, bytes], content_type: str = "text/plain") -> Answer:
    """A server with these documents by path; anything else is not found."""

    def answer(path: str, _params: dict[str, str]) -> Reply:
        found = files.get(path)
        return Reply(status=404) if found is None else Reply(body=found, content_type=content_type)

    return answer


def dataset_of(record: RawRecord) -> dict[str, Any]:
    """The dataset that this portal makes of a record, cleaned; without what is empty and what only traces its way."""
    schema = schema_files.load("dataset")
    target = Target(
        fields=frozenset(field["field_name"] for field in schema["dataset_fields"]),
        resource_fields=frozenset(field["field_name"] for field in schema["resource_fields"]),
        groups=frozenset(),
    )
    mapped = to_dataset(
        record, origin=Origin(id="s", title="S"), owner_org="o", options=options({}), target=target
    ).dataset
    clean = dict(clean_dataset(mapped).dataset)
    for key in ("harvest_source_id", "harvest_source_title", "owner_org", "type"):
        clean.pop(key, None)
    for resource in clean["resources"]:
        resource.pop("id", None)
    clean["tags"] = [tag["name"] for tag in clean["tags"]]
    clean["extras"] = {extra["key"]: extra["value"] for extra in clean["extras"]}
    return {key: value for key, value in clean.items() if value not in (None, "", [], {})}


def _word(item: Gathered) -> str:
    if isinstance(item, RawRecord):
        return item.guid
    if isinstance(item, Announced):
        return f"of {item.count}"
    if isinstance(item, Finding):
        return item.code
    return item.reason.code if item.reason else "skipped"
