"""Geoportals by their service and by their folders, on recorded ISO 19139 records."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Mapping

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

UDATA = SHARED / "dcat/opendatateam__udata/udata/harvest/tests/csw_dcat"
GEODATA = SHARED / "dcat/GSA__ckanext-geodatagov/ckanext/geodatagov/tests/data-samples"
WAF = SHARED / "dcat/GSA__datagov-harvester/example_data/iso_2_waf"

pytest.importorskip("owslib", reason="the extra `geo` is not installed")
recorded = pytest.mark.skipif(not UDATA.exists(), reason=NO_SHARED)

RECORD = """<gmd:MD_Metadata xmlns:gmd="http://www.isotc211.org/2005/gmd" xmlns:gco="http://www.isotc211.org/2005/gco">
<gmd:fileIdentifier><gco:CharacterString>{guid}</gco:CharacterString></gmd:fileIdentifier>
<gmd:hierarchyLevel><gmd:MD_ScopeCode codeListValue="{level}"/></gmd:hierarchyLevel>
<gmd:identificationInfo><gmd:MD_DataIdentification><gmd:citation><gmd:CI_Citation>
<gmd:title><gco:CharacterString>{title}</gco:CharacterString></gmd:title></gmd:CI_Citation></gmd:citation>
<gmd:resourceMaintenance><gmd:MD_MaintenanceInformation><gmd:maintenanceAndUpdateFrequency>
<gmd:MD_MaintenanceFrequencyCode codeListValue="annually"/></gmd:maintenanceAndUpdateFrequency>
</gmd:MD_MaintenanceInformation></gmd:resourceMaintenance>
</gmd:MD_DataIdentification></gmd:identificationInfo></gmd:MD_Metadata>"""


def record(guid: str, level: str = "dataset", title: str = "Batas Desa") -> bytes:
    return RECORD.format(guid=guid, level=level, title=title).encode()


def results(*found: bytes, matched: int, following: int) -> bytes:
    head = f'<csw:SearchResults numberOfRecordsMatched="{matched}" nextRecord="{following}">'.encode()
    return (
        b'<csw:GetRecordsResponse xmlns:csw="http://www.opengis.net/cat/csw/2.0.2">'
        + head
        + b"".join(found)
        + b"</csw:SearchResults></csw:GetRecordsResponse>"
    )


def geonetwork(_path: str, params: Mapping[str, str]) -> Reply:
    """Two recorded pages; the first names the second as the next."""
    name = {"1": "geonetwork-iso19139-page-3.xml", "5": "geonetwork-iso19139-page-5.xml"}[params["startPosition"]]
    return Reply(body=(UDATA / name).read_bytes(), content_type="application/xml")


@recorded
def test_recorded_pages_of_geonetwork_are_followed_to_the_last() -> None:
    short = [word if word.startswith("of") else word[-12:] for word in read("csw", geonetwork).words]

    assert short == ["of 6", "885f062b0024", "15b6d6cd1bc8", "of 6", "0a569a7e12f6", "cad099333b5c"]


@recorded
def test_a_recorded_record_of_geonode_becomes_a_geospatial_dataset_with_box_and_reference_system() -> None:
    body = (GEODATA / "sample3_getrecords2.xml").read_bytes()

    first = read("csw", document(body, "application/xml")).records[0]

    made = dataset_of(first)
    assert first.document["organization"] == {
        "name": "Humanitarian Information Unit",
        "title": "Humanitarian Information Unit",
    }
    assert {key: made[key] for key in ("title", "jenis_data", "guid", "source_created", "source_modified")} == {
        "title": "Syria_RefugeeSites_2015Apr16_HIU_USDoS",
        "jenis_data": "geospasial",
        "guid": "c540e08e-015c-11e5-853f-22000b8e85d8",
        "source_created": "2015-04-16T12:00:00Z",
        "source_modified": "2015-10-27T20:53:47Z",
    }
    extras = made["extras"]
    west, north = float(extras["bbox-west-long"]), float(extras["bbox-north-lat"])
    assert (extras["spatial-reference-system"], west, north) == ("EPSG:4326", 35.489627, 38.341536)
    assert json.loads(extras["spatial"])["coordinates"][0][3] == [west, north]
    assert Counter(one.get("format") for one in made["resources"]) == {"API": 12, None: 5, "PNG": 1}


@recorded
def test_edges_the_wrong_way_round_are_kept_but_no_area_is_drawn_from_them() -> None:
    first = read("csw", geonetwork).records[0].document

    assert (first["bbox-west-long"], first["bbox-east-long"], first.get("spatial")) == (
        "3.18713903",
        "1.55596375",
        None,
    )
    assert (first["lineage"], first["spatial-reference-system"]) == ("Sur arrêtés préfectoraux", "EPSG:2154")


def test_what_describes_no_data_or_has_no_identifier_is_told() -> None:
    body = results(record("a"), record("b", "service"), record("", title="Sungai"), matched=3, following=0)

    result = read("csw", document(body))

    assert result.words == ["of 3", "a", "HARVEST-68", "HARVEST-05"]
    assert result.findings[0] == "record 2 describes no data but a “service”, and was left out."
    assert dataset_of(result.records[0])["frekuensi"] == "tahunan"


def test_a_service_that_leads_in_circles_is_left() -> None:
    assert read("csw", document(results(record("a"), matched=9, following=1))).words == ["of 9", "a", "HARVEST-42"]


def test_a_service_that_knows_another_type_only_is_asked_for_that() -> None:
    def answer(_path: str, params: dict[str, str]) -> Reply:
        if params["typeNames"] != "csw:Record":
            return Reply(body=b"<ows:ExceptionReport xmlns:ows='http://www.opengis.net/ows'>tipe</ows:ExceptionReport>")
        return Reply(body=results(record("a"), matched=1, following=0))

    assert read("csw", answer).words == ["of 1", "a"]


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (html, "is no XML"),
        (document(b"<a>tidak ada</a>"), "does not answer as a CSW 2.0.2 does: tidak ada"),
    ],
    ids=["web page", "other XML"],
)
def test_what_is_no_service_is_refused_in_words(answer: Answer, message: str) -> None:
    assert message in str(read("csw", answer).error)


def test_entities_of_xml_are_not_followed() -> None:
    asked: list[str] = []
    with serving(lambda path, _params: asked.append(path) or Reply(body=b"rahasia")) as other:
        entity = f'<!DOCTYPE a [<!ENTITY luar SYSTEM "{other}/etc">]>'.encode()
        body = entity + results(record("a", title="Batas &luar;"), matched=1, following=0)

        result = read("csw", document(body))

    assert (asked, [one.document.get("title", "").strip() for one in result.records]) == ([], ["Batas"])


def test_a_check_tells_how_many_records_there_are() -> None:
    report = check("csw", document(results(record("a"), matched=41, following=2)))

    assert (report.software, report.datasets, report.examples) == ("CSW 2.0.2", 41, ("Batas Desa",))


def test_without_owslib_the_operator_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "owslib.iso", None)

    result = read("csw", document(results(record("a"), matched=1, following=0)))

    assert str(result.error) == (
        'Reading geoportals needs OWSLib. Ask the operator to run: pip install "ckanext-satudata[geo]"'
    )


def listing(*names: str) -> bytes:
    links = "".join(f'<a href="{name}">{name}</a>' for name in names)
    return f'<html><a href="?C=N;O=D">Name</a><a href="/">Parent</a>{links}</html>'.encode()


@recorded
def test_a_folder_of_recorded_files_gives_those_that_can_be_read() -> None:
    names = ("valid_iso1.xml", "valid_iso2.xml", "decode_error.xml")
    files = {"/geo/": listing(*names, "baca.txt"), **{f"/geo/{name}": (WAF / name).read_bytes() for name in names}}

    result = read("waf", folder(files), url="/geo/")

    assert result.words == [
        "of 3",
        "HARVEST-69",
        "{4c6928d8-6ac2-4909-8b3d-a29e2805ce2d}",
        "gov.noaa.nmfs.inport:47598",
    ]
    assert [one.url.rpartition("/")[2] for one in result.records] == ["valid_iso1.xml", "valid_iso2.xml"]
    made = dataset_of(result.records[1])
    assert (made["jenis_data"], made["periode_awal"], made["periode_akhir"]) == (
        "geospasial",
        "2015-09-01",
        "2019-09-01",
    )


@recorded
def test_a_very_large_recorded_record_is_read() -> None:
    name = "nodc_0099041_cw_region_meta_v2013.xml"
    files = {"/": listing(name), f"/{name}": (GEODATA / "waf1" / name).read_bytes()}

    assert read("waf", folder(files)).words == ["of 1", "gov.noaa.class:CW_REGION"]


def test_folders_below_are_read_and_links_out_of_the_folder_are_not() -> None:
    files = {
        "/geo/": listing("a.xml", "desa/", "../rahasia/", "https://lain.go.id/x.xml"),
        "/geo/a.xml": record("a"),
        "/geo/desa/": listing("b.XML", "/geo/"),
        "/geo/desa/b.XML": record("b"),
        "/rahasia/": listing("c.xml"),
    }

    assert read("waf", folder(files), url="/geo").words == ["of 2", "a", "b"]


def test_a_link_that_is_no_address_is_passed_over() -> None:
    assert read("waf", folder({"/": listing("http://[", "a.xml"), "/a.xml": record("a")})).words == ["of 1", "a"]


def test_two_files_with_the_same_identifier_are_told() -> None:
    files = {"/": listing("a.xml", "b.xml"), "/a.xml": record("a"), "/b.xml": record("a", title="Sungai")}

    result = read("waf", folder(files))

    assert result.words == ["of 2", "a", "HARVEST-60"]
    assert "“Sungai” was left out" in result.findings[0]


def test_a_missing_file_and_one_of_another_kind_are_told_and_the_rest_is_read() -> None:
    files = {"/": listing("a.xml", "b.xml", "c.xml"), "/b.xml": b"<fgdc/>", "/c.xml": record("c")}

    result = read("waf", folder(files))

    assert result.words == ["of 3", "HARVEST-69", "HARVEST-69", "c"]


@pytest.mark.parametrize(
    ("files", "message"), [({}, "There is no folder at"), ({"/": listing("a.txt")}, "lists no XML files")]
)
def test_what_is_no_folder_is_refused_in_words(files: dict[str, bytes], message: str) -> None:
    assert message in str(read("waf", folder(files)).error)
