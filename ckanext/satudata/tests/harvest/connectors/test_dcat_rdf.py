"""The connector for DCAT in RDF on recorded catalogues of udata, ckanext-dcat and European portals."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest

from ckanext.satudata.tests.harvest.connectors.reading import (
    NO_SHARED,
    SHARED,
    check,
    dataset_of,
    document,
    folder,
    read,
)
from ckanext.satudata.tests.harvest.servers import Answer, Reply, html, serving

RECORDED = SHARED / "dcat"
UDATA = RECORDED / "opendatateam__udata/udata/harvest/tests/dcat"
EXAMPLES = RECORDED / "ckan__ckanext-dcat/examples/dcat"

pytest.importorskip("ckanext.dcat", reason="the extra `dcat` is not installed")
recorded = pytest.mark.skipif(not RECORDED.exists(), reason=NO_SHARED)

TURTLE = b"""
@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
<https://x.go.id/d/1> a dcat:Dataset ; dct:title "Jumlah Penduduk" ; dct:identifier "1" ;
  dct:publisher [ a foaf:Agent ; foaf:name "Disdukcapil" ] ; dcat:keyword "penduduk", "dukcapil" ;
  dct:provenance [ a dct:ProvenanceStatement ] ;
  dct:accrualPeriodicity <http://publications.europa.eu/resource/authority/frequency/ANNUAL> ;
  dct:accessRights <http://publications.europa.eu/resource/authority/access-right/PUBLIC> ;
  dcat:distribution [ a dcat:Distribution ; dct:title "B" ; dcat:accessURL <b.csv> ; dct:license "CC-BY" ],
    [ a dcat:Distribution ; dct:title "A" ; dcat:accessURL <https://x.go.id/a.csv> ;
      dct:format <http://publications.europa.eu/resource/authority/file-type/CSV> ;
      dct:license "CC-BY" ] .
