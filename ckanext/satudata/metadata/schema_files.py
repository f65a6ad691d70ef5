"""The scheming schemas as data: which fields there are, in which order, and which a publication needs.

Read straight from the YAML files that ckanext-scheming loads, without CKAN: the harvest, the docs and the tests use
them where no site runs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib import resources
from typing import Any

import yaml

__all__ = ["dataset_fields", "expanded", "field_names", "fields", "load", "needed_fields", "resource_fields", "texts"]

PACKAGE = "ckanext.satudata.schemas"
_SHOWN = ("label", "help_text", "repeating_label")


@lru_cache
def load(name: str) -> Mapping[str, Any]:
    """A schema file as it stands: "dataset", "kegiatan", "organization" or "presets"."""
    return yaml.safe_load((resources.files(PACKAGE) / f"{name}.yaml").read_text(encoding="utf-8"))


def dataset_fields(name: str = "dataset") -> list[Mapping[str, Any]]:
    """The fields of a dataset type, in form order."""
    return load(name)["dataset_fields"]


def resource_fields(name: str = "dataset") -> list[Mapping[str, Any]]:
    """The fields of the resources of a dataset type, in form order."""
    return load(name)["resource_fields"]


def fields(name: str) -> list[Mapping[str, Any]]:
    """All top-level fields of a schema, those of resources last."""
    schema = load(name)
    return [*schema.get("dataset_fields", schema.get("fields", ())), *schema.get("resource_fields", ())]


@lru_cache
def field_names(name: str = "dataset") -> frozenset[str]:
    """The names of the fields of a dataset type itself, without those of its resources."""
    return frozenset(field["field_name"] for field in dataset_fields(name))


@lru_cache
def needed_fields(name: str = "dataset") -> tuple[str, ...]:
    """The fields that a publication needs, in form order (`needed_for: publication`)."""
    return tuple(field["field_name"] for field in dataset_fields(name) if field.get("needed_for") == "publication")


def expanded(field: Mapping[str, Any]) -> Mapping[str, Any]:
    """The field with what its preset of ours adds; presets of ckanext-scheming itself stay names."""
    return {**_presets().get(field.get("preset", ""), {}), **field}


@lru_cache
def _presets() -> Mapping[str, Mapping[str, Any]]:
    return {preset["preset_name"]: preset["values"] for preset in load("presets")["presets"]}


def texts(name: str) -> Iterator[str]:
    """Every English text of a schema that a page shows: msgids of the translation."""
    for field in fields(name):
        page = field.get("start_form_page", {})
        yield from filter(None, (page.get("title"), page.get("description")))
        for shown in (field, *field.get("repeating_subfields", ())):
            yield from (shown[key] for key in _SHOWN if key in shown)
