"""From validated data to table rows, as `ckan/lib/dictization/model_save.py` of CKAN 2.12 does it through the ORM."""

from __future__ import annotations

import datetime as dt
from typing import Any

import simplejson

from ckan import model
from ckan.model.types import make_uuid

Row = dict[str, Any]

_IGNORED_IN_RESOURCES = ("extras", "revision_timestamp", "tracking_summary")
_SCALARS = (str, int, float, bool, type(None))


def utc_now() -> dt.datetime:
    """Now as CKAN stores it: UTC without saying so."""
    return dt.datetime.utcnow()  # noqa: DTZ003


def package_row(data: dict[str, Any], *, creator_user_id: str, now: dt.datetime) -> Row:
    """The row of a new dataset; columns that neither the data nor a default fills are None."""
    row: Row = {column.name: data.get(column.name) for column in model.package_table.c}
    # NULL, not JSON's null: the column must be absent from the statement.
    del row["plugin_data"]
    defaults = {"type": "dataset", "private": False, "state": "active", "metadata_modified": now}
    for name, value in defaults.items():
        if row[name] is None:
            row[name] = value
    row["id"] = row["id"] or make_uuid()
    row["metadata_created"] = now
    row["creator_user_id"] = creator_user_id
    row["owner_org"] = row["owner_org"] or None
    row["extras"] = {extra["key"]: extra["value"] for extra in data.get("extras", [])}
    return row


def resource_row(data: dict[str, Any], *, package_id: str, position: int, now: dt.datetime) -> Row:
    """The row of a new resource; keys without a column go into its extras.

    CKAN starts from a Resource whose url, format, description and hash are "", then blanks what is marked
    `remove_if_not_provided` and not given.
    """
    for name in _IGNORED_IN_RESOURCES:
        data.pop(name, None)
    row: Row = {"format": "", "hash": ""}
    extras = dict(data)
    for column in model.resource_table.c:
        name = column.name
        if name in data:
            row[name] = extras.pop(name)
        elif column.doc == "remove_if_not_provided":
            row[name] = None if column.nullable else ""
        else:
            row.setdefault(name, None)
    row["id"] = row["id"] or make_uuid()
    row["package_id"] = row["package_id"] or package_id
    row["position"] = position
    row["created"] = row["created"] or now
    row["metadata_modified"] = now
    row["state"] = "active"
    row["extras"] = as_stored(extras)
    return row


def as_stored(extras: dict[str, Any]) -> dict[str, Any]:
    """A resource's extras as they come back from their JSON column."""
    if all(type(value) in _SCALARS for value in extras.values()):
        return extras
    return simplejson.loads(simplejson.dumps(extras, ensure_ascii=False))


def member_row(*, package_id: str, group_id: str, capacity: str) -> Row:
    """The row that puts a dataset into a group or an organization."""
    return {
        "id": make_uuid(),
        "table_name": "package",
        "table_id": package_id,
        "capacity": capacity,
        "group_id": group_id,
        "state": "active",
    }


def package_tag_row(*, package_id: str, tag_id: str) -> Row:
    """The row that gives a dataset a tag."""
    return {"id": make_uuid(), "package_id": package_id, "tag_id": tag_id, "state": "active"}
