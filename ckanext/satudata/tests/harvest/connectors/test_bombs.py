"""Documents made to exhaust the memory, the stack or the patience: each kind of source survives them with words."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

import pytest

from ckanext.satudata.harvest.connectors import bps_webapi_calls, connector, sipd_ewalidata_calls
from ckanext.satudata.harvest.connectors.xml_entities import check_entities
from ckanext.satudata.harvest.errors import SourceError, UnexpectedAnswerError
from ckanext.satudata.harvest.http.client import HttpClient
from ckanext.satudata.harvest.settings import parse
from ckanext.satudata.tests.harvest.connectors.reading import LIMITS, Read, document, folder, read
from ckanext.satudata.tests.harvest.servers import serving

MB = 1024 * 1024
DEPTH = 20_000
LAUGHS = b"""<!DOCTYPE r [<!ENTITY a "ha ha ha ha ">%b]>""" % b"".join(
    b'<!ENTITY %c "%b">' % (98 + level, b"&%c;" % (97 + level) * 10) for level in range(9)
)
QUADRATIC = b'<!DOCTYPE r [<!ENTITY a "%b">]>' % (b"x" * 50_000)
OUTSIDE = b'<!DOCTYPE r [<!ENTITY j SYSTEM "file:///etc/passwd">]>'

RDF = b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dct="http://purl.org/dc/terms/" xmlns:dcat="http://www.w3.org/ns/dcat#"><dcat:Dataset rdf:about="http://x.go.id/1"><dct:title>%b</dct:title></dcat:Dataset></rdf:RDF>'  # noqa: E501 - one document
ISO = b'<gmd:MD_Metadata xmlns:gmd="http://www.isotc211.org/2005/gmd" xmlns:gco="http://www.isotc211.org/2005/gco"><gmd:fileIdentifier><gco:CharacterString>%b</gco:CharacterString></gmd:fileIdentifier></gmd:MD_Metadata>'
CSW = b'<csw:GetRecordsResponse xmlns:csw="http://www.opengis.net/cat/csw/2.0.2"><csw:SearchResults numberOfRecordsMatched="1" nextRecord="0">%b</csw:SearchResults></csw:GetRecordsResponse>'  # noqa: E501


def nested(depth: int = DEPTH) -> bytes:
    return b'{"a":' * depth + b"1" + b"}" * depth


def held(result: Read) -> int:
    """Characters of all that was taken over and told."""
    return len(str([one.document for one in result.records])) + len(str(result.findings)) + len(str(result.error))


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("ckan_api", nested()),
        ("ckan_api", b'{"success": true, "result": {"count": 1, "results": [%b]}}' % nested(900)),
        ("data_json", b'{"dataset": [%b]}' % nested()),
        ("data_json", b'{"dataset": [{"identifier": "1", "title": "x", "extra": %b}]}' % nested()),
        ("data_json", nested()),
        ("data_json", b"[" * DEPTH),
        ("jabar_api", nested()),
        ("jabar_api", b'{"data": [{"id": "1", "name": "x", "metadata": [], "table": "t", "extra": %b}]}' % nested(900)),
    ],
    ids=["answer", "record", "dataset", "field", "catalogue", "lists", "jabar", "jabar field"],
)
def test_json_nested_to_death_ends_with_words(kind: str, body: bytes) -> None:
    result = read(kind, document(body))

    assert result.error is not None or result.findings
    assert all(len(text) < 1000 for text in result.findings)


def test_a_dataset_that_is_nested_to_death_leaves_its_neighbours_alone() -> None:
    good = '{"identifier": "%s", "title": "Baik"}'
    body = f'{{"dataset": [{good % 1}, {{"identifier": "2", "extra": {nested().decode()}}}, {good % 3}]}}'

    result = read("data_json", document(body.encode()))

    assert result.words == ["1", "HARVEST-08", "3"]


@pytest.mark.parametrize("name", ["bps_webapi", "bps_simdasi", "sipd_ewalidata"])
def test_json_nested_to_death_of_a_service_with_a_key_ends_with_words(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind = connector(name)
    given = {one.name: one.example for one in kind.settings if one.required}
    for variable in ("SATUDATA_SECRET_BPS", "SATUDATA_SECRET_SIPD"):
        monkeypatch.setenv(variable, "x" * 32)
    with serving(document(nested())) as url, HttpClient(LIMITS) as http:
        monkeypatch.setattr(bps_webapi_calls, "API", url)
        monkeypatch.setattr(sipd_ewalidata_calls, "API", url)
        with pytest.raises(SourceError, match="not JSON"):
            list(kind.records(http, parse(kind.settings, given)))


@pytest.mark.parametrize("doctype", [LAUGHS, QUADRATIC, OUTSIDE], ids=["laughs", "quadratic", "outside"])
@pytest.mark.parametrize("kind", ["dcat_rdf", "waf", "csw"])
def test_entities_are_neither_blown_up_nor_fetched(kind: str, doctype: bytes) -> None:
    pytest.importorskip("ckanext.dcat" if kind == "dcat_rdf" else "owslib")
    reference = b"&j;" if doctype != QUADRATIC else b"&a;" * 50_000
    if kind == "dcat_rdf":
        answer = document(b'<?xml version="1.0"?>' + doctype + RDF % reference, "application/rdf+xml")
    elif kind == "csw":
        answer = document(doctype + CSW % (ISO % reference), "application/xml")
    else:
        answer = folder({"/": b'<a href="a.xml">a</a>', "/a.xml": doctype + ISO % reference}, "text/html")

    began = time.process_time()
    result = read(kind, answer, url="/")

    assert (held(result) < MB, "root:" in str(result), time.process_time() - began < 20) == (True, False, True)


def test_entities_for_namespaces_are_replaced_as_ever() -> None:
    pytest.importorskip("ckanext.dcat")
    doctype = b'<!DOCTYPE r [<!ENTITY x "Air">]>'

    [record] = read("dcat_rdf", document(doctype + RDF % b"&x; &amp; Tanah", "application/rdf+xml")).records

    assert record.document["title"] == "Air & Tanah"


def test_entities_are_seen_in_other_encodings_too() -> None:
    body = (LAUGHS + RDF % b"&j;").decode().encode("utf-16")

    with pytest.raises(UnexpectedAnswerError, match="declares the entity"):
        check_entities(body, "http://x.go.id")


@pytest.mark.parametrize("kind", ["dcat_rdf", "waf", "csw"])
def test_xml_nested_to_death_ends_with_words(kind: str) -> None:
    pytest.importorskip("ckanext.dcat" if kind == "dcat_rdf" else "owslib")
    deep = b"<a>" * DEPTH + b"</a>" * DEPTH
    if kind == "waf":
        answer = folder({"/": b'<a href="a.xml">a</a>', "/a.xml": deep}, "text/html")
    elif kind == "csw":
        answer = document(deep, "application/xml")
    else:
        answer = document(RDF % deep, "application/rdf+xml")

    result = read(kind, answer, url="/")

    assert (held(result) < MB, [record.document for record in result.records]) in [(True, []), (True, [{}])]


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"@prefix : <http://x/> . :a :b " + b"[ :b " * DEPTH, "text/turtle"),
        (b"@prefix : <http://x/> . :a :b " + b"( " * DEPTH, "text/turtle"),
        (nested(), "application/ld+json"),
    ],
    ids=["blank nodes", "lists", "json-ld"],
)
def test_rdf_nested_to_death_ends_with_words(body: bytes, content_type: str) -> None:
    pytest.importorskip("ckanext.dcat")

    result = read("dcat_rdf", document(body, content_type))

    assert "cannot be read as RDF" in str(result.error)


@pytest.mark.parametrize("form", [lambda datasets: {"dataset": datasets}, list], ids=["catalogue", "list"])
def test_a_dataset_of_many_mb_is_left_out_and_its_neighbours_are_read(form: Callable[[list[Any]], Any]) -> None:
    good = {"identifier": "1", "title": "Baik"}
    huge = {"identifier": "2", "title": "Besar", "keyword": ["kata kunci yang panjang sekali"] * 200_000}
    body = json.dumps(form([good, huge, {**good, "identifier": "3"}])).encode()

    result = read("data_json", document(body))

    assert (len(body) > 6 * MB, result.words) == (True, ["1", "HARVEST-10", "3"])
