"""By what datasets are sorted and found: topics, groups, licence and tags of a record, by the maps of its source."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ckanext.satudata.codes.folding import squeeze
from ckanext.satudata.codes.urusan_opd import urusan_of
from ckanext.satudata.harvest.mapping.settings import LONGEST_TAG, MappingOptions
from ckanext.satudata.harvest.mapping.types import EMPTY, Mapped, Target, as_text, texts
from ckanext.satudata.metadata.fields.text import without_control_characters

__all__ = ["groups", "licence", "tags", "topic"]

SHORTEST_TAG = 2
_NOT_IN_TAG = re.compile(r"[^\w \-.]+")


def licence(mapped: Mapped, document: Mapping[str, Any], options: MappingOptions) -> None:
    """The licence by the source's map; else its id; else the default one; else its title, which may be understood."""
    ruled = as_text(mapped.dataset.get("license_id"))
    given, title = as_text(document.get("license_id")), as_text(document.get("license_title"))
    by_map = _by_folded(options.license_map)
    for text, key in ((ruled, mapped.came_from.get("license_id")), (given, "license_id"), (title, "license_title")):
        if text and squeeze(text) in by_map:
            mapped.put("license_id", by_map[squeeze(text)], key)
            return
    if ruled:
        return
    if given and given != "notspecified":
        mapped.put("license_id", given, "license_id")
    elif options.default_license:
        mapped.put("license_id", options.default_license)
    elif title or given:
        mapped.put("license_id", title or given, "license_title" if title else "license_id")


def groups(mapped: Mapped, document: Mapping[str, Any], options: MappingOptions, target: Target) -> None:
    """The groups that exist here under the same name; another one is told, unless it says what the topic is."""
    by_map = _by_folded(options.topic_map)
    kept = mapped.dataset["groups"] = []
    for name, title in _entries(mapped, document, "groups"):
        if name in target.groups:
            kept.append({"name": name})
        elif not {squeeze(name), squeeze(title)} & by_map.keys():
            mapped.note("HARVEST-21", place="groups", value=name)


def topic(mapped: Mapped, document: Mapping[str, Any], options: MappingOptions, target: Target) -> None:
    """The themes that the source names, by its map; else those of its groups and tags in the map; else the theme of
    the first urusan that the source's organisation is named after.
    """
    if "topik" not in target.fields:
        return
    by_map = _by_folded(options.topic_map)
    named = texts(mapped.dataset.get("topik"))
    if any(squeeze(one) in by_map for one in named):
        mapped.put("topik", _unique(by_map.get(squeeze(one), one) for one in named), mapped.came_from.get("topik"))
    if named:
        return
    for part in ("groups", "tags"):
        words = (word for one in _listed(document.get(part)) for word in _names(one))
        meant = _unique(by_map[squeeze(word)] for word in words if squeeze(word) in by_map)
        if meant:
            mapped.put("topik", meant, part)
            return
    if options.topic_from_organization:
        _topic_of_organization(mapped, document)


def tags(mapped: Mapped, document: Mapping[str, Any], options: MappingOptions) -> None:
    """The tags, cleaned up as the source's options say, each once."""
    renamed = _by_folded(options.rename_tags)
    dropped = {squeeze(tag) for tag in options.drop_tags}
    ruled = texts(mapped.dataset.get("tags"))
    given = [name for name, _ in _entries(mapped, document, "tags")]
    kept: dict[str, None] = {}
    for name in (*given, *ruled, *options.default_tags):
        called = renamed.get(squeeze(name), name)
        if {squeeze(name), squeeze(called)} & dropped:
            continue
        # "Kesehatan/Gizi" is two words to a reader; CKAN takes letters, digits, blanks and -_. only.
        tag = " ".join(_NOT_IN_TAG.sub(" ", without_control_characters(called)).split())
        if len(tag) > options.longest_tag < LONGEST_TAG:
            continue
        tag = tag[:LONGEST_TAG].strip()
        if len(tag) < SHORTEST_TAG:
            mapped.note("HARVEST-26", place="tags", value=name)
        else:
            kept.setdefault(tag.lower() if options.lower_case_tags else tag)
    mapped.put("tags", [{"name": tag} for tag in kept], "tags" if given else mapped.came_from.get("tags"))


def _topic_of_organization(mapped: Mapped, document: Mapping[str, Any]) -> None:
    organization = document.get("organization")
    title = as_text(organization.get("title")) if isinstance(organization, Mapping) else ""
    duties = urusan_of(title)
    if duties:
        mapped.put("topik", [duties[0].topik], "organization.title")


def _entries(mapped: Mapped, document: Mapping[str, Any], part: str) -> Iterator[tuple[str, str]]:
    """Name and title of tags or groups, which portals give as dicts or as plain texts."""
    given = document.get(part)
    if given not in EMPTY and not isinstance(given, list):
        mapped.note("HARVEST-26", place=part, value=given)
    for entry in _listed(given):
        name, title = _names(entry)
        if name:
            yield name, title


def _listed(given: Any) -> list[Any]:
    return given if isinstance(given, list) else []


def _names(entry: Any) -> tuple[str, str]:
    if not isinstance(entry, Mapping):
        return as_text(entry), ""
    return as_text(entry.get("name")), as_text(entry.get("title") or entry.get("display_name"))


def _by_folded(pairs: Mapping[str, str]) -> dict[str, str]:
    return {squeeze(there): here for there, here in pairs.items()}


def _unique(given: Iterator[str]) -> list[str]:
    return list(dict.fromkeys(given))
