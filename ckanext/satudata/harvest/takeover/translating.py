"""What a source of ckanext-harvest is here: kind, settings, schedule, and what of its configuration has no equivalent.

Configuration keys: `CKANHarvester.validate_config` of ckanext-harvest 1.6, the RDF and JSON harvesters of ckanext-dcat
2.4, the CSW and WAF harvesters of ckanext-spatial. Values are never repeated in a remark: some are secrets.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ckanext.satudata.harvest.connectors import data_json_document, dcat_rdf_document
from ckanext.satudata.harvest.mapping.dataset import Target
from ckanext.satudata.harvest.mapping.fields import settable
from ckanext.satudata.harvest.mapping.settings import UnknownOrganization
from ckanext.satudata.harvest.model import Schedule
from ckanext.satudata.harvest.takeover.old_tables import Link, OldSource

__all__ = ["Translated", "guid_here", "translate"]

KINDS: Mapping[str, str] = {
    "ckan": "ckan_api",
    "dcat_rdf": "dcat_rdf",
    "dcat_json": "data_json",
    "data_json": "data_json",
    "datajson": "data_json",
    "csw": "csw",
    "waf": "waf",
}
"""Kinds of sources there and here."""

SCHEDULES: Mapping[str, Schedule] = {
    "": Schedule.MANUAL,
    "MANUAL": Schedule.MANUAL,
    "DAILY": Schedule.DAILY,
    "WEEKLY": Schedule.WEEKLY,
    "MONTHLY": Schedule.MONTHLY,
    "ALWAYS": Schedule.DAILY,
    "BIWEEKLY": Schedule.WEEKLY,
}
OTHER_SCHEDULES = ("ALWAYS", "BIWEEKLY")

AS_IT_IS_HERE = frozenset(
    {
        "api_version",
        "clean_tags",
        "force_all",
        "force_package_type",
        "override_extras",
        "rdf_format",
        "read_only",
        "user",
    }
)
"""Keys whose purpose is fulfilled without a setting, or together with another key."""
SECRETS = frozenset({"api_key", "apikey", "token", "password"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Translated:
    """A source as `sources.create` takes it; None if there is no such kind here. `remarks` are for a person."""

    data: Mapping[str, Any] | None
    remarks: Sequence[str]


@dataclass(slots=True, kw_only=True)
class _Draft:
    """What is being translated."""

    old: OldSource
    fields: frozenset[str]
    settings: dict[str, Any] = field(default_factory=dict)
    mapping: dict[str, Any] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)


def translate(old: OldSource, target: Target) -> Translated:
    """Everything about one source."""
    kind = KINDS.get(old.kind)
    if kind is None:
        return Translated(data=None, remarks=[f"There is no kind of source here that reads “{old.kind}”."])
    draft = _Draft(old=old, fields=settable(target), settings={"url": old.url})
    _organization(draft)
    if old.broken_config:
        draft.remarks.append("The configuration is no JSON object; it was left out.")
    for key, value in old.config.items():
        _option(draft, kind, key, value)
    data = {
        "connector": kind,
        "title": " ".join(old.title.split()),
        "name": old.name,
        "schedule": _schedule(draft),
        "active": old.active,
        "settings": draft.settings,
        "mapping": draft.mapping,
    }
    return Translated(data=data, remarks=draft.remarks)


def guid_here(kind: str, link: Link) -> str:
    """How our connector for this kind of old source names the record."""
    named = _NAMED.get(kind)
    if named is None:
        return link.guid
    try:
        document = json.loads(link.content)
    except ValueError:
        return link.guid
    return (named(document) if isinstance(document, dict) else "") or link.guid


_NAMED: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "dcat_rdf": dcat_rdf_document.identifier,
    "dcat_json": data_json_document.identifier,
    "data_json": data_json_document.identifier,
    "datajson": data_json_document.identifier,
}
"""Where the identifier follows from the content, as ckanext-harvest has kept it."""


def _organization(draft: _Draft) -> None:
    if draft.old.organization:
        draft.mapping["default_organization"] = draft.old.organization
    else:
        draft.mapping["unknown_organization"] = UnknownOrganization.CREATE.value
        draft.remarks.append("The source has no organisation; organisations that are not recognised are created.")


def _option(draft: _Draft, kind: str, key: str, value: Any) -> None:
    if key in AS_IT_IS_HERE or value in (None, "", [], {}):
        return
    taken = _OPTIONS.get(key)
    if key in SECRETS:
        # The key only: its value must not come into a log.
        draft.remarks.append(f"{key}: a secret, which was not taken over.")
    elif taken is None or (key in _OF_CKAN and kind != "ckan_api") or not taken(draft, value):
        draft.remarks.append(f"{key}: there is nothing like it here; it was left out.")


def _organizations_only(draft: _Draft, value: Any) -> bool:
    if isinstance(value, list):
        draft.settings["organizations"] = [str(name) for name in value]
    return isinstance(value, list)


def _tags(draft: _Draft, value: Any) -> bool:
    if isinstance(value, list):
        draft.mapping["default_tags"] = [str(tag.get("name") if isinstance(tag, dict) else tag) for tag in value]
    return isinstance(value, list)


def _unknown_organizations(draft: _Draft, value: Any) -> bool:
    if value == "create":
        draft.mapping["unknown_organization"] = UnknownOrganization.CREATE.value
    return value in ("create", "only_local")


def _extras(draft: _Draft, value: Any) -> bool:
    if not isinstance(value, dict):
        return False
    kept = {name: str(text) for name, text in value.items() if name in draft.fields}
    if kept:
        draft.mapping["fixed_fields" if draft.old.config.get("override_extras") else "default_fields"] = kept
    draft.remarks += [
        f"default_extras: {name} is no field here; it was left out." for name in value if name not in kept
    ]
    return True


_OPTIONS: Mapping[str, Callable[[_Draft, Any], bool]] = {
    "organizations_filter_include": _organizations_only,
    "default_tags": _tags,
    "remote_orgs": _unknown_organizations,
    "default_extras": _extras,
}
"""Key to what takes its value over, and says whether it could."""
_OF_CKAN = frozenset({"organizations_filter_include", "remote_orgs"})


def _schedule(draft: _Draft) -> str:
    frequency = draft.old.frequency.upper()
    if frequency not in SCHEDULES or frequency in OTHER_SCHEDULES:
        found = SCHEDULES.get(frequency, Schedule.MANUAL).value
        draft.remarks.append(f"Frequency {frequency}: here it is “{found}”.")
    return SCHEDULES.get(frequency, Schedule.MANUAL).value
