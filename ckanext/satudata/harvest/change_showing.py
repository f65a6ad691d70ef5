"""Changes as dicts for the API and the pages: each field under the label that the form of a dataset gives it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.satudata.codes.messages import N_
from ckanext.satudata.harvest.engine.differences import FIELD_OF_RESOURCE, PLACE_OF_EXTRA, PLACE_OF_RESOURCE
from ckanext.satudata.harvest.mapping.target import schema
from ckanext.satudata.harvest.model import StoredChange

_OWN_LABELS: Mapping[str, str] = {
    "groups": N_("Groups"),
    "owner_org": N_("Organization"),
    "tags": N_("Tags"),
    "url": N_("Address"),
}


def changes(rows: Sequence[StoredChange]) -> list[dict[str, Any]]:
    """Changes with their fields, in the reader's language."""
    declared = schema()
    labels, file_labels = (_labels(declared.get(part, ())) for part in ("dataset_fields", "resource_fields"))
    return [
        {
            "id": one.id,
            "run_id": one.run_id,
            "guid": one.guid,
            "title": one.title,
            "package_id": one.package_id,
            "organization_id": one.organization_id,
            "kind": one.kind,
            "fields": [
                {"place": place, "label": _label(place, labels, file_labels), "before": before, "after": after}
                for place, before, after in one.fields or ()
            ],
        }
        for one in rows
    ]


def _labels(fields: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    own = {name: tk._(label) for name, label in _OWN_LABELS.items()}
    return own | {
        field["field_name"]: tk.h.scheming_language_text(field["label"]) for field in fields if field.get("label")
    }


def _label(place: str, labels: Mapping[str, str], file_labels: Mapping[str, str]) -> str:
    if place.startswith(PLACE_OF_EXTRA):
        return place[len(PLACE_OF_EXTRA) :]
    if not place.startswith(PLACE_OF_RESOURCE):
        return labels.get(place, place)
    name, arrow, field = place[len(PLACE_OF_RESOURCE) :].rpartition(FIELD_OF_RESOURCE)
    if arrow:
        return tk._("File “{name}”: {field}").format(name=name, field=file_labels.get(field, field))
    return tk._("File “{name}”").format(name=field)
