"""The pages of an RDF catalogue, parsed by ckanext-dcat.

Nothing but our own client goes to the network: JSON-LD contexts that lie elsewhere are fetched by it and put into the
document, and the XML parser below rdflib follows no external entities.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import urljoin, urlsplit
from xml.sax import SAXException

from ckanext.satudata.codes.findings import Finding, finding
from ckanext.satudata.codes.messages import N_
from ckanext.satudata.harvest.connectors.dcat_rdf_document import without_nameless
from ckanext.satudata.harvest.connectors.xml_entities import check_entities
from ckanext.satudata.harvest.errors import SourceError, UnexpectedAnswerError
from ckanext.satudata.harvest.http.client import HttpClient

DEFAULT_PROFILE = "euro_dcat_ap_3"
PAGE_BYTES = 32 * 1024 * 1024
MOST_PAGES = 10_000
MOST_CONTEXTS = 10
ACCEPT = "text/turtle, application/ld+json;q=0.9, application/rdf+xml;q=0.8"
_FORMATS = {
    "text/turtle": "turtle", "application/x-turtle": "turtle", "text/n3": "n3", "application/n-triples": "nt",
    "application/ld+json": "json-ld", "application/rdf+xml": "xml",
    "ttl": "turtle", "n3": "n3", "nt": "nt", "jsonld": "json-ld", "rdf": "xml",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The datasets of one page, as ckanext-dcat gives them, in a stable order."""

    url: str
    title: str
    datasets: list[dict[str, Any]]
    total: int | None
    next_url: str | None


def pages(http: HttpClient, url: str, profiles: list[str]) -> Iterator[Page | Finding]:
    """The pages in order. Raises SourceError where one cannot be had, and where ckanext-dcat is not installed."""
    visited: set[str] = set()
    received = 0
    following: str | None = url
    while following and len(visited) < MOST_PAGES:
        if following in visited:
            yield finding("HARVEST-42", place=following, received=received)
            return
        visited.add(following)
        page = _page(http, following, profiles)
        received += len(page.datasets)
        yield page
        following = page.next_url


def _page(http: HttpClient, url: str, profiles: list[str]) -> Page:
    parser_class, profile_error = _dcat()
    with http.get_file(url, accept=ACCEPT, limit_bytes=PAGE_BYTES) as answer:
        body = answer.file.read()
        status, kind = answer.status, answer.content_type.partition(";")[0].strip().lower()
    form = _format(body, kind, url)
    if status >= HTTPStatus.BAD_REQUEST or form is None:
        raise UnexpectedAnswerError(
            N_("{url} is no RDF document (HTTP {status}, {kind})."), url=url, status=status, kind=kind or "?"
        )
    if form == "xml":
        check_entities(body, url)
    try:
        parser = parser_class(profiles=profiles)
        # Past the parser's own `parse`, which would complete links from our working directory instead of their page.
        parser.g.parse(data=_with_contexts(http, body, url) if form == "json-ld" else body, format=form, publicID=url)
        return _read(parser, url)
    except (profile_error, SyntaxError, SAXException, TypeError, ValueError, RecursionError) as error:
        raise UnexpectedAnswerError(
            N_("{url} cannot be read as RDF: {reason}"), url=url, reason=str(error)[:300]
        ) from error


def _dcat() -> tuple[Any, type[Exception]]:
    # An extra: most portals harvest no RDF, and rdflib is large.
    try:
        from ckanext.dcat.exceptions import RDFProfileException
        from ckanext.dcat.processors import RDFParser
    except ImportError as error:
        raise SourceError(
            N_("Reading DCAT needs ckanext-dcat. Ask the operator to run: pip install {package}"),
            package='"ckanext-satudata[dcat]"',
        ) from error
    return RDFParser, RDFProfileException


def _read(parser: Any, url: str) -> Page:
    from rdflib import BNode, URIRef
    from rdflib.namespace import DCAT, DCTERMS, RDF

    graph = parser.g
    catalog = next(graph.subjects(RDF.type, DCAT.Catalog), None)
    total = next(graph.objects(None, URIRef("http://www.w3.org/ns/hydra/core#totalItems")), None)
    following = parser.next_page()
    nameless = frozenset(str(node) for node in graph.all_nodes() if isinstance(node, BNode))
    datasets = [without_nameless(dataset, nameless) for dataset in parser.datasets()]
    return Page(
        url=url,
        title=str(graph.value(catalog, DCTERMS.title) or "") if catalog is not None else "",
        datasets=sorted(datasets, key=lambda dataset: json.dumps(dataset, sort_keys=True, default=str)),
        total=int(total) if total is not None and str(total).isdigit() else None,
        next_url=urljoin(url, following) if following else None,
    )


def _format(body: bytes, kind: str, url: str) -> str | None:
    """Rdflib's name of the format: by the type, the ending, or the first sign; None for what is no RDF."""
    start = body.lstrip(b"\xef\xbb\xbf \t\r\n")[:200].lower()
    if not start or start.startswith((b"<!doctype html", b"<html")):
        return None
    ending = urlsplit(url).path.rpartition(".")[2].lower()
    guessed = "xml" if start.startswith((b"<?xml", b"<rdf", b"<!doctype")) else None
    guessed = guessed or ("json-ld" if start[:1] in (b"{", b"[") else "turtle")
    return _FORMATS.get(kind) or _FORMATS.get(ending) or guessed


def _with_contexts(http: HttpClient, body: bytes, url: str) -> str:
    """The JSON-LD document with every context written out: rdflib would fetch them past the address guard."""
    fetched: dict[str, Any] = {}

    def written_out(node: Any, base: str) -> Any:
        if isinstance(node, list):
            return [written_out(one, base) for one in node]
        if not isinstance(node, Mapping):
            return node
        if "@import" in node:
            raise ValueError("@import")
        return {
            key: context(value, base) if key == "@context" else written_out(value, base) for key, value in node.items()
        }

    def context(value: Any, base: str) -> Any:
        if isinstance(value, list):
            return [context(one, base) for one in value]
        if not isinstance(value, str):
            return written_out(value, base)
        address = urljoin(base, value)
        if address not in fetched:
            if len(fetched) == MOST_CONTEXTS:
                raise ValueError("@context")
            fetched[address] = {}
            payload = http.get_json(address).payload
            fetched[address] = context(payload.get("@context") if isinstance(payload, Mapping) else {}, address)
        return fetched[address]

    return json.dumps(written_out(json.loads(body), url))
