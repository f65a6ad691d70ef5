"""Which packages of a CKAN portal are wanted: asked of the portal, and looked at again when they come.

Some portals ignore `fq`, and the list of names that stands in for `package_search` has no filters at all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timezone
from typing import Any

from ckanext.satudata.harvest.settings import Value

TIME = "%Y-%m-%dT%H:%M:%S"


def query(settings: Mapping[str, Value], changed_from: datetime | None = None) -> dict[str, str]:
    """Parameters of `package_search` for what the settings want, and only what changed at that moment or later."""
    clauses = [
        f"{field}:({_either(values)})"
        for field, values in (("organization", settings.get("organizations")), ("tags", settings.get("tags")))
        if isinstance(values, list) and values
    ]
    moments = [f"{settings['modified_since']}T00:00:00"] if settings.get("modified_since") else []
    moments += [_utc(changed_from)] if changed_from else []
    if moments:
        clauses.append(f"metadata_modified:[{max(moments)}Z TO *]")
    return {"q": "*:*", "fq": " AND ".join(clauses)} if clauses else {"q": "*:*"}


def query_of(identifiers: Sequence[str]) -> dict[str, str]:
    """Parameters of `package_search` for these packages."""
    return {"q": "*:*", "fq": f"id:({_either(identifiers)})"}


def is_wanted(package: Mapping[str, Any], settings: Mapping[str, Value]) -> bool:
    """Whether the settings let the package through."""
    types, tags, organizations = settings.get("types"), settings.get("tags"), settings.get("organizations")
    if package.get("private") or (package.get("state") or "active") != "active":
        return False
    if isinstance(types, list) and (package.get("type") or "dataset") not in types:
        return False
    organization, given_tags = package.get("organization"), package.get("tags")
    if isinstance(organizations, list) and _name(organization) not in organizations:
        return False
    if isinstance(tags, list) and not set(map(_name, given_tags if isinstance(given_tags, list) else ())) & set(tags):
        return False
    return str(package.get("metadata_modified") or "9") >= str(settings.get("modified_since") or "")


def is_changed(package: Any, changed_from: datetime) -> bool:
    """Whether the package changed at that moment or later; also where it does not say."""
    modified = package.get("metadata_modified") if isinstance(package, Mapping) else None
    return str(modified or "9").replace(" ", "T") >= _utc(changed_from)


def _utc(moment: datetime) -> str:
    return moment.astimezone(timezone.utc).strftime(TIME)


def _either(values: Sequence[str]) -> str:
    return " OR ".join(_quoted(value) for value in values)


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _name(part: Any) -> str:
    """The name of an organisation or tag, which old portals give as a dict or as a plain text."""
    return str(part.get("name") if isinstance(part, Mapping) else part)
