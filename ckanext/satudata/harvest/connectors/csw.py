"""A geoportal's catalogue service (CSW 2.0.2), read as ISO 19139.

Publishers: GeoNetwork, GeoNode, pycsw and PALAPA geoportals of simpul jaringan; the national portal takes them in the
same way. Caveats: needs the extra `geo`; asked by GET, which all of these answer. Standard: OGC 07-006r1.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from lxml import etree  # pyright: ignore[reportAttributeAccessIssue] - no stubs

from ckanext.satudata.codes.findings import Finding, finding
from ckanext.satudata.codes.messages import N_
from ckanext.satudata.harvest.connectors import Announced, Gathered, RawRecord, SourceReport
from ckanext.satudata.harvest.connectors.iso19139 import parse, records
from ckanext.satudata.harvest.connectors.iso19139_record import gathered
from ckanext.satudata.harvest.errors import UnexpectedAnswerError
from ckanext.satudata.harvest.http.client import HttpClient
from ckanext.satudata.harvest.http.fetch_ahead import fetch_ahead
from ckanext.satudata.harvest.settings import Kind, Setting, Value

EXAMPLES = 5
MOST_PAGES = 10_000
PAGE_BYTES = 64 * 1024 * 1024
GMD = "http://www.isotc211.org/2005/gmd"
# What servers were seen to want as the type; the first that is not refused is kept.
TYPES = ({"typeNames": "gmd:MD_Metadata", "namespace": f"xmlns(gmd={GMD})"}, {"typeNames": "csw:Record"})


class Csw:
    """Connector `csw`."""

    name: ClassVar[str] = "csw"
    title: ClassVar[str] = N_("Geoportal: catalogue service (CSW)")
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting(
            name="url",
            kind=Kind.URL,
            label=N_("Address of the service"),
            help=N_("The address that GetCapabilities goes to; what stands behind a question mark is not needed."),
            example="https://geoportal.example.go.id/geonetwork/srv/eng/csw",
            required=True,
        ),
        Setting(
            name="page_size",
            kind=Kind.INTEGER,
            label=N_("Records per request"),
            help=N_("Smaller for a slow portal."),
            example="50",
            default=50,
            minimum=1,
            maximum=500,
        ),
    )

    def records(self, http: HttpClient, settings: Mapping[str, Value]) -> Iterator[Gathered]:
        """Every record that describes data; the next page is fetched while this one is worked on."""
        for page in fetch_ahead(_pages(http, _service(settings), _size(settings))):
            if isinstance(page, Finding):
                yield page
                continue
            yield Announced(count=page.matched)
            for number, element in enumerate(page.elements):
                yield gathered(element, page.url, f"record {page.start + number}")

    def check(self, http: HttpClient, settings: Mapping[str, Value]) -> SourceReport:
        """Reads the first few records."""
        url = _service(settings)
        page = next(page for page in _pages(http, url, EXAMPLES) if isinstance(page, _Page))
        found = [gathered(element, url, str(number)) for number, element in enumerate(page.elements)]
        titles = [str(one.document.get("title") or "") for one in found if isinstance(one, RawRecord)]
        return SourceReport(software="CSW 2.0.2", title="", datasets=page.matched, examples=tuple(titles[:EXAMPLES]))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    url: str
    start: int
    matched: int
    following: int
    elements: list[Any]


def _service(settings: Mapping[str, Value]) -> str:
    return str(settings["url"]).partition("?")[0]


def _size(settings: Mapping[str, Value]) -> int:
    size = settings["page_size"]
    assert isinstance(size, int)
    return size


def _pages(http: HttpClient, url: str, size: int) -> Iterator[_Page | Finding]:
    first, last = TYPES
    try:
        kind, page = first, _page(http, url, first, 1, size)
    except UnexpectedAnswerError:
        kind, page = last, _page(http, url, last, 1, size)
    for _ in range(MOST_PAGES):
        yield page
        # 0 ends the walk; a server that leads back would lead on for ever.
        if not page.following or page.following > page.matched or not page.elements:
            return
        if page.following <= page.start:
            yield finding("HARVEST-42", place="GetRecords", received=page.start - 1 + len(page.elements))
            return
        page = _page(http, url, kind, page.following, size)


def _page(http: HttpClient, url: str, kind: Mapping[str, str], start: int, size: int) -> _Page:
    params: dict[str, str | int] = {
        "service": "CSW", "version": "2.0.2", "request": "GetRecords", "resultType": "results",
        "elementSetName": "full", "outputSchema": GMD, "outputFormat": "application/xml",
        "startPosition": start, "maxRecords": size, **kind,
    }  # fmt: skip
    with http.get_file(url, params, accept="application/xml", limit_bytes=PAGE_BYTES) as answer:
        root = parse(answer.file.read(), url)
    results = next((one for one in root.iter(etree.Element) if etree.QName(one).localname == "SearchResults"), None)
    if results is None:
        told = " ".join(" ".join(root.itertext()).split())[:300]
        raise UnexpectedAnswerError(N_("{url} does not answer as a CSW 2.0.2 does: {reason}"), url=url, reason=told)
    return _Page(
        url=url,
        start=start,
        matched=_number(results, "numberOfRecordsMatched"),
        following=_number(results, "nextRecord"),
        elements=list(records(results)),
    )


def _number(element: Any, name: str) -> int:
    value = str(element.get(name) or "")
    return int(value) if value.isdigit() else 0
