"""The resources of a harvested dataset, as CKAN and our schema take them. Pure; see `lenient.py`."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime, timezone
from functools import lru_cache
from typing import Any

from ckanext.satudata.codes import formats
from ckanext.satudata.codes.findings import Finding, finding
from ckanext.satudata.metadata import lenient_parts as parts
from ckanext.satudata.metadata.fields import registry, tanggal, text
from ckanext.satudata.metadata.fields.normalised import as_text

__all__ = ["clean_resources"]

PART = "resource_fields"
# Only CKAN itself may set these; `url_type` "upload" would look for a file in our own store.
FOREIGN_KEYS = frozenset(
    {
        "package_id", "position", "state", "url_type", "revision_id", "revision_timestamp", "resource_group_id",
        "tracking_summary", "datastore_active", "metadata_modified", "has_views", "clear_upload", "upload",
    }
)  # fmt: skip
DATE_KEYS = ("created", "last_modified", "cache_last_updated")
LONGEST_VALUE = 20_000


def clean_resources(given: Any, found: list[Finding]) -> list[dict[str, Any]]:
    """Every resource that can be read, in the source's order."""
    if given in parts.BLANK:
        return []
    if not isinstance(given, list):
        found.append(finding("META-14", place="resources", value=given))
        return []
    resources: list[dict[str, Any]] = []
    ids: set[str] = set()
    for number, resource in enumerate(given):
        place = f"resources[{number}]"
        if not isinstance(resource, Mapping):
            found.append(finding("META-14", place=place, value=resource))
            continue
        clean = _clean_resource(resource, place, found)
        identifier = _identifier(resource.get("id"))
        if identifier and identifier not in ids:
            ids.add(identifier)
            clean["id"] = identifier
        resources.append(clean)
    return resources


def _clean_resource(resource: Mapping[str, Any], place: str, found: list[Finding]) -> dict[str, Any]:
    clean: dict[str, Any] = {}
    _clean_link(clean, resource, place, found)
    for name, normalise in registry.normalisers_of("dataset", PART).items():
        value = resource.get(name)
        if value not in parts.BLANK:
            result = normalise(value, place=f"{place}.{name}")
            if result.value is not None:
                clean[name] = result.value
            if result.finding:
                found.append(result.finding)
    for name, subfields in registry.groups_of("dataset", PART).items():
        rows = parts.clean_rows(resource.get(name), subfields, f"{place}.{name}", found)
        if rows:
            clean[name] = rows
    _guess_format(clean, resource, place, found)
    clean.update(_other_keys(resource, clean))
    return clean


def _clean_link(clean: dict[str, Any], resource: Mapping[str, Any], place: str, found: list[Finding]) -> None:
    link = parts.normalise_link(resource.get("url"), place=f"{place}.url")
    if link.value:
        clean["url"] = link.value
    else:
        about = resource.get("name") or resource.get("id") or ""
        found.append(link.finding or finding("META-15", place=f"{place}.url", value=about))


def _guess_format(clean: dict[str, Any], resource: Mapping[str, Any], place: str, found: list[Finding]) -> None:
    if "format" in clean:
        return
    known = formats.from_url(clean.get("url", "")) or formats.parse(as_text(resource.get("mimetype")))
    if known:
        clean["format"] = known.code
        found.append(finding("META-46", place=f"{place}.format", format=known.code))
    else:
        found.append(finding("META-45", place=f"{place}.format"))


def _other_keys(resource: Mapping[str, Any], clean: Mapping[str, Any]) -> dict[str, Any]:
    """Further keys of the source, as text; sizes and dates that CKAN would refuse are left out."""
    others: dict[str, Any] = {}
    known = _known_keys()
    for key, value in resource.items():
        if key in known or key in clean or value in parts.BLANK or not isinstance(key, str) or key.startswith("__"):
            continue
        if key == "size":
            size = as_text(value)
            others |= {"size": int(size)} if size.isascii() and size.isdigit() else {}
        elif key in DATE_KEYS:
            moment = _moment(as_text(value)) or tanggal.normalise(value, place=key).value
            others |= {key: moment} if moment else {}
        else:
            name = text.without_control_characters(key).strip()
            others[name or "_"] = parts.as_string(value)[:LONGEST_VALUE]
    return others


@lru_cache
def _known_keys() -> frozenset[str]:
    fields = (*registry.normalisers_of("dataset", PART), *registry.groups_of("dataset", PART))
    return FOREIGN_KEYS.union(fields, ("id", "url"))


def _identifier(value: Any) -> str | None:
    """CKAN takes UUIDs only."""
    try:
        return str(uuid.UUID(as_text(value)))
    except ValueError:
        return None


def _moment(value: str) -> str | None:
    """A point in time in UTC without zone, as CKAN's columns keep it."""
    try:
        moment = datetime.fromisoformat(value.removesuffix("Z"))
        return (moment.astimezone(timezone.utc).replace(tzinfo=None) if moment.tzinfo else moment).isoformat()
    except (ValueError, OverflowError):
        return None
