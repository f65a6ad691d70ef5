"""A `/data.json`: one file with all datasets of a portal, read piece by piece however large it is.

Publishers: Satu Data Aceh and other portals with the datajson extension, ArcGIS Hub, Socrata, DKAN. Caveats: the file
has no pages and no count, so that it counts as complete when it ends properly. Formats: Project Open Data 1.1 and 1.0
(https://resources.data.gov/resources/dcat-us/), DCAT-US 3.0 (https://doi-do.github.io/dcat-us/).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any, ClassVar
from urllib.parse import urlsplit

from ckanext.satudata.codes.findings import finding
from ckanext.satudata.codes.messages import N_
from ckanext.satudata.harvest.connectors import Gathered, RawRecord, Skipped, SourceOrganization, SourceReport
from ckanext.satudata.harvest.connectors.data_json_document import as_document, identifier, landing_page, publisher
from ckanext.satudata.harvest.connectors.data_json_file import (
    DATASET_CHARACTERS,
    TOO_LARGE,
    Entry,
    Kind,
    entries,
)
from ckanext.satudata.harvest.connectors.document_parts import text
from ckanext.satudata.harvest.connectors.one_record import carefully
from ckanext.satudata.harvest.http.client import HttpClient
from ckanext.satudata.harvest.settings import Kind as SettingKind
from ckanext.satudata.harvest.settings import Setting, Value

EXAMPLES = 5


class DataJson:
    """Connector `data_json`."""

    name: ClassVar[str] = "data_json"
    title: ClassVar[str] = N_("File data.json (DCAT-US, Project Open Data)")
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting(
            name="url",
            kind=SettingKind.URL,
            label=N_("Address of the file"),
            help=N_("The address of the data.json, or of the first page of the portal whose /data.json it is."),
            example="https://satudata.acehprov.go.id/data.json",
            required=True,
        ),
        Setting(
            name="publishers",
            kind=SettingKind.LIST,
            label=N_("Only these publishers"),
            help=N_("Names as they stand in the file, one per line. Empty: all publishers."),
            example="Dinas Kesehatan",
        ),
    )

    def records(self, http: HttpClient, settings: Mapping[str, Value]) -> Iterator[Gathered]:
        """Every dataset of the file once, those of dataset series included."""
        url = file_address(str(settings["url"]))
        wanted = settings.get("publishers")
        seen: dict[str, int] = {}
        others: Counter[str] = Counter()
        for entry in entries(http, url):
            if entry.kind is Kind.DATASET:
                publishers = wanted if isinstance(wanted, list) else None
                yield carefully(partial(_gathered, entry, url, seen, publishers), entry.key)
            elif entry.kind is Kind.OTHER:
                others[entry.key] += 1
        for kind, number in sorted(others.items()):
            yield finding("HARVEST-61", place=kind, value=kind, number=number)

    def check(self, http: HttpClient, settings: Mapping[str, Value]) -> SourceReport:
        """Reads the whole file, since nothing in it says how much it holds."""
        url = file_address(str(settings["url"]))
        publishers: Counter[str] = Counter()
        licenses: Counter[str] = Counter()
        titles: list[str] = []
        title = ""
        for entry in entries(http, url):
            if entry.kind is Kind.CATALOG:
                title = text(entry.value)
            elif isinstance(entry.value, Mapping) and entry.kind is Kind.DATASET:
                publishers[publisher(entry.value)] += 1
                licenses[text(entry.value.get("license"))] += 1
                titles.append(text(entry.value.get("title")))
                del titles[EXAMPLES:]
        return SourceReport(
            software="data.json",
            title=title,
            datasets=publishers.total(),
            organizations=tuple(
                SourceOrganization(name=name, title=name, datasets=number)
                for name, number in publishers.most_common()
                if name
            ),
            licenses=dict(licenses.most_common()) or None,
            examples=tuple(titles),
        )


def file_address(url: str) -> str:
    """The address of the file, also from that of a portal's first page.

    >>> file_address("https://satudata.example.go.id/"), file_address("https://x.go.id/opd/data.json?v=2")
    ('https://satudata.example.go.id/data.json', 'https://x.go.id/opd/data.json?v=2')
    """
    parts = urlsplit(url)
    return f"{url.rstrip('/')}/data.json" if parts.path in ("", "/") and not parts.query else url


def _gathered(entry: Entry, url: str, seen: dict[str, int], publishers: list[str] | None) -> Gathered:
    dataset: Any = entry.value
    if dataset is TOO_LARGE:
        limit = DATASET_CHARACTERS // 1024 // 1024
        return Skipped(key=entry.key, reason=finding("HARVEST-10", place=entry.key, value=f"> {limit}", limit=limit))
    if not isinstance(dataset, Mapping):
        return Skipped(key=entry.key, reason=finding("HARVEST-26", place=entry.key, value=dataset))
    guid = identifier(dataset)
    if not guid:
        shown = dataset.get("title") or ", ".join(dataset) or "{}"
        return Skipped(key=entry.key, reason=finding("HARVEST-05", place=entry.key, value=shown))
    document = as_document(dataset, url)
    content = hash(str(document))
    if guid in seen:
        # A member of a series often stands at the top of the catalogue as well: the same record is no loss.
        is_same = seen[guid] == content
        reason = None if is_same else finding("HARVEST-60", place=entry.key, value=guid, title=dataset.get("title"))
        return Skipped(key=entry.key, reason=reason)
    seen[guid] = content
    if publishers is not None and publisher(dataset) not in publishers:
        return Skipped(key=entry.key)
    return RawRecord(guid=guid, document=document, url=landing_page(dataset))
