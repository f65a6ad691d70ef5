"""Publication: what an own dataset needs before everybody may see it. A draft needs a title only.

Perpres 39/2019 Pasal 33 asks a produsen for the data, the standar data and the metadata (`needed.py`). Harvested
datasets are accepted with what they have.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

import ckan.plugins.toolkit as tk
from ckan.types import Context, FlattenDataDict

from ckanext.satudata.codes.findings import Finding, finding
from ckanext.satudata.metadata import needed, provenance, schema_files, withholding
from ckanext.satudata.metadata.fields import dataset_rules, kegiatan_rules

__all__ = ["check_dataset", "check_kegiatan", "is_lenient"]

CONTRADICTIONS = frozenset({"META-23", "META-50"})
"""Findings that a draft cannot have either: what is there is wrong, whatever comes later."""
_LIST_MARK = "["


def is_lenient(context: Context) -> bool:
    """Whether the dataset is taken as it is, because it is (or was) harvested."""
    return provenance.is_harvested(context)


def check_dataset(data: FlattenDataDict, context: Context) -> list[Finding]:
    """What keeps this dataset from being stored in its state."""
    if is_lenient(context):
        return []
    dataset = view(data)
    found = list(dataset_rules.check(dataset))
    if not _is_public(dataset, context):
        return _only_contradictions(found, dataset, context)
    missing = [finding("META-40", place=name) for name in needed.missing_fields(dataset)]
    # Data that are not open may be handed over elsewhere; the list of data names them all the same.
    if withholding.is_open(dataset) and not _has_resources(dataset, context):
        missing.append(finding("META-41", place="resources"))
    return [*missing, *found]


def check_kegiatan(data: FlattenDataDict, context: Context) -> list[Finding]:
    """What keeps this kegiatan from being stored in its state."""
    if is_lenient(context):
        return []
    kegiatan = view(data)
    found = list(kegiatan_rules.check(kegiatan))
    if not _is_public(kegiatan, context):
        return _only_contradictions(found, kegiatan, context)
    needed = schema_files.needed_fields("kegiatan")
    return [*(finding("META-40", place=name) for name in needed if not kegiatan.get(name)), *found]


def view(data: FlattenDataDict) -> dict[str, Any]:
    """The top level of navl's flat data as a dict: lists are lists again, repeated groups are lists of dicts."""
    whole: dict[str, Any] = {}
    groups: dict[str, dict[int, dict[str, Any]]] = {}
    for key, value in data.items():
        if value is tk.missing:
            continue
        if len(key) == 1:
            whole[str(key[0])] = _listed(value)
        elif len(key) == len(("field", 0, "subfield")) and not str(key[-1]).startswith("__"):
            groups.setdefault(str(key[0]), {}).setdefault(int(key[1]), {})[str(key[2])] = value
    for name, rows in groups.items():
        whole[name] = [row for _index, row in sorted(rows.items()) if any(row.values())]
    return whole


def _listed(value: Any) -> Any:
    if isinstance(value, str) and value.startswith(_LIST_MARK):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


def _is_public(dataset: Mapping[str, Any], context: Context) -> bool:
    package = context.get("package")
    state = dataset.get("state") or (package.state if package else "active")
    private = dataset["private"] if "private" in dataset else bool(package and package.private)
    return state == "active" and not private


def _only_contradictions(found: Iterable[Finding], dataset: Mapping[str, Any], context: Context) -> list[Finding]:
    package = context.get("package")
    state = dataset.get("state") or (package.state if package else "active")
    kept = CONTRADICTIONS if state != "deleted" else frozenset()
    return [each for each in found if each.code in kept]


def _has_resources(dataset: Mapping[str, Any], context: Context) -> bool:
    # CKAN hands over changed resources only, so on an update what is stored counts as well.
    package = context.get("package")
    return bool(dataset.get("resources") or (package and package.resources))
