"""From a row of an inventory to a document in the shape of CKAN's `package_show`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urljoin, urlsplit

from ckanext.satudata.harvest.connectors.document_parts import filled, organization, tags
from ckanext.satudata.harvest.connectors.table_inventory_columns import Role
from ckanext.satudata.harvest.connectors.table_inventory_rows import Row

_FILE_ENDING = re.compile(
    r"\.(csv|tsv|xlsx?|ods|json|geojson|xml|zip|rar|7z|pdf|docx?|shp|kmz?|gpkg|txt|rdf|ttl)$", re.I
)
_SEPARATORS = re.compile(r"[,;|]")
# Some people write several links into one cell.
_LINKS = re.compile(r"\s+|;\s*|,\s*(?=https?://)")


def as_document(row: Row, base: str, owner: str = "") -> dict[str, Any]:
    """The document; `base` is the address of the inventory, `owner` the producer of rows that name none."""
    files, pages = _links(row, base)
    document = {
        "title": row.first(Role.TITLE),
        "name": row.first(Role.NAME),
        "notes": row.first(Role.NOTES),
        "license_id": row.first(Role.LICENSE),
        "organization": organization(row.first(Role.ORGANIZATION) or owner),
        "tags": tags(tag.strip() for tag in _SEPARATORS.split(row.first(Role.TAGS))),
        "url": pages[0] if pages else "",
        "other_links": pages[1:],
        "metadata_created": row.first(Role.CREATED),
        "metadata_modified": row.first(Role.MODIFIED),
        "resources": [filled({"id": url, "url": url, "format": _format(row, url)}) for url in files],
    }
    others = {key: texts[0] if len(texts) == 1 else texts for key, texts in row.values.items() if key not in _ROLES}
    return filled({**document, **others})


def with_files_of(document: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """The dataset of an earlier row with the files of a further one, and what the first did not say."""
    known = {resource["id"] for resource in document.get("resources", [])}
    more = [resource for resource in other.get("resources", []) if resource["id"] not in known]
    return filled({**other, **document, "resources": [*document.get("resources", []), *more]})


def differences(document: Mapping[str, Any], other: Mapping[str, Any]) -> list[str]:
    """What a further row of the same dataset says otherwise.

    >>> differences({"title": "Air", "satuan": "m3"}, {"title": "AIR", "satuan": "liter", "konsep": "x"})
    ['satuan']
    """
    return [
        key for key, value in other.items() if key not in ("resources", "title") and document.get(key, value) != value
    ]


_ROLES = frozenset(Role)


def _links(row: Row, base: str) -> tuple[list[str], list[str]]:
    """Files and pages; a link that ends like a file is one, whatever its column is called."""
    files: list[str] = []
    pages: list[str] = []
    for role in (Role.FILE, Role.LINK):
        for cell in row.values.get(role, []):
            for link in filter(None, _LINKS.split(cell)):
                url = urljoin(base, link)
                is_file = role is Role.FILE or _FILE_ENDING.search(urlsplit(url).path)
                (files if is_file else pages).append(url)
    return list(dict.fromkeys(files)), list(dict.fromkeys(pages))


def _format(row: Row, url: str) -> str:
    ending = _FILE_ENDING.search(urlsplit(url).path)
    return ending[1].upper() if ending else row.first(Role.FORMAT)
