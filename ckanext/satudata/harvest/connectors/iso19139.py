"""A metadata record of ISO 19139, as geoportals keep them: from XML to the document of a record.

Source: SNI 8843-1:2019 (Profil Metadata Spasial Indonesia) is a profile of ISO 19115; its XML reads as ISO 19139 here.
OWSLib takes the XML apart; this module parses it without entities from elsewhere and gives it the shape of CKAN's
`package_show`, with the keys that ckanext-spatial has made common (`bbox-west-long`, `lineage`, …).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml import etree  # pyright: ignore[reportAttributeAccessIssue] - no stubs

from ckanext.satudata.codes import formats
from ckanext.satudata.codes.messages import N_
from ckanext.satudata.harvest.connectors.document_parts import filled, organization, tags, text
from ckanext.satudata.harvest.errors import SourceError, UnexpectedAnswerError

RECORDS = frozenset({"MD_Metadata", "MI_Metadata"})
DATASETS = frozenset({"dataset", "series", "nonGeographicDataset", "tile", "feature", "featureType", ""})
"""What a hierarchy level may say for the record to describe data: a service or an application does not."""
LONGITUDE, LATITUDE = 180, 90
EDGES: tuple[str, ...] = ("bbox-west-long", "bbox-south-lat", "bbox-east-long", "bbox-north-lat")
_SERVICES = ("WMS", "WFS", "WCS", "WMTS", "WPS", "CSW")
_FILE_ENDING = re.compile(r"\.([A-Za-z0-9]{2,7})$")
_EPSG = re.compile(r"(?:^|EPSG\D*)(\d{4,6})\b")


def parse(body: bytes, url: str) -> Any:
    """The root element. Raises UnexpectedAnswerError for what is no XML."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnexpectedAnswerError(N_("{url} is no XML: {reason}"), url=url, reason=str(error)[:200]) from error


def records(root: Any) -> Iterator[Any]:
    """The metadata records in a document, which may be one itself."""
    for element in root.iter(etree.Element):
        if etree.QName(element).localname in RECORDS:
            yield element


def metadata(element: Any) -> Any:
    """OWSLib's view of a record. Raises SourceError where OWSLib is not installed."""
    # An extra: most portals harvest no geoportal.
    try:
        from owslib.iso import MD_Metadata
    except ImportError as error:
        raise SourceError(
            N_("Reading geoportals needs OWSLib. Ask the operator to run: pip install {package}"),
            package='"ckanext-satudata[geo]"',
        ) from error
    return MD_Metadata(element)


def as_document(record: Any, element: Any, base: str) -> dict[str, Any]:
    """The document of what `metadata` gives of the element; `base` is its address, for links without a host."""
    # Of a part that the record leaves out, OWSLib may leave out the attribute as well: hence `getattr`.
    about = next(iter(record.identification), None)
    if about is None:
        return {}
    owner = _party([*about.contact, *record.contact], "organization")
    dates = {text(one.type): text(one.date) for one in about.date}
    document = {
        "title": text(about.title),
        "notes": text(about.abstract),
        "organization": organization(owner),
        "tags": tags(text(word.name) for group in about.keywords for word in group.keywords),
        "jenis_data": "geospasial",
        "license_id": _licence(about),
        "maintainer": _party([*about.contact, *record.contact], "name"),
        "maintainer_email": _party([*about.contact, *record.contact], "email"),
        "metadata_created": dates.get("creation") or dates.get("publication") or "",
        "metadata_modified": text(record.datestamp) or text(record.datetimestamp),
        "periode_awal": _day(getattr(about, "temporalextent_start", "")),
        "periode_akhir": _day(getattr(about, "temporalextent_end", "")),
        "frequency-of-update": _frequency(element),
        "spatial-reference-system": _reference_system(record),
        "lineage": text(getattr(record.dataquality, "lineage", "")),
        "topic-category": [text(one) for one in about.topiccategory if text(one)],
        "purpose": text(about.purpose),
        "progress": text(about.status),
        "metadata-language": text(record.languagecode) or text(record.language),
        "use-limitation": _texts(about.uselimitation),
        "access-constraints": _texts([*about.accessconstraints, *about.otherconstraints]),
        "spatial-resolution": _texts(about.denominators),
        "resource-type": text(record.hierarchy),
        "resources": list(_resources(record, base)),
        **_extent(getattr(about, "bbox", None)),
    }
    return filled(document)


def _party(parties: list[Any], part: str) -> str:
    return next((found for party in parties if (found := text(getattr(party, part, "")))), "")


def _texts(values: Any) -> list[str]:
    return list(dict.fromkeys(found for value in values or [] if (found := text(value))))


def _licence(about: Any) -> str:
    """A limitation that names a licence by its address; prose stays with the constraints."""
    urls = [*getattr(about, "uselimitation_url", []), *getattr(about, "otherconstraints_url", [])]
    return next((found for url in urls if "licen" in (found := text(url)) or "creativecommons" in found), "")


def _day(value: Any) -> str:
    return text(value).partition("T")[0]


def _frequency(element: Any) -> str:
    """OWSLib passes this one over."""
    code = next(element.iter("{*}MD_MaintenanceFrequencyCode"), None)
    # `unknown` says that nobody filled it in.
    return "" if code is None else text(code.get("codeListValue")).replace("unknown", "")


def _reference_system(record: Any) -> str:
    """The EPSG code where there is one, else the words.

    >>> from types import SimpleNamespace as N
    >>> _reference_system(N(referencesystem=N(code="urn:ogc:def:crs:EPSG:4326")))
    'EPSG:4326'
    """
    code = text(getattr(record.referencesystem, "code", ""))
    found = _EPSG.search(code)
    return f"EPSG:{found[1]}" if found else code


def _extent(box: Any) -> dict[str, str]:
    """The box by its edges, and as GeoJSON if all four are numbers in their range."""
    if box is None:
        return {}
    edges = [text(box.minx), text(box.miny), text(box.maxx), text(box.maxy)]
    extent: dict[str, str] = dict(zip(EDGES, edges, strict=True))
    try:
        west, south, east, north = (float(edge) for edge in edges)
    except ValueError:
        return extent
    # Some records have the edges the wrong way round (seen in France): the numbers are kept, no area is drawn.
    if -LONGITUDE <= west <= east <= LONGITUDE and -LATITUDE <= south <= north <= LATITUDE:
        ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
        extent["spatial"] = json.dumps({"type": "Polygon", "coordinates": [ring]})
    return extent


def _resources(record: Any, base: str) -> Iterator[Mapping[str, Any]]:
    for link in getattr(record.distribution, "online", None) or []:
        url = text(link.url)
        resource = {
            "id": url,
            "url": urljoin(base, url) if url else "",
            "name": text(link.name) or text(link.description),
            "description": text(link.description),
            "format": _format(text(link.protocol), url),
            "protocol": text(link.protocol),
            "function": text(link.function),
        }
        yield filled(resource)


def _format(protocol: str, url: str) -> str:
    """What the protocol or the query says is a service, else the ending of the file.

    >>> _format("OGC:WMS-1.3.0", ""), _format("", "https://x.go.id/a.zip"), _format("WWW:LINK", "https://x.go.id/a")
    ('WMS', 'ZIP', '')
    """
    words = f"{protocol} {urlsplit(url).query} {urlsplit(url).path.rpartition('/')[2]}".upper()
    service = next((name for name in _SERVICES if re.search(rf"\b{name}\b", words)), "")
    ending = _FILE_ENDING.search(urlsplit(url).path)
    known = formats.parse(ending[1]) if ending else None
    return service or (known.code if known else "")
