"""The lenient strictness: a harvested dataset made acceptable, with a finding for everything that was lost, changed
or is missing.

Takes a dataset in the shape of our schema with values of any kind, and gives one that CKAN and our validators take.
Never raises on JSON. No database, no gettext: a harvest calls it for thousands of records. Its parts:
`lenient_parts.py`, `lenient_resources.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ckanext.satudata.codes.findings import Finding, finding
from ckanext.satudata.metadata import lenient_parts as parts
from ckanext.satudata.metadata import lenient_resources, needed, schema_files
from ckanext.satudata.metadata.fields import dataset_rules, registry, surel, text, title
from ckanext.satudata.metadata.fields.normalised import Normalised, as_text

__all__ = ["Cleaned", "clean_dataset"]

VERSION_LIMIT = 100
"""CKAN refuses a longer version."""
STATES = ("active", "draft", "deleted")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleaned:
    """A dataset that CKAN takes, and what was found. With an ERROR among the findings it is to be refused."""

    dataset: Mapping[str, Any]
    findings: tuple[Finding, ...]


def clean_dataset(dataset: Mapping[str, Any]) -> Cleaned:
    """The dataset with bad values removed or put right.

    >>> clean_dataset({"title": "Penduduk", "frekuensi": "1 Tahun"}).dataset["frekuensi"]
    'tahunan'
    """
    given: Mapping[str, Any] = dataset if isinstance(dataset, Mapping) else {}
    found: list[Finding] = []
    clean: dict[str, Any] = {"type": "dataset"}
    fields, extras = parts.sort_extras(given, schema_files.field_names(), found)
    _clean_identity(clean, fields, found)
    _clean_core(clean, fields, found)
    _clean_fields(clean, fields, found)
    clean["tags"] = parts.clean_tags(given.get("tags"), found)
    clean["groups"] = parts.clean_groups(given.get("groups"))
    clean["resources"] = lenient_resources.clean_resources(given.get("resources"), found)
    clean["extras"] = extras
    found.extend(dataset_rules.check(clean))
    found.extend(_missing(clean))
    return Cleaned(dataset=clean, findings=tuple(found))


def _clean_identity(clean: dict[str, Any], fields: Mapping[str, Any], found: list[Finding]) -> None:
    name = as_text(fields.get("name"))
    heading = title.normalise(fields.get("title"))
    if heading.value is None and name:
        # A name is a poor title, but the record is not lost.
        heading = title.normalise(name.replace("-", " ").replace("_", " ").strip().capitalize())
    _put(clean, "title", heading, found)
    if heading.value:
        _put(clean, "name", title.normalise_name(name, title=heading.value), found)
    for key in ("id", "owner_org"):
        value = parts.as_string(fields.get(key))
        if value:
            clean[key] = value
    if isinstance(fields.get("private"), bool):
        clean["private"] = fields["private"]
    if fields.get("state") in STATES:
        clean["state"] = fields["state"]


def _clean_core(clean: dict[str, Any], fields: Mapping[str, Any], found: list[Finding]) -> None:
    for key, normalise in CORE_FIELDS.items():
        value = fields.get(key)
        if value not in parts.BLANK:
            _put(clean, key, normalise(value, place=key), found)


def _clean_fields(clean: dict[str, Any], fields: Mapping[str, Any], found: list[Finding]) -> None:
    groups = registry.groups_of("dataset")
    # A foreign address becomes a link on our pages: "javascript:" must not get there.
    links = {"source_url": parts.normalise_link}
    for name, normalise in {**registry.normalisers_of("dataset"), **links}.items():
        value = fields.get(name)
        if name != "title" and value not in parts.BLANK:
            _put(clean, name, normalise(value, place=name), found)
    for name, subfields in groups.items():
        rows = parts.clean_rows(fields.get(name), subfields, name, found)
        if rows:
            clean[name] = rows


def _put(clean: dict[str, Any], name: str, result: Normalised, found: list[Finding]) -> None:
    if result.value is not None:
        clean[name] = result.value
    if result.finding:
        found.append(result.finding)


def _version(value: object, *, place: str) -> Normalised:
    return text.normalise(value, place=place, limit=VERSION_LIMIT)


CORE_FIELDS: Mapping[str, Callable[..., Normalised]] = {
    # Portals write the name of a system here as often as an address; CKAN takes both.
    "url": text.normalise,
    "version": _version,
    "author": text.normalise,
    "author_email": surel.normalise,
    "maintainer": text.normalise,
    "maintainer_email": surel.normalise,
}
"""Fields of CKAN itself that no form of ours shows, but that portals fill."""


def _missing(clean: Mapping[str, Any]) -> Iterator[Finding]:
    standard = needed.missing_standard(clean)
    if standard:
        yield finding("META-43", place=standard[0], fields=", ".join(standard))
    metadata = needed.missing_metadata(clean)
    if metadata:
        yield finding("META-44", place=metadata[0], fields=", ".join(metadata))
    if not clean["resources"]:
        yield finding("META-41", place="resources")
    if "license_id" not in clean:
        yield finding("META-42", place="license_id")
