"""What this portal is like, as far as a mapping must know: the fields of its schemas, and its groups."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.satudata.harvest.mapping.dataset import Target

DATASET = "dataset"


def target() -> Target:
    """Read once per run."""
    declared = schema()
    groups = model.Session.scalars(
        sa.select(model.Group.name).where(model.Group.is_organization.is_(False), model.Group.state == "active")
    )
    return Target(
        fields=_names(declared.get("dataset_fields", [])),
        resource_fields=_names(declared.get("resource_fields", [])),
        groups=frozenset(groups),
    )


def schema() -> dict[str, Any]:
    """A site may run the harvest without our schema: then every foreign field is an extra."""
    if not tk.h.get("scheming_get_dataset_schema"):
        return {}
    return tk.h.scheming_get_dataset_schema(DATASET) or {}


def _names(fields: list[dict[str, Any]]) -> frozenset[str]:
    return frozenset(field["field_name"] for field in fields)
