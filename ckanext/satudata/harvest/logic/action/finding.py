"""Actions on findings, and their counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.types import Context, DataDict

from ckanext.satudata.harvest import access, showing, sources
from ckanext.satudata.harvest.logic import schema
from ckanext.satudata.harvest.model import StoredFinding

Conditions = Sequence[sa.ColumnElement[bool]]

SEVEREST_FIRST = sa.case((StoredFinding.severity == "error", 0), (StoredFinding.severity == "warning", 1), else_=2)
SEARCHED = (StoredFinding.title, StoredFinding.guid, StoredFinding.value, StoredFinding.place)


@tk.side_effect_free
@tk.validate_action_data(schema.finding_list)
def satudata_finding_list(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Findings, the severest first: `count`, `results`, and `by_code` with the number of each kind.

    Filters: `run_id`, `source_id` (id or name), `organization` (id or name), `package_id`, `severity`, `code`, `q`
    (in title, identifier, value and place), `current` (only what still holds: said by the last run that touched a
    record, or of a record that is gone by the last complete run); `limit` (to 10,000), `offset`.
    """
    tk.check_access("satudata_finding_list", context, data_dict)
    conditions = [*visible(context), *_filters(data_dict)]
    query = sa.select(StoredFinding).where(*conditions)
    page = query.order_by(SEVEREST_FIRST, StoredFinding.code, StoredFinding.id)
    rows = model.Session.scalars(page.limit(data_dict["limit"]).offset(data_dict["offset"]))
    by_code = counts_by_code(conditions)
    return {
        "count": sum(kind["count"] for kind in by_code),
        "results": [showing.finding(row) for row in rows],
        "by_code": by_code,
    }


def counts_by_code(conditions: Conditions) -> list[dict[str, Any]]:
    """How often each kind occurs, the severest and most frequent first, each worded by its first example."""
    number = sa.func.count().label("number")
    groups = (
        sa.select(StoredFinding.code, number, sa.func.min(StoredFinding.id).label("first"))
        .where(*conditions)
        .group_by(StoredFinding.code)
        .subquery()
    )
    rows = model.Session.execute(
        sa.select(StoredFinding, groups.c.number)
        .join(groups, groups.c.first == StoredFinding.id)
        .order_by(SEVEREST_FIRST, groups.c.number.desc(), StoredFinding.code)
    )
    return [_kind(example, count) for example, count in rows]


def counts_by_severity(conditions: Conditions) -> dict[str, int]:
    """Number of errors, warnings and infos."""
    rows = model.Session.execute(
        sa.select(StoredFinding.severity, sa.func.count()).where(*conditions).group_by(StoredFinding.severity)
    )
    return {"error": 0, "warning": 0, "info": 0, **dict(rows.tuples().all())}


def visible(context: Context) -> list[sa.ColumnElement[bool]]:
    """Conditions on findings: none for those who manage sources, else that they are about the user's organisations."""
    if access.manages(context):
        return []
    return [StoredFinding.organization_id.in_(access.joined_organizations(context))]


def _kind(example: StoredFinding, count: int) -> dict[str, Any]:
    message, remedy = showing.wording(example)
    return {"code": example.code, "severity": example.severity, "count": count, "example": message, "remedy": remedy}


def _filters(data_dict: DataDict) -> list[sa.ColumnElement[bool]]:
    conditions = [
        getattr(StoredFinding, name) == data_dict[name]
        for name in ("run_id", "package_id", "severity", "code")
        if data_dict.get(name)
    ]
    if data_dict.get("source_id"):
        conditions.append(StoredFinding.source_id == sources.find(data_dict["source_id"]).id)
    if data_dict.get("organization"):
        conditions.append(StoredFinding.organization_id == _organization_id(data_dict["organization"]))
    if text := data_dict.get("q"):
        conditions.append(sa.or_(*(column.icontains(text, autoescape=True) for column in SEARCHED)))
    if data_dict.get("current"):
        conditions.append(StoredFinding.holds())
    return conditions


def _organization_id(reference: str) -> str:
    organization = model.Group.get(reference)
    return organization.id if organization else reference
