"""From a record in the shape of CKAN's `package_show` to a dataset of this portal: pure, no database.

Core fields stay, extras and foreign top-level fields go to our fields where `mapping_keys` knows them and stay extras
otherwise; nothing that carries a value is lost without a finding. Values are not judged here: that is
`metadata.lenient`. Identifiers survive in the provenance fields. Resources: `mapping_resources.py`.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ckanext.satudata.codes.findings import Finding, finding
from ckanext.satudata.codes.urusan_opd import urusan_of
from ckanext.satudata.harvest.connectors import RawRecord
from ckanext.satudata.harvest.mapping_keys import FIELD_OF_KEY, PROVENANCE, UNWANTED, key_form
from ckanext.satudata.harvest.mapping_resources import resources
from ckanext.satudata.harvest.mapping_settings import MappingOptions
from ckanext.satudata.metadata.fields.text import without_control_characters

CORE_TEXTS = ("title", "name", "notes", "url", "version", "author", "author_email", "maintainer", "maintainer_email")
# Keys of package_show that are handled apart or mean nothing on another portal.
_HANDLED = frozenset(
    {
        *CORE_TEXTS, "id", "type", "state", "private", "license_id", "license_title", "organization", "owner_org",
        "tags", "groups", "extras", "resources", "metadata_created", "metadata_modified", "tag_string", "plugin_data",
    }
)  # fmt: skip
TAG_LENGTHS = (2, 100)
_NOT_IN_TAG = re.compile(r"[^\w \-.]+")
EMPTY = (None, "", [], {})


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What this portal is like: the fields of its schemas, and its groups."""

    fields: frozenset[str]
    resource_fields: frozenset[str]
    groups: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """The source that a record comes from."""

    id: str
    title: str


@dataclass(slots=True, kw_only=True)
class Mapped:
    """A dataset in the making, with what was found on the way."""

    dataset: dict[str, Any] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def note(self, code: str, *, place: str, value: object = "", **details: object) -> None:
        self.findings.append(finding(code, place=place, value=value, **details))


def to_dataset(record: RawRecord, *, origin: Origin, owner_org: str, options: MappingOptions, target: Target) -> Mapped:
    """The dataset, without an id; its name is a proposal that may be taken."""
    document, mapped = record.document, Mapped()
    dataset = mapped.dataset
    dataset.update({key: text for key in CORE_TEXTS if (text := as_text(document.get(key)))})
    dataset["owner_org"] = owner_org
    dataset["license_id"] = _license(document, options)
    dataset["resources"] = resources(record, origin.id, target.resource_fields, mapped.note)
    dataset["groups"] = list(_groups(mapped, document, target))
    _title(mapped, record)
    _fields_and_extras(mapped, document, target)
    _defaults(mapped, options, target)
    _topic(mapped, document, options, target)
    dataset["tags"] = list(_tags(mapped, document, options))
    dataset.update(_provenance(record, origin, dataset))
    return mapped


def has_title(document: Mapping[str, Any]) -> bool:
    """Whether anything is left of the title without characters that cannot be stored."""
    return bool(without_control_characters(as_text(document.get("title"))).strip())


