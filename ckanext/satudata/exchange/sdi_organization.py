"""One organisation or group as `/sdi` gives it: CKAN's core keys, our own fields as extras, no people.

A harvester that creates missing organisations sends the whole dict to its own `organization_create`, which refuses
nested values that it does not know.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ckanext.satudata.exchange.sdi_extras import as_text, listed, unique_extras

CORE_KEYS = (
    "id",
    "name",
    "title",
    "display_name",
    "description",
    "type",
    "state",
    "approval_status",
    "is_organization",
    "created",
    "image_url",
    "image_display_url",
    "groups",
    "tags",
)
WITHHELD = frozenset({"users", "packages", "package_count", "num_followers", "extras", "dataset_count"})


def sdi_organization(group: Mapping[str, Any], *, dataset_count: int) -> dict[str, Any]:
    """`group` is a dict of `organization_show` or `group_show`; `dataset_count` are its public datasets."""
    own = [(key, _text(value)) for key, value in group.items() if key not in CORE_KEYS and key not in WITHHELD]
    free = [(extra["key"], as_text(extra["value"])) for extra in group.get("extras", [])]
    core = {key: group[key] for key in CORE_KEYS if key in group}
    return core | {"package_count": dataset_count, "extras": unique_extras([*own, *free])}


def _text(value: Any) -> str:
    return listed(value) if isinstance(value, list) and all(isinstance(item, str) for item in value) else as_text(value)
