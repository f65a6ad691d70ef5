"""From what ckanext-dcat makes of a dataset to the document of a record.

It has the shape of `package_show` already. Changed here: what differs from one reading of the same graph to the next
(names of nameless nodes, the order of lists), and codes of the EU's lists, which our fields know by their last word.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urljoin

import ckan.plugins.toolkit as tk

from ckanext.satudata.harvest.connectors.document_parts import filled, organization, tags, text

# Terms of the Publications Office: ".../authority/frequency/ANNUAL".
_EU_TERM = re.compile(r"https?://publications\.europa\.eu/resource/authority/(frequency|access-right)/(\w+)")
# Both are written as addresses of an entry in a list as well.
_FORMAT_TERM = re.compile(
    r"https?://(?:www\.iana\.org/assignments/media-types|publications\.europa\.eu/resource/authority/file-type)/(.+)"
)
_KEY_OF = {"access_rights": "accessrights"}
# With scheming at work the profiles give the publisher once more, as a list; its name is the organisation.
_HANDLED = frozenset({"extras", "tags", "resources", "license_id", "publisher"})
_MOVED = frozenset({"issued", "modified", "publisher_name", "uri"})
_MIDNIGHT = re.compile(r"T00:00:00(?:\.0+)?(?:Z|\+00:00)?$")


def identifier(dataset: Mapping[str, Any]) -> str:
    """The address that names the dataset, or else its identifier; nameless nodes are called anew at each reading."""
    extras = _extras(dataset)
    uri = extras.get("uri", "")
    return uri if re.match(r"[a-z][a-z0-9+.-]*:", uri, re.IGNORECASE) else extras.get("identifier", "")


def as_document(dataset: Mapping[str, Any], base: str) -> dict[str, Any]:
    """The document; `base` is the address of the page, for links without a host."""
    extras = _extras(dataset)
    others = {key: value for key, value in dataset.items() if key not in _HANDLED}
    resources = [_resource(resource, base) for resource in dataset.get("resources") or []]
    licenses = {text(resource.get("license")) for resource in resources}
    document = {
        **others,
        "license_id": text(dataset.get("license_id")) or (licenses.pop() if len(licenses) == 1 else ""),
        "organization": organization(extras.get("publisher_name", "")),
        "tags": tags(text(tag.get("name")) for tag in dataset.get("tags") or []),
        "metadata_created": extras.get("issued", ""),
        "metadata_modified": extras.get("modified", ""),
        "extras": [_pair(key, value) for key, value in sorted(extras.items()) if key not in _MOVED],
        "resources": sorted(resources, key=lambda resource: (resource.get("url", ""), resource.get("name", ""))),
    }
    return filled(document)


def without_nameless(value: Any, nameless: frozenset[str]) -> Any:
    """The same without names that rdflib invented for nameless nodes, also within JSON: they say nothing, and are
    others at the next reading.
    """
    if isinstance(value, Mapping):
        kept = {key: without_nameless(one, nameless) for key, one in value.items()}
        # An extra whose value is gone has nothing to say either.
        return {} if value.get("key") and kept.get("value") == "" else kept
    if isinstance(value, list):
        return [one for one in (without_nameless(one, nameless) for one in value) if one not in ("", {})]
    if not isinstance(value, str):
        return value
    if value[:1] in ("[", "{"):
        try:
            return json.dumps(without_nameless(json.loads(value), nameless), ensure_ascii=False)
        except ValueError:
            return value
    return "" if value in nameless or value.startswith("_:") else value


def _extras(dataset: Mapping[str, Any]) -> dict[str, str]:
    extras = {text(extra.get("key")): text(extra.get("value")) for extra in dataset.get("extras") or []}
    # The profiles fill a missing homepage with the address of the portal that reads, which is ours.
    if extras.get("homepage") == tk.config.get("ckan.site_url"):
        extras.pop("homepage", None)
    return extras


def _pair(key: str, value: str) -> dict[str, str]:
    term = _EU_TERM.fullmatch(value)
    if term:
        return {"key": _KEY_OF.get(key, key), "value": term[2].replace("_", " ").lower()}
    return {"key": key, "value": _MIDNIGHT.sub("", _in_order(value))}


def _in_order(value: str) -> str:
    """A list in JSON whose order means nothing."""
    if not value.startswith("["):
        return value
    try:
        found = json.loads(value)
    except ValueError:
        return value
    return json.dumps(sorted(found, key=str), ensure_ascii=False)


def _resource(resource: Mapping[str, Any], base: str) -> dict[str, Any]:
    kept = {key: value for key, value in resource.items() if key not in ("distribution_ref", "uri")}
    uri = text(resource.get("uri"))
    for key in ("url", "access_url", "download_url"):
        if kept.get(key):
            kept[key] = urljoin(base, text(kept[key]))
    for key in ("format", "mimetype"):
        if kept.get(key):
            kept[key] = _FORMAT_TERM.sub(r"\1", text(kept[key]))
    if kept.get("access_url") == kept.get("url"):
        kept.pop("access_url", None)
    named = urljoin(base, uri) if ":" in uri or "/" in uri else ""
    return filled({"id": named or text(kept.get("url")), **kept})
