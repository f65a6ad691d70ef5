"""A DCAT catalogue in RDF: Turtle, RDF/XML or JSON-LD, in one document or in pages.

Publishers: CKAN portals with ckanext-dcat, GeoNetwork, udata, EU portals. Caveats: needs the extra `dcat`; a page is
held in memory as a graph, many times its size. Standards: https://www.w3.org/TR/vocab-dcat-3/ as ckanext-dcat reads it
(DCAT-AP 3); pages by https://www.hydra-cg.com/spec/latest/core/.
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
from ckanext.satudata.harvest.connectors.dcat_rdf_document import as_document, identifier
from ckanext.satudata.harvest.connectors.dcat_rdf_pages import DEFAULT_PROFILE, Page, pages
from ckanext.satudata.harvest.connectors.document_parts import text
from ckanext.satudata.harvest.http.client import HttpClient
from ckanext.satudata.harvest.http.fetch_ahead import fetch_ahead
from ckanext.satudata.harvest.settings import Kind, Setting, Value

EXAMPLES = 5


class DcatRdf:
    """Connector `dcat_rdf`."""

    name: ClassVar[str] = "dcat_rdf"
    title: ClassVar[str] = N_("DCAT catalogue in RDF (Turtle, RDF/XML, JSON-LD)")
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting(
            name="url",
            kind=Kind.URL,
            label=N_("Address of the catalogue"),
            help=N_("The address of the RDF document, or of its first page."),
            example="https://data.example.go.id/catalog.ttl",
            required=True,
        ),
        Setting(
            name="profiles",
            kind=Kind.LIST,
            label=N_("Profiles"),
            help=N_("How ckanext-dcat reads the catalogue, one profile per line, in this order."),
            example=DEFAULT_PROFILE,
            default=[DEFAULT_PROFILE],
        ),
    )

    def records(self, http: HttpClient, settings: Mapping[str, Value]) -> Iterator[Gathered]:
        """Every dataset of all pages; the next page is fetched while this one is worked on."""
        seen: set[str] = set()
        for page in fetch_ahead(pages(http, str(settings["url"]), _profiles(settings))):
            if isinstance(page, Finding):
                yield page
                continue
            if page.total is not None:
                yield Announced(count=page.total)
            for dataset in page.datasets:
                yield _gathered(dataset, page.url, seen)

    def check(self, http: HttpClient, settings: Mapping[str, Value]) -> SourceReport:
        """Reads the first page. Its number of datasets stands for all where the catalogue does not tell."""
        page = next(page for page in pages(http, str(settings["url"]), _profiles(settings)) if isinstance(page, Page))
        documents = [as_document(dataset, page.url) for dataset in page.datasets]
        owners: dict[str, int] = {}
        for document in documents:
            name = str(document.get("organization", {}).get("title", ""))
            owners[name] = owners.get(name, 0) + 1
        return SourceReport(
            software="DCAT",
            title=page.title,
            datasets=len(documents) if page.total is None else page.total,
            organizations=tuple(
                SourceOrganization(name=name, title=name, datasets=None if page.next_url else number)
                for name, number in sorted(owners.items())
                if name
            ),
            examples=tuple(str(document.get("title") or "") for document in documents[:EXAMPLES]),
        )


def _profiles(settings: Mapping[str, Value]) -> list[str]:
    given = settings.get("profiles")
    return given if isinstance(given, list) else [DEFAULT_PROFILE]


def _gathered(dataset: Mapping[str, Any], base: str, seen: set[str]) -> Gathered:
    guid = identifier(dataset)
    title = text(dataset.get("title"))
    if not guid:
        return Skipped(key=f"{base} {title}", reason=finding("HARVEST-05", place="dct:identifier", value=title))
    if guid in seen:
        # Pages of some catalogues overlap; the engine counts a record that comes again.
        return Skipped(key=guid)
    seen.add(guid)
    document = as_document(dataset, base)
    return RawRecord(guid=guid, document=document, url=text(document.get("url")))
