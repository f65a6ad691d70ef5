"""A web accessible folder: a page that lists files of ISO 19139 metadata, for a geoportal without a service.

Publishers: any web server with directory listing switched on. Caveats: needs the extra `geo`; each file costs a
request; folders below are read three levels deep.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any, ClassVar
from urllib.parse import urljoin, urlsplit

from lxml import etree, html  # pyright: ignore[reportAttributeAccessIssue] - no stubs

from ckanext.satudata.codes.findings import finding
from ckanext.satudata.codes.messages import N_
from ckanext.satudata.harvest.connectors import Announced, Gathered, RawRecord, Skipped, SourceReport
from ckanext.satudata.harvest.connectors.iso19139 import parse, records
from ckanext.satudata.harvest.connectors.iso19139_record import gathered
from ckanext.satudata.harvest.errors import UnexpectedAnswerError
from ckanext.satudata.harvest.http.client import HttpClient
from ckanext.satudata.harvest.http.fetch_ahead import fetch_ahead
from ckanext.satudata.harvest.settings import Kind, Setting, Value

EXAMPLES = 5
LEVELS = 3
MOST_FILES = 50_000
FILE_BYTES = 16 * 1024 * 1024


class Waf:
    """Connector `waf`."""

    name: ClassVar[str] = "waf"
    title: ClassVar[str] = N_("Folder with ISO 19139 files (WAF)")
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting(
            name="url",
            kind=Kind.URL,
            label=N_("Address of the folder"),
            help=N_("The page that lists the files."),
            example="https://geo.example.go.id/metadata/",
            required=True,
        ),
    )

    def records(self, http: HttpClient, settings: Mapping[str, Value]) -> Iterator[Gathered]:
        """One record per file; the next files are fetched while one is worked on."""
        yield from fetch_ahead(_gathered(http, str(settings["url"])), depth=4)

    def check(self, http: HttpClient, settings: Mapping[str, Value]) -> SourceReport:
        """Lists the folder and reads its first files."""
        files = _files(http, str(settings["url"]))
        found = [one for url in files[:EXAMPLES] for one in _of_file(http, url)]
        titles = tuple(str(one.document.get("title") or "") for one in found if isinstance(one, RawRecord))
        return SourceReport(software="WAF", title="", datasets=len(files), examples=titles)


def _gathered(http: HttpClient, url: str) -> Iterator[Gathered]:
    files = _files(http, url)
    yield Announced(count=len(files))
    seen: set[str] = set()
    for file in files:
        for one in _of_file(http, file):
            if isinstance(one, RawRecord) and one.guid in seen:
                title = one.document.get("title") or file
                yield Skipped(key=file, reason=finding("HARVEST-60", place=file, value=one.guid, title=title))
                continue
            if isinstance(one, RawRecord):
                seen.add(one.guid)
            yield one


def _of_file(http: HttpClient, url: str) -> Iterator[Gathered]:
    """One finding for a file that cannot be read: the others are not affected."""
    try:
        with http.get_file(url, accept="application/xml", limit_bytes=FILE_BYTES) as answer:
            if answer.status >= HTTPStatus.BAD_REQUEST:
                raise UnexpectedAnswerError(N_("HTTP {status}"), status=answer.status)
            elements = list(records(parse(answer.file.read(), url)))
    except UnexpectedAnswerError as error:
        yield Skipped(key=url, reason=finding("HARVEST-69", place=url, value=url, reason=error.text()))
        return
    if not elements:
        reason = finding("HARVEST-69", place=url, value=url, reason="no gmd:MD_Metadata, no gmi:MI_Metadata")
        yield Skipped(key=url, reason=reason)
    for element in elements:
        yield gathered(element, url, url)


def _files(http: HttpClient, url: str) -> list[str]:
    """All XML files of the folder and those below, each once, in the order of their addresses."""
    start = url if url.endswith("/") or "." in urlsplit(url).path.rpartition("/")[2] else f"{url}/"
    root = start.rpartition("/")[0] + "/"
    found: set[str] = set()
    folders, known = [start], {start}
    for _ in range(LEVELS + 1):
        below: list[str] = []
        for folder in folders:
            for link in _links(http, folder):
                # Sorting links and the way up lie outside, other portals' addresses too.
                if not link.startswith(root) or link in known:
                    continue
                known.add(link)
                if urlsplit(link).path.lower().endswith(".xml"):
                    found.add(link)
                elif link.endswith("/"):
                    below.append(link)
        folders = below
    if not found:
        raise UnexpectedAnswerError(N_("{url} lists no XML files."), url=url)
    return sorted(found)[:MOST_FILES]


def _links(http: HttpClient, url: str) -> list[str]:
    with http.get_file(url, accept="text/html", limit_bytes=FILE_BYTES) as answer:
        if answer.status >= HTTPStatus.BAD_REQUEST:
            raise UnexpectedAnswerError(
                N_("There is no folder at {url} (HTTP {status})."), url=url, status=answer.status
            )
        body = answer.file.read()
    try:
        page: Any = html.fromstring(body)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return []
    links = (_absolute(url, str(link)) for link in page.xpath("//a/@href"))
    return [link.partition("?")[0].partition("#")[0] for link in links]


def _absolute(url: str, link: str) -> str:
    try:
        return urljoin(url, link)
    except ValueError:
        # "http://[" was seen in a page written by hand; it leads nowhere.
        return ""
