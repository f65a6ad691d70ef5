"""The fields of a dataset from those of a record: by the source's rules, by the keys that other portals are known to
use, by what is left as extras, and by values for empty or for all datasets.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ckanext.satudata.codes.folding import squeeze
from ckanext.satudata.harvest.mapping.keys import FIELD_OF_KEY, PROVENANCE, UNWANTED, key_form
from ckanext.satudata.harvest.mapping.rules import Rule
from ckanext.satudata.harvest.mapping.settings import MappingOptions
from ckanext.satudata.harvest.mapping.steps import applied
from ckanext.satudata.harvest.mapping.types import EMPTY, Mapped, Target, as_text
from ckanext.satudata.metadata.fields.text import without_control_characters

__all__ = ["CORE_TEXTS", "fill", "settable"]

CORE_TEXTS = ("title", "name", "notes", "url", "version", "author", "author_email", "maintainer", "maintainer_email")
# Keys of package_show that are handled apart or mean nothing on another portal.
_HANDLED = frozenset(
    {
        *CORE_TEXTS, "id", "type", "state", "private", "license_id", "license_title", "organization", "owner_org",
        "tags", "groups", "extras", "resources", "metadata_created", "metadata_modified", "tag_string", "plugin_data",
    }
)  # fmt: skip
# Filled by the mapping from what identifies a record; a rule for them would make two datasets one.
_NEVER_SET = PROVENANCE | {"name", "tag_string"}


def settable(target: Target) -> frozenset[str]:
    """The fields that a rule, or a value for empty or for all datasets, may fill."""
    return (target.fields - _HANDLED | {*CORE_TEXTS, "license_id", "tags"}) - _NEVER_SET


def fill(mapped: Mapped, document: Mapping[str, Any], options: MappingOptions, target: Target) -> None:
    """Fill the dataset; `dataset["tags"]` holds texts, where a rule has filled it."""
    allowed = settable(target)
    ruled = {rule.field: found for rule in options.field_rules if (found := _ruled(mapped, rule, document, allowed))}
    used = {squeeze(key) for key, _ in ruled.values() if key}
    _known_and_others(mapped, document, target, used)
    for name, (key, value) in ruled.items():
        mapped.put(name, value, key)
    for name, value in options.default_fields.items():
        if name in allowed and mapped.dataset.get(name) in EMPTY:
            mapped.put(name, value)
    for name, value in options.fixed_fields.items():
        if name in allowed:
            mapped.put(name, value)


def _ruled(
    mapped: Mapped, rule: Rule, document: Mapping[str, Any], allowed: frozenset[str]
) -> tuple[str | None, Any] | None:
    """Key and value that the rule gives, None if it gives none. A value that its steps make nothing of is told."""
    if rule.field not in allowed:
        return None
    for given in rule.given:
        key, found = (None, given.text) if given.is_value else _found(document, given.text)
        if found in EMPTY:
            continue
        value = applied(rule.steps, found)
        if value in EMPTY:
            mapped.note("HARVEST-27", place=rule.field, value=as_text(found))
            return None
        return key, value
    return None


def _found(document: Mapping[str, Any], name: str) -> tuple[str | None, Any]:
    """Key and value of the first filled field or extra of that name, exactly or in other capitals and punctuation."""
    wanted = squeeze(name)
    near: tuple[str | None, Any] = (None, None)
    for key, value in _everything(document):
        if value in EMPTY:
            continue
        if key == name:
            return key, value
        if near[0] is None and squeeze(key) == wanted:
            near = key, value
    return near


def _everything(document: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, value in document.items():
        if key not in ("extras", "resources"):
            yield key, value
        if isinstance(value, Mapping):
            yield from ((f"{key}.{inner}", one) for inner, one in value.items())
    extras = document.get("extras")
    for extra in extras if isinstance(extras, list) else ():
        if isinstance(extra, Mapping):
            yield as_text(extra.get("key")), extra.get("value")


def _known_and_others(mapped: Mapped, document: Mapping[str, Any], target: Target, used: set[str]) -> None:
    chosen: dict[str, tuple[int, str, Any]] = {}
    extras: dict[str, str] = {}
    for key, value in _pairs(mapped, document):
        name, rank = FIELD_OF_KEY.get(key_form(key), (key_form(key), 0))
        if key in _HANDLED:
            _repeated(mapped, key, as_text(mapped.dataset.get(key)), value)
        elif squeeze(key) in used:
            continue
        elif name in target.fields and (name not in PROVENANCE or name in ("guid", "source_url")):
            before = chosen.get(name)
            if before is None or rank < before[0]:
                chosen[name] = (rank, key, value)
            elif rank == before[0]:
                _repeated(mapped, key, as_text(before[2]), value)
        elif key in extras:
            _repeated(mapped, key, extras[key], value)
        elif key_form(key) not in UNWANTED:
            extras[key] = as_text(value)
    for name, (_, key, value) in chosen.items():
        if name not in _HANDLED:
            mapped.put(name, value, key)
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
        mapped.put(key, text, key)
    elif text != kept:
        mapped.note("HARVEST-20", place=key, value=text, kept=kept)
