"""The resources of a record: what a file is called and where it lies, without what only meant something over there."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ckanext.satudata.harvest.connectors import RawRecord
from ckanext.satudata.harvest.own_address import own_file_address

_TEXTS = ("url", "name", "description", "format", "mimetype", "hash", "resource_type", "language", "last_modified")
# Set by CKAN itself, or pointers into the other portal's file store and DataStore.
_FOREIGN = frozenset({"id", "url_type", "created", "package_id", "position", "state", "mimetype_inner", "size"})

KEPT = "kept"
"""Key of a resource whose file this portal gives out itself, see `own_files`."""

Note = Callable[..., None]


def resources(record: RawRecord, source_id: str, fields: frozenset[str], note: Note) -> list[dict[str, Any]]:
    """The resources with an address, in the source's order. Their ids stay the same from run to run.

    `fields` are the resource fields of our schema; other non-empty texts stay as further keys of the resource.
    """
    given = record.document.get("resources") or []
    if not isinstance(given, list):
        note("HARVEST-26", place="resources", value=given)
        return []
    for number, resource in enumerate(given):
        place = f"resources[{number}]"
        if not isinstance(resource, Mapping):
            note("HARVEST-26", place=place, value=resource)
        elif not _has_file(resource):
            note("HARVEST-23", place=place, value=resource.get("name") or resource.get("id") or "")
    made: list[dict[str, Any]] = []
    for id_, resource in stable_ids(given, source_id, record.guid):
        content = _content(resource, fields)
        if KEPT in resource:
            content["url"] = own_file_address(id_, resource[KEPT])
        made.append({"id": id_, **content})
    return made


def stable_ids(given: Any, source_id: str, guid: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The resources of a record that have a file, each with the id that it has here in every run."""
    used: set[str] = set()
    for number, resource in enumerate(given if isinstance(given, list) else ()):
        if isinstance(resource, Mapping) and _has_file(resource):
            yield _id(source_id, guid, resource, number, used), resource


def _has_file(resource: Mapping[str, Any]) -> bool:
    return KEPT in resource or bool(str(resource.get("url") or "").strip())


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
