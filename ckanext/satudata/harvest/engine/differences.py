"""What differs between two states of a dataset, field by field: pure, on dicts as `package_show` gives them.

A dataset is taken apart into *places* that a person can edit by themselves: a field of the schema, an extra, a
resource. What CKAN works out from something else (counts, licence texts, times of its own) is no place.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

PLACE_OF_EXTRA, PLACE_OF_RESOURCE = "extras.", "resources."
FIELD_OF_RESOURCE = " → "
"""Between a file and its field: names of files hold dots."""
TEXT_LENGTH = 400
"""Longer values are cut in the stored difference."""
MOST_FIELDS = 200

EMPTY = (None, "", [], {})
COMPUTED = "satudata_"
"""With this begins what our own hooks add to a dataset when it is shown."""
# `name` stays for good; state and visibility are not the source's to say: `deletion/withdrawal.py`.
_NO_PLACES = frozenset(
    {
        "id", "name", "type", "state", "private", "metadata_created", "metadata_modified", "organization",
        "creator_user_id", "license_title", "license_url", "isopen", "num_resources", "num_tags", "plugin_data",
        "relationships_as_subject", "relationships_as_object", "tracking_summary",
        # Taken apart below.
        "tags", "groups", "extras", "resources",
    }
)  # fmt: skip
_NO_RESOURCE_FIELDS = frozenset(
    {
        "id", "package_id", "position", "state", "created", "metadata_modified", "revision_id", "datastore_active",
        "datastore_contains_all_records_of_source_file", "cache_url", "cache_last_updated", "mimetype_inner",
        "url_type", "tracking_summary",
        # CKAN guesses it when a file is new, and forgets it when the dataset is written again without.
        "mimetype",
    }
)  # fmt: skip

Difference = tuple[str, Any, Any]
"""Place, value before, value after; None where there is none."""


def places(dataset: Mapping[str, Any]) -> dict[str, Any]:
    """What is in each place of the dataset; empty places are left out.

    >>> places({"title": "Air", "notes": "", "tags": [{"name": "sungai"}], "extras": [{"key": "a", "value": "1"}]})
    {'title': 'Air', 'tags': ['sungai'], 'extras.a': '1'}
    """
    found = {
        key: value
        for key, value in dataset.items()
        if value not in EMPTY and key not in _NO_PLACES and not key.startswith(COMPUTED)
    }
    for key in ("tags", "groups"):
        if names := sorted(entry.get("name") or "" for entry in dataset.get(key) or ()):
            found[key] = names
    for extra in dataset.get("extras") or ():
        if extra.get("value") not in EMPTY:
            found[PLACE_OF_EXTRA + extra["key"]] = extra["value"]
    for resource in dataset.get("resources") or ():
        found[PLACE_OF_RESOURCE + str(resource.get("id") or resource.get("url"))] = resource_fields(resource)
    return found


def resource_fields(resource: Mapping[str, Any]) -> dict[str, Any]:
    """What a person wrote into a resource."""
    return {
        key: value
        for key, value in resource.items()
        if key not in _NO_RESOURCE_FIELDS and value not in EMPTY and not key.startswith(COMPUTED)
    }


def between(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """The places that differ, in the order of the fields, with long values cut; the fields of a resource one by one.

    >>> between({"title": "Air"}, {"title": "Air Minum", "notes": "m3"})
    [('title', 'Air', 'Air Minum'), ('notes', None, 'm3')]
    """
    old, new = places(before), _with_ids_of(places(before), places(after))
    found: list[Difference] = []
    for place in dict.fromkeys((*old, *new)):
        ours, theirs = old.get(place), new.get(place)
        if ours == theirs:
            continue
        if place.startswith(PLACE_OF_RESOURCE):
            found += _resource_differences(ours, theirs)
        elif place == "owner_org":
            found.append((place, _organization(before), _organization(after)))
        else:
            found.append((place, cut(ours), cut(theirs)))
    return found[:MOST_FIELDS]


def fingerprints(dataset: Mapping[str, Any]) -> dict[str, str]:
    """A short hash of what is in each place."""
    return {place: fingerprint(value) for place, value in places(dataset).items()}


def fingerprint(value: Any) -> str:
    """The hash of a value; the order of keys makes no difference."""
    text = value if isinstance(value, str) else json.dumps(value, sort_keys=True, default=str)
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


def cut(value: Any) -> Any:
    """A value as it is shown in a list of differences: texts and numbers as they are, the rest as lines."""
    if isinstance(value, (list, tuple)):
        value = "\n".join(str(cut(each)) for each in value)
    elif isinstance(value, Mapping):
        value = "\n".join(f"{key}: {cut(each)}" for key, each in value.items())
    if isinstance(value, str):
        value = value.replace("\0", "\N{REPLACEMENT CHARACTER}")
        return value if len(value) <= TEXT_LENGTH else value[: TEXT_LENGTH - 1] + "…"
    return value


def _with_ids_of(old: Mapping[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """The new places, where a resource that only has got another id stands under its old one."""
    gone = {
        value.get("url"): place
        for place, value in old.items()
        if place.startswith(PLACE_OF_RESOURCE) and place not in new
    }
    if not gone:
        return new
    return {
        gone.pop(value.get("url"), place) if place.startswith(PLACE_OF_RESOURCE) and place not in old else place: value
        for place, value in new.items()
    }


def _resource_differences(ours: Mapping[str, Any] | None, theirs: Mapping[str, Any] | None) -> Iterator[Difference]:
    name = str((theirs or ours or {}).get("name") or (theirs or ours or {}).get("url") or "")
    heading = f"{PLACE_OF_RESOURCE}{cut(name)[:100]}"
    if ours is None or theirs is None:
        yield heading, ours and cut(ours.get("url")), theirs and cut(theirs.get("url"))
        return
    for key in dict.fromkeys((*ours, *theirs)):
        if ours.get(key) != theirs.get(key):
            yield f"{heading}{FIELD_OF_RESOURCE}{key}", cut(ours.get(key)), cut(theirs.get(key))


def _organization(dataset: Mapping[str, Any]) -> Any:
    organization = dataset.get("organization")
    return (organization.get("title") if isinstance(organization, Mapping) else None) or dataset.get("owner_org")
