"""All that CKAN knows about some datasets, in a form in which two ways of writing them can be compared.

Left out: ids that CKAN draws by lot, the time of writing and of looking, and the order of `extras`, which PostgreSQL
does not keep.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.lib.search.common import make_connection

TIMES = ("metadata_created", "metadata_modified", "created", "timestamp", "indexed_ts")
DRAWN = ("_version_",)
JSON_FIELDS = ("data_dict", "validated_data_dict")

Snapshot = dict[str, dict[str, Any]]


def take(package_ids: Sequence[str]) -> Snapshot:
    """Rows, shown dicts and search document of each dataset; those that do not exist are left out."""
    model.Session.rollback()
    model.Session.expire_all()
    documents, rows = _documents(package_ids), _rows(package_ids)
    user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    stored = model.Session.scalars(sa.select(model.Package.id).where(model.Package.id.in_(package_ids))).all()
    return {
        package_id: {
            "rows": rows[package_id],
            "show": _plain(_show(package_id, user, use_cache=False)),
            "cached show": _plain(_show(package_id, user, use_cache=True)),
            "document": documents.get(package_id),
        }
        for package_id in sorted(stored)
    }


def wipe(package_ids: Sequence[str]) -> None:
    """Make it as if the datasets had never been written; tags stay."""
    model.Session.rollback()
    tables = model.meta.metadata.tables
    resources = sa.select(model.resource_table.c.id).where(model.resource_table.c.package_id.in_(package_ids))
    for table, condition in (
        ("activity", lambda c: c.object_id.in_(package_ids)),
        ("resource_view", lambda c: c.resource_id.in_(resources)),
        ("package_tag", lambda c: c.package_id.in_(package_ids)),
        ("member", lambda c: c.table_id.in_(package_ids)),
        ("resource", lambda c: c.package_id.in_(package_ids)),
        ("package_relationship", lambda c: c.subject_package_id.in_(package_ids)),
        ("package", lambda c: c.id.in_(package_ids)),
    ):
        model.Session.execute(sa.delete(tables[table]).where(condition(tables[table].c)))
    model.Session.commit()
    model.Session.expunge_all()
    solr = make_connection()
    solr.delete(q="{!terms f=id}" + ",".join(package_ids), commit=False)
    solr.commit(waitSearcher=True)


def differences(expected: Any, got: Any, path: str = "") -> list[tuple[str, Any, Any]]:
    """Where two snapshots differ: path, what was expected, what came."""
    if isinstance(expected, dict) and isinstance(got, dict):
        keys = sorted(expected.keys() | got.keys(), key=str)
        nothing = "(nothing)"
        pairs = [(str(key), expected.get(key, nothing), got.get(key, nothing)) for key in keys]
    elif isinstance(expected, list) and isinstance(got, list) and len(expected) == len(got):
        pairs = [(str(number), *pair) for number, pair in enumerate(zip(expected, got, strict=True))]
    else:
        return [] if expected == got and type(expected) is type(got) else [(path, expected, got)]
    return [found for key, one, other in pairs for found in differences(one, other, f"{path}/{key}")]


def _rows(package_ids: Sequence[str]) -> dict[str, dict[str, list[dict[str, Any]]]]:
    """The rows of each dataset by table, one query per table."""
    tables = model.meta.metadata.tables
    resource, view, tag, package_tag = (tables[name] for name in ("resource", "resource_view", "tag", "package_tag"))
    member, group, activity = (tables[name] for name in ("member", "group", "activity"))
    queries = {
        "package": (sa.select(model.package_table), model.package_table.c.id),
        "resource": (sa.select(resource), resource.c.package_id),
        "view": (sa.select(view).join(resource, resource.c.id == view.c.resource_id), resource.c.package_id),
        "tag": (
            sa.select(tag.c.name, tag.c.vocabulary_id, package_tag.c.state).join(
                package_tag, tag.c.id == package_tag.c.tag_id
            ),
            package_tag.c.package_id,
        ),
        "member": (sa.select(member, group.c.name).join(group, group.c.id == member.c.group_id), member.c.table_id),
        "activity": (sa.select(activity), activity.c.object_id),
    }
    drawn = {"view": ("id",), "member": ("id",), "activity": ("id",)}
    found: dict[str, dict[str, list[dict[str, Any]]]] = {one: {name: [] for name in queries} for one in package_ids}
    for name, (query, owner) in queries.items():
        left_out = {*drawn.get(name, ()), "_owner"}
        for row in model.Session.execute(query.add_columns(owner.label("_owner")).where(owner.in_(package_ids))):
            plain = {key: _plain(value, key) for key, value in row._mapping.items() if key not in left_out}
            found[row._mapping["_owner"]][name].append(plain | _loaded_json(row))
        for rows in found.values():
            rows[name].sort(key=lambda row: json.dumps(row, sort_keys=True, default=str))
    return found


def _loaded_json(row: sa.Row[Any]) -> dict[str, Any]:
    """Activity data come as text: the table is known to CKAN under two definitions."""
    data = row._mapping.get("data")
    if not data:
        return {}
    return {"data": _plain(json.loads(data) if isinstance(data, str) else data)}


def _show(package_id: str, user: str, *, use_cache: bool) -> dict[str, Any]:
    context: Any = {"user": user, "ignore_auth": True, "use_cache": use_cache}
    return tk.get_action("package_show")(context, {"id": package_id})


def _documents(package_ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    solr = make_connection(decode_dates=False)
    solr.commit(waitSearcher=True)
    query = {"fq": "{!terms f=id}" + ",".join(package_ids), "fl": "*", "rows": len(package_ids)}
    return {document["id"]: _plain(_with_json(document)) for document in solr.search("*:*", **query)}


def _with_json(document: Mapping[str, Any]) -> dict[str, Any]:
    return {key: json.loads(value) if key in JSON_FIELDS else value for key, value in document.items()}


def _plain(value: Any, key: str = "") -> Any:
    """The value without what two writings cannot have in common."""
    if isinstance(value, Mapping):
        # Ids of tags, views and relationships are drawn; those of resources and datasets are given.
        is_drawn = key.startswith("relationships_as_") or value.keys() & {"vocabulary_id", "view_type"}
        left_out = {"id"} if is_drawn else {"date"} if key == "satudata_quality" else set()
        return {name: _plain(item, name) for name, item in value.items() if name not in left_out and name not in DRAWN}
    if isinstance(value, list):
        items = [_plain(item, key) for item in value]
        return sorted(items, key=lambda extra: str(extra.get("key"))) if key == "extras" else items
    if isinstance(value, dt.datetime):
        value = value.isoformat()
    if key in TIMES and isinstance(value, str) and value[:10] >= _yesterday():
        return "(time of writing)"
    return value


def _yesterday() -> str:
    return (dt.datetime.now(tz=dt.timezone.utc) - dt.timedelta(days=1)).date().isoformat()