def package_id(source_id: str, guid: str) -> str:
    """The id of the dataset made of a record: always the same, so that a run that died does not write it twice."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"satudata:{source_id}:{guid}"))


def as_text(value: Any) -> str:
    """A value as text: numbers and dates as they read, lists and dicts as JSON, nothing as ""."""
    if isinstance(value, str):
        return value.strip()
    if value in EMPTY:
        return ""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, (list, dict, bool)) else str(value)


def _license(document: Mapping[str, Any], options: MappingOptions) -> str | None:
    given = as_text(document.get("license_id"))
    if given and given != "notspecified":
        return given
    return options.default_license or as_text(document.get("license_title")) or given or None


def _groups(mapped: Mapped, document: Mapping[str, Any], target: Target) -> Iterator[dict[str, str]]:
    for name in _names(mapped, document, "groups"):
        if name in target.groups:
            yield {"name": name}
        else:
            mapped.note("HARVEST-21", place="groups", value=name)


def _title(mapped: Mapped, record: RawRecord) -> None:
    if has_title(mapped.dataset):
        return
    first = next(iter(mapped.dataset["resources"]), {})
    words = re.sub(r"[-_\s!]+", " ", mapped.dataset.get("name", "")).strip() or first.get("name") or record.guid
    title = words if any(letter.islower() for letter in words) else words.lower()
    mapped.dataset["title"] = title[:1].upper() + title[1:]
    mapped.note("HARVEST-02", place="title", title=mapped.dataset["title"])


def _fields_and_extras(mapped: Mapped, document: Mapping[str, Any], target: Target) -> None:
    chosen: dict[str, tuple[int, Any]] = {}
    extras: dict[str, str] = {}
    for key, value in _pairs(mapped, document):
        name, rank = FIELD_OF_KEY.get(key_form(key), (key_form(key), 0))
        if key in _HANDLED:
            _repeated(mapped, key, as_text(mapped.dataset.get(key)), value)
        elif name in target.fields and (name not in PROVENANCE or name in ("guid", "source_url")):
            before = chosen.get(name)
            if before is None or rank < before[0]:
                chosen[name] = (rank, value)
            elif rank == before[0]:
                _repeated(mapped, key, as_text(before[1]), value)
        elif key in extras:
            _repeated(mapped, key, extras[key], value)
        elif key_form(key) not in UNWANTED:
            extras[key] = as_text(value)
    mapped.dataset.update({name: value for name, (_, value) in chosen.items() if name not in _HANDLED})
    mapped.dataset["extras"] = [{"key": key, "value": value} for key, value in extras.items()]


def _pairs(mapped: Mapped, document: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Foreign top-level fields, then extras, each with a value."""
    for key, value in document.items():
        if key not in _HANDLED and value not in EMPTY:
            yield key, value
    extras = document.get("extras") or []
    if not isinstance(extras, list):
        mapped.note("HARVEST-26", place="extras", value=extras)
        return
    for extra in extras:
        key = as_text(extra.get("key")) if isinstance(extra, Mapping) else ""
        value = extra.get("value") if isinstance(extra, Mapping) else extra
        clean = without_control_characters(key).strip()
        if not clean and value not in EMPTY:
            mapped.note("HARVEST-22", place="extras", value=value)
        elif as_text(value):
            yield clean, value


def _repeated(mapped: Mapped, key: str, kept: str, value: Any) -> None:
    """The same key once more: a core field that was empty takes the value, a different value is a finding."""
    text = as_text(value)
    if not kept and key in CORE_TEXTS:
        mapped.dataset[key] = text
    elif text != kept:
        mapped.note("HARVEST-20", place=key, value=text, kept=kept)


def _defaults(mapped: Mapped, options: MappingOptions, target: Target) -> None:
    for name, value in options.default_fields.items():
        if name in target.fields and mapped.dataset.get(name) in EMPTY:
            mapped.dataset[name] = value


def _topic(mapped: Mapped, document: Mapping[str, Any], options: MappingOptions, target: Target) -> None:
    """The theme of the first urusan that the source's organisation is named after, where the source gives none."""
    if not options.topic_from_organization or "topik" not in target.fields or mapped.dataset.get("topik") not in EMPTY:
        return
    organization = document.get("organization")
    title = as_text(organization.get("title")) if isinstance(organization, Mapping) else ""
    duties = urusan_of(title)
    if duties:
        mapped.dataset["topik"] = [duties[0].topik]


def _tags(mapped: Mapped, document: Mapping[str, Any], options: MappingOptions) -> Iterator[dict[str, str]]:
    shortest, longest = TAG_LENGTHS
    seen: set[str] = set()
    for name in (*_names(mapped, document, "tags"), *options.default_tags):
        # "Kesehatan/Gizi" is two words to a reader; CKAN takes letters, digits, blanks and -_. only.
        tag = " ".join(_NOT_IN_TAG.sub(" ", without_control_characters(name)).split())[:longest].strip()
        if len(tag) < shortest:
            mapped.note("HARVEST-26", place="tags", value=name)
        elif tag not in seen:
            seen.add(tag)
            yield {"name": tag}


def _names(mapped: Mapped, document: Mapping[str, Any], part: str) -> Iterator[str]:
    """Names of tags or groups, which portals give as dicts or as plain texts."""
    entries = document.get(part) or []
    if not isinstance(entries, list):
        mapped.note("HARVEST-26", place=part, value=entries)
        return
    for entry in entries:
        name = as_text(entry.get("name") if isinstance(entry, Mapping) else entry)
        if name:
            yield name


def _provenance(record: RawRecord, origin: Origin, dataset: Mapping[str, Any]) -> dict[str, str]:
    """Where a portal in between says where *it* had the dataset from, the first identifier and page are kept."""
    document = record.document
    return {
        "guid": as_text(dataset.get("guid")) or record.guid,
        "harvest_source_id": origin.id,
        "harvest_source_title": origin.title,
        "source_url": as_text(dataset.get("source_url")) or record.url,
        "source_created": as_text(document.get("metadata_created")),
        "source_modified": as_text(document.get("metadata_modified")),
    }
