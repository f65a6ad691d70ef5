"""Actions on datasets that are hidden because their source no longer has them."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import sqlalchemy as sa

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.types import Context, DataDict

from ckanext.satudata.harvest import access, sources
from ckanext.satudata.harvest.deletion import hidden
from ckanext.satudata.harvest.logic import schema
from ckanext.satudata.harvest.model import Source


@tk.side_effect_free
@tk.validate_action_data(schema.hidden_list)
def satudata_hidden_list(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """`count` and `results`: the hidden datasets that the user may bring back, those first that are deleted first.

    Filters: `source_id` (id or name), `package_id`, `q` (title); `limit`, `offset`. Each with `package_id`, `name`,
    `title`, `organization_title`, `source_name`, `source_title`, `hidden_at` and `deleted_after`, which is None where
    nothing is deleted.
    """
    tk.check_access("satudata_hidden_list", context, data_dict)
    conditions = _conditions(context, data_dict)
    page = hidden.listed(data_dict["limit"], data_dict["offset"], *conditions)
    return {"count": hidden.count(*conditions), "results": [_as_dict(one) for one in page]}


@tk.validate_action_data(schema.reference)
def satudata_hidden_restore(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Make a hidden dataset (`id`: id or name) as visible again as it was; later runs of its source leave it alone."""
    tk.check_access("satudata_hidden_restore", context, data_dict)
    package = model.Package.get(data_dict["id"])
    if package is None:
        raise tk.ObjectNotFound(tk._("There is no such dataset."))
    package_id = package.id
    source = hidden.give_back(package_id, context.get("user"))
    return {"package_id": package_id, "source_name": source.name}


def _conditions(context: Context, data_dict: DataDict) -> list[sa.ColumnElement[bool]]:
    package = model.Package
    conditions: list[sa.ColumnElement[bool]] = []
    if not access.manages(context):
        conditions.append(package.owner_org.in_(access.edited_organizations(context)))
    if data_dict.get("source_id"):
        conditions.append(Source.id == sources.find(data_dict["source_id"]).id)
    if data_dict.get("package_id"):
        conditions.append(package.id == data_dict["package_id"])
    if text := data_dict.get("q"):
        conditions.append(package.title.icontains(text, autoescape=True))
    return conditions


def _as_dict(one: hidden.Hidden) -> dict[str, Any]:
    times = {"hidden_at": one.hidden_at, "deleted_after": one.deleted_after}
    return {**asdict(one), **{name: at and at.isoformat(timespec="seconds") for name, at in times.items()}}
