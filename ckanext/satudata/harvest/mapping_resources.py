"""The resources of a record: what a file is called and where it lies, without what only meant something over there."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from ckanext.satudata.harvest.connectors import RawRecord

_TEXTS = ("url", "name", "description", "format", "mimetype", "hash", "resource_type", "language", "last_modified")
# Set by CKAN itself, or pointers into the other portal's file store and DataStore.
_FOREIGN = frozenset({"id", "url_type", "created", "package_id", "position", "state", "mimetype_inner", "size"})

Note = Callable[..., None]


def resources(record: RawRecord, source_id: str, fields: frozenset[str], note: Note) -> list[dict[str, Any]]:
    """The resources with an address, in the source's order. Their ids stay the same from run to run.

    `fields` are the resource fields of our schema; other non-empty texts stay as further keys of the resource.
    """
    given = record.document.get("resources") or []
    if not isinstance(given, list):
        note("HARVEST-26", place="resources", value=given)
        return []
    made: list[dict[str, Any]] = []
    used: set[str] = set()
    for number, resource in enumerate(given):
        place = f"resources[{number}]"
        if not isinstance(resource, Mapping):
            note("HARVEST-26", place=place, value=resource)
        elif not str(resource.get("url") or "").strip():
            note("HARVEST-23", place=place, value=resource.get("name") or resource.get("id") or "")
        else:
            made.append({"id": _id(source_id, record.guid, resource, number, used), **_content(resource, fields)})
    return made


def _id(source_id: str, guid: str, resource: Mapping[str, Any], number: int, used: set[str]) -> str:
    key = str(resource.get("id") or number)
    while key in used:
        key = f"{key}+"
    used.add(key)
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"satudata:{source_id}:{guid}:{key}"))


def _content(resource: Mapping[str, Any], fields: frozenset[str]) -> dict[str, Any]:
    content: dict[str, Any] = {}
    for key, value in resource.items():
        if key in _FOREIGN or value in (None, "", [], {}):
            continue
        if key in fields and key not in _TEXTS:
            content[key] = value
        elif isinstance(value, (str, int, float)):
            content[key] = str(value).strip()
    size = resource.get("size")
    if isinstance(size, int) or (isinstance(size, str) and size.isdigit()):
        content["size"] = int(size)
    return content
