"""A portal with the software of Open Data Jabar, read through its dataset API.

Publishers: Provinsi Jawa Barat and Jawa Timur, Kota Bandung, Kabupaten Indramayu and others that took it over.
Caveats: it has no published description; fields and addresses are those that public programs read. Some versions give
metadata and the name of the table only with the single dataset, which then costs a request for each.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from ckanext.satudata.codes.findings import Finding, finding
from ckanext.satudata.codes.messages import N_
from ckanext.satudata.harvest.connectors import (
    Announced,
    Gathered,
    RawRecord,
    Skipped,
    SourceOrganization,
    SourceReport,
)
from ckanext.satudata.harvest.connectors.document_parts import text
from ckanext.satudata.harvest.connectors.jabar_api_document import as_document
from ckanext.satudata.harvest.connectors.jabar_api_paging import Page, api_address, detail, identifier, pages
from ckanext.satudata.harvest.errors import UnexpectedAnswerError
from ckanext.satudata.harvest.http.client import HttpClient
from ckanext.satudata.harvest.http.fetch_ahead import fetch_ahead
from ckanext.satudata.harvest.settings import Kind, Setting, Value

EXAMPLES = 5
# A dataset that tells neither its metadata nor where its table lies is asked for once more.
IN_DETAIL = ("metadata", "table")


class JabarApi:
    """Connector `jabar_api`."""

    name: ClassVar[str] = "jabar_api"
    title: ClassVar[str] = N_("Portal like Open Data Jabar or Bandung")
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting(
            name="url",
            kind=Kind.URL,
            label=N_("Address of the portal"),
            help=N_("The first page of the portal, or the address of its API, which ends in /api or /api-backend."),
            example="https://opendata.bandung.go.id",
            required=True,
        ),
        Setting(
            name="organizations",
            kind=Kind.LIST,
            label=N_("Only these organisations"),
            help=N_("Names as the portal shows them, one per line. Empty: all organisations."),
            example="Dinas Kesehatan",
        ),
        Setting(
            name="page_size",
            kind=Kind.INTEGER,
            label=N_("Records per request"),
            help=N_("Smaller for a slow portal."),
            example="100",
            default=100,
            minimum=1,
            maximum=1000,
        ),
    )

    def records(self, http: HttpClient, settings: Mapping[str, Value]) -> Iterator[Gathered]:
        """Every public dataset; the next page is fetched while this one is worked on."""
        yield from fetch_ahead(_gathered(http, settings))

    def check(self, http: HttpClient, settings: Mapping[str, Value]) -> SourceReport:
        """Walks through the list, since few of these portals say how much they have."""
        owners: dict[str, int] = {}
        titles: list[str] = []
        for page in pages(http, api_address(http, str(settings["url"])), _page_size(settings)):
            for dataset in page.datasets if isinstance(page, Page) else ():
                if isinstance(dataset, Mapping) and _is_public(dataset):
                    owners[_owner(dataset)] = owners.get(_owner(dataset), 0) + 1
                    titles.append(text(dataset.get("name")))
        return SourceReport(
            software="Open Data Jabar",
            title="",
            datasets=len(titles),
            organizations=tuple(
                SourceOrganization(name=name, title=name, datasets=number)
                for name, number in sorted(owners.items())
                if name
            ),
            examples=tuple(titles[:EXAMPLES]),
        )


def _gathered(http: HttpClient, settings: Mapping[str, Value]) -> Iterator[Gathered]:
    api = api_address(http, str(settings["url"]))
    wanted = settings.get("organizations")
    for page in pages(http, api, _page_size(settings)):
        if isinstance(page, Finding):
            yield page
            continue
        if page.total is not None:
            yield Announced(count=page.total)
        for dataset in page.datasets:
            yield from _one(http, api, dataset, wanted if isinstance(wanted, list) else None)


def _one(http: HttpClient, api: str, dataset: Any, wanted: list[str] | None) -> Iterator[Gathered]:
    if not isinstance(dataset, Mapping):
        yield Skipped(key=str(dataset), reason=finding("HARVEST-26", place="datasets", value=dataset))
        return
    guid = text(identifier(dataset))
    if not guid:
        yield Skipped(key=str(dataset), reason=finding("HARVEST-05", place="id", value=dataset.get("name") or ""))
        return
    if not _is_public(dataset) or (wanted is not None and _owner(dataset) not in wanted):
        yield Skipped(key=guid)
        return
    if not all(dataset.get(key) for key in IN_DETAIL):
        try:
            dataset = {**dataset, **detail(http, api, guid)}
        except UnexpectedAnswerError as error:
            yield finding("HARVEST-62", place=guid, value=dataset.get("name") or guid, reason=error.text())
    site = api.rpartition("/")[0]
    url = f"{site}/dataset/{slug}" if (slug := text(dataset.get("slug"))) else ""
    yield RawRecord(guid=guid, document=as_document(dataset, api), url=url)


def _is_public(dataset: Mapping[str, Any]) -> bool:
    """The portals are asked for public datasets; those that ignore the question are sifted here."""
    return dataset.get("is_active") is not False and not dataset.get("is_deleted")


def _owner(dataset: Mapping[str, Any]) -> str:
    return text(dataset.get("organisasi_name")) or text(dataset.get("nama_skpd"))


def _page_size(settings: Mapping[str, Value]) -> int:
    size = settings["page_size"]
    assert isinstance(size, int)
    return size