"""


def test_a_dataset_in_turtle_becomes_this_dataset() -> None:
    [record] = read("dcat_rdf", document(TURTLE, "text/turtle"), url="/katalog.ttl").records

    made = dataset_of(record)
    relative = next(one for one in made["resources"] if one["name"] == "B")["url"]
    assert relative.startswith("http://127.0.0.1:")
    assert record.document["organization"] == {"name": "Disdukcapil", "title": "Disdukcapil"}
    assert made == {
        "title": "Jumlah Penduduk",
        "name": "jumlah-penduduk",
        "topik": ["pemerintahan_umum"],
        "frekuensi": "tahunan",
        "klasifikasi_akses": "terbuka",
        "license_id": "cc-by",
        "guid": "https://x.go.id/d/1",
        "tags": ["dukcapil", "penduduk"],
        "resources": [
            {"url": relative, "name": "B", "format": "CSV", "license": "CC-BY"},
            {"url": "https://x.go.id/a.csv", "name": "A", "format": "CSV", "license": "CC-BY"},
        ],
        "extras": {"identifier": "1"},
    }


@recorded
@pytest.mark.parametrize(
    ("file", "guids"),
    [
        (UDATA / "flat.jsonld", [f"http://data.test.org/datasets/{number}" for number in (1, 2, 3)]),
        (UDATA / "bnodes.jsonld", ["1", "2", "3"]),
        (UDATA / "catalog.xml", [f"http://data.test.org/datasets/{number}" for number in (1, 2, 3, 4)]),
        (EXAMPLES / "dataset_deri.ttl", ["http://data.london.gov.uk/dataset/Abandoned_Vehicles"]),
        (EXAMPLES / "dataset_health_no_blank.ttl", ["http://example.healthdata.nl/set/dataset"]),
        (EXAMPLES / "dataset.ttl", ["UnexpectedAnswerError"]),
    ],
    ids=lambda value: getattr(value, "name", ""),
)
def test_recorded_catalogues_of_every_notation_give_their_datasets(file: Path, guids: list[str]) -> None:
    assert read("dcat_rdf", document(file.read_bytes(), "text/plain"), url=f"/{file.name}").words == guids


@recorded
def test_the_same_document_read_twice_makes_the_same_records() -> None:
    body = (UDATA / "catalog.xml").read_bytes()

    one, other = (read("dcat_rdf", document(body, "application/rdf+xml"), url="/c.rdf") for _ in range(2))

    texts = [json.dumps([record.document for record in each.records]) for each in (one, other)]
    assert _without_ports(texts[0]) == _without_ports(texts[1])


def _without_ports(text: str) -> str:
    return re.sub(r"127\.0\.0\.1:\d+", "HOST", text)


@recorded
def test_pages_are_followed_to_the_last() -> None:
    pages = {
        "1": (UDATA / "paged-collection-1.jsonld").read_text(encoding="utf-8"),
        "2": (UDATA / "partial-collection-2.jsonld").read_text(encoding="utf-8"),
    }

    def answer(_path: str, params: dict[str, str]) -> Reply:
        text = pages[params.get("page", "1")].replace("http://data.test.org/catalog.jsonld", "/catalog.jsonld")
        return Reply(body=text.encode(), content_type="application/ld+json")

    words = read("dcat_rdf", answer, url="/catalog.jsonld").words

    assert words == ["of 4", *(f"http://data.test.org/datasets/{number}" for number in (1, 2, 3)), "of 4",
                     "http://data.test.org/datasets/4"]  # fmt: skip


def test_a_catalogue_that_leads_in_circles_is_left() -> None:
    hydra = b"@prefix hydra: <http://www.w3.org/ns/hydra/core#> ."
    circle = hydra + TURTLE + b"<#p> a hydra:PagedCollection ; hydra:next <katalog.ttl> ."

    assert read("dcat_rdf", document(circle, "text/turtle"), url="/katalog.ttl").words == [
        "https://x.go.id/d/1",
        "HARVEST-42",
    ]


def test_contexts_that_lie_elsewhere_are_fetched_past_no_guard() -> None:
    context = {"@context": {"dcat": "http://www.w3.org/ns/dcat#", "judul": "http://purl.org/dc/terms/title"}}
    dataset = {"@id": "https://x.go.id/1", "@type": "dcat:Dataset", "judul": "Air"}
    inside = {"/c.jsonld": json.dumps({"@context": "/konteks.json", **dataset}).encode(),
              "/konteks.json": json.dumps(context).encode()}  # fmt: skip
    forbidden = {"/c.jsonld": json.dumps({"@context": "http://10.1.2.3/konteks.json", **dataset}).encode()}

    assert read("dcat_rdf", folder(inside, "application/ld+json"), url="/c.jsonld").words == ["https://x.go.id/1"]
    assert read("dcat_rdf", folder(forbidden, "application/ld+json"), url="/c.jsonld").words == ["AddressRefusedError"]


def test_external_entities_of_xml_are_not_followed() -> None:
    asked: list[str] = []
    with serving(lambda path, _params: asked.append(path) or Reply(body=b"rahasia")) as other:
        body = f"""<?xml version="1.0"?><!DOCTYPE rdf:RDF [<!ENTITY luar SYSTEM "{other}/etc">]>
        <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dct="http://purl.org/dc/terms/"
        xmlns:dcat="http://www.w3.org/ns/dcat#"><dcat:Dataset rdf:about="https://x.go.id/1">
        <dct:title>Air &luar;</dct:title></dcat:Dataset></rdf:RDF>"""

        result = read("dcat_rdf", document(body.encode(), "application/rdf+xml"), url="/c.rdf")

    assert (asked, [record.document["title"].strip() for record in result.records]) == ([], ["Air"])


@pytest.mark.parametrize("answer", [html, document(b""), document(b"<a", "text/xml"), document(b"{", "text/plain")])
def test_what_is_no_rdf_is_refused_in_words(answer: Answer) -> None:
    result = read("dcat_rdf", answer, url="/c")

    assert result.words == ["UnexpectedAnswerError"]
    assert "is no RDF document" in str(result.error) or "cannot be read as RDF" in str(result.error)


def test_an_unknown_profile_is_told() -> None:
    result = read("dcat_rdf", document(TURTLE, "text/turtle"), profiles=["tidak_ada"])

    assert "Unknown RDF profiles: tidak_ada" in str(result.error)


def test_without_ckanext_dcat_the_operator_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ckanext.dcat.processors", None)

    result = read("dcat_rdf", document(TURTLE, "text/turtle"))

    assert str(result.error) == (
        'Reading DCAT needs ckanext-dcat. Ask the operator to run: pip install "ckanext-satudata[dcat]"'
    )


def test_a_check_reads_the_first_page() -> None:
    report = check("dcat_rdf", document(TURTLE, "text/turtle"))

    assert (report.software, report.datasets, report.examples) == ("DCAT", 1, ("Jumlah Penduduk",))
    assert [(one.title, one.datasets) for one in report.organizations] == [("Disdukcapil", 1)]
