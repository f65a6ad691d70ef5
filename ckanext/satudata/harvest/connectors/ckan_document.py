"""What of a CKAN `package_show` dict is content: everything but counters, copies and internal ids.

A portal changes these without anybody editing the dataset (an organisation's `package_count`, tracking figures, the
title of a licence), and gives tags, groups and extras in changing order: none of it may make a record look changed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote, urljoin

_VOLATILE = frozenset(
    {
        "num_tags", "num_resources", "isopen", "license_url", "tracking_summary", "revision_id",
        "revision_timestamp", "relationships_as_subject", "relationships_as_object", "creator_user_id", "owner_org",
        "organization", "groups", "tags", "extras", "resources", "state", "private", "display_name", "ckan_url",
        "download_url", "ratings_average", "ratings_count", "archiver", "qa", "validated_data_dict", "indexed_ts",
        "satudata_quality", "satudata_withheld",
    }
)  # fmt: skip
_VOLATILE_IN_RESOURCE = frozenset(
    {
        "package_id", "position", "state", "tracking_summary", "revision_id", "revision_timestamp",
        "cache_last_updated", "cache_url", "webstore_last_updated", "webstore_url", "archiver", "qa",
        "datastore_active", "on_same_domain",
        "datastore_contains_all_records_of_source_file", "ckan_url", "metadata_modified",
    }
)  # fmt: skip
_OF_ORGANIZATION = ("id", "name", "title")
# What CKAN writes where a resource is only a table in its DataStore.
_DATASTORE_ONLY = "_datastore_only_resource"


def essential(package: Mapping[str, Any], base: str) -> dict[str, Any]:
    """The content of a package dict, in a stable order; links of resources are made absolute.

    Parts of a wrong type are kept as they are: the mapping reports them.

    >>> essential({"title": "Air", "num_tags": 2, "tags": [{"name": "b", "id": 1}, {"name": "a"}]}, "https://x.id")
    {'title': 'Air', 'tags': [{'name': 'a'}, {'name': 'b'}]}
    """
    document = {key: value for key, value in package.items() if key not in _VOLATILE}
    organization = package.get("organization")
    if isinstance(organization, Mapping):
        document["organization"] = {key: organization.get(key) for key in _OF_ORGANIZATION}
    elif organization:
        document["organization"] = {"name": organization, "title": organization}
    for part, keys in (("tags", ("name",)), ("groups", ("name", "title")), ("extras", ("key", "value"))):
        if package.get(part):
            document[part] = _ordered(_as_entries(package[part], part), keys)
    if package.get("resources"):
        document["resources"] = _each(package["resources"], lambda resource: _resource(resource, package, base))
    return document


def _as_entries(entries: Any, part: str) -> Any:
    """Before CKAN 2.0, and in some lists still, tags and groups are plain names, and extras one dict."""
    if part == "extras" and isinstance(entries, Mapping):
        return [{"key": key, "value": value} for key, value in entries.items()]
    if part != "extras" and isinstance(entries, list):
        return [{"name": entry} if isinstance(entry, str) else entry for entry in entries]
    return entries


def _ordered(entries: Any, keys: tuple[str, ...]) -> Any:
    kept = _each(entries, lambda entry: {key: entry.get(key) for key in keys if key in entry})
    return sorted(kept, key=str) if isinstance(kept, list) else kept


def _each(entries: Any, change: Callable[[Mapping[str, Any]], Any]) -> Any:
    if not isinstance(entries, list):
        return entries
    return [change(entry) if isinstance(entry, Mapping) else entry for entry in entries]


def _resource(resource: Mapping[str, Any], package: Mapping[str, Any], base: str) -> dict[str, Any]:
    kept = {key: value for key, value in resource.items() if key not in _VOLATILE_IN_RESOURCE}
    if address := _address(resource, package, base):
        kept["url"] = address
    return kept


def _address(resource: Mapping[str, Any], package: Mapping[str, Any], base: str) -> str:
    """The working link of a resource that has none without a host; "" where it is to stay as it is."""
    url, kind = str(resource.get("url") or "").strip(), resource.get("url_type")
    in_datastore = resource.get("datastore_active") in (True, "True", "true")
    if kind == "datastore" or url.endswith(_DATASTORE_ONLY) or (not url and in_datastore):
        return f"{base}/datastore/dump/{resource.get('id')}"
    if url.lstrip("/").startswith("datastore/dump/"):
        # Written without the folder that the portal stands in.
        return f"{base}/{url.lstrip('/')}"
    if url.startswith("/"):
        return urljoin(base, url)
    if kind == "upload" and url and "://" not in url:
        # Some answers give the bare name of an uploaded file.
        return f"{base}/dataset/{package.get('id')}/resource/{resource.get('id')}/download/{quote(url)}"
    return ""
