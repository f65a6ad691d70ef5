"""Provenance: where a harvested dataset comes from. Written by the harvest, never lost by an edit.

Fields: guid, harvest_source_id, harvest_source_title, source_url, source_created, source_modified. A form does not
send them, an API client may send them back as it got them, and nobody but the harvest and sysadmins may set them to
something else.
"""

from __future__ import annotations

from typing import Any

from ckan import authz
from ckan.types import Context

__all__ = ["FIELDS", "HARVEST_FLAG", "is_harvested", "value_to_store"]

FIELDS = ("guid", "harvest_source_id", "harvest_source_title", "source_url", "source_created", "source_modified")
HARVEST_FLAG = "satudata_harvest"
"""Key of the context by which the harvest's writer says that it writes."""


def is_harvested(context: Context) -> bool:
    """Whether the dataset comes from a source: it is being harvested, or was when it was stored."""
    if context.get(HARVEST_FLAG):
        return True
    package = context.get("package")
    return bool(package and package.extras.get("harvest_source_id"))


def value_to_store(field: str, given: Any, context: Context) -> str | None:
    """The value of a provenance field after this edit: the given one if the writer may set it, else the stored one."""
    package = context.get("package")
    stored = package.extras.get(field) if package else None
    if given is None or given == stored:
        return stored
    return given if _may_set(context) else stored


def _may_set(context: Context) -> bool:
    if context.get(HARVEST_FLAG) or context.get("ignore_auth"):
        return True
    user = context.get("user")
    return bool(user and authz.is_sysadmin(user))
