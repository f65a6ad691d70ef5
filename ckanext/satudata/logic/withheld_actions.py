"""CKAN's read actions without the files of data that are not open, for users who may not have them.

`package_show` needs none: its answers pass `after_dataset_show`. The search has no such hook that knows the user, and
lists of resources and activities have none at all. Nothing is chained that writes, or that the writer of the harvest
asks for (`package_show`): that would switch its bulk path off.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, with_loader_criteria

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan import model
from ckan.types import Action, Context, DataDict

from ckanext.satudata.metadata import withholding

__all__ = ["actions"]

WHOLE_DATASETS = ("data_dict", "validated_data_dict")
"""Solr fields that hold everything."""
PLAIN_NAME = re.compile(r"[A-Za-z0-9_]+")
OPEN_ONLY = f"-{withholding.FIELD}:({' OR '.join(sorted(withholding.WITHHELD))})"
ACTIVITY_LISTS = (
    "dashboard_activity_list",
    "group_activity_list",
    "organization_activity_list",
    "package_activity_list",
    "recently_changed_packages_activity_list",
    "user_activity_list",
)

_without_withheld: ContextVar[bool] = ContextVar("satudata_without_withheld", default=False)


def actions() -> dict[str, Action]:
    """What the root plugin puts in front of CKAN's actions; those on activities where there is an activity stream."""
    found: dict[str, Any] = {
        "package_search": package_search,
        "current_package_list_with_resources": current_package_list_with_resources,
        "resource_search": resource_search,
    }
    if p.plugin_loaded("activity"):
        found |= dict.fromkeys(ACTIVITY_LISTS, activity_list)
        found |= {"activity_show": activity_show, "activity_data_show": activity_data_show}
    return found


@tk.chained_action
@tk.side_effect_free
def package_search(original: Action, context: Context, data_dict: DataDict) -> dict[str, Any]:
    """As CKAN's; datasets that are not open come without their files."""
    if withholding.sees_all(context):
        return original(context, data_dict)
    if not data_dict.get("fl"):
        found = original(context, data_dict)
        _withhold_all(context, found["results"])
        return found
    return original(context, _of_open_data(data_dict) if _asks_for_files(data_dict["fl"]) else data_dict)


@tk.chained_action
@tk.side_effect_free
def current_package_list_with_resources(original: Action, context: Context, data_dict: DataDict) -> list[Any]:
    """As CKAN's; datasets that are not open come without their files."""
    found = original(context, data_dict)
    _withhold_all(context, found)
    return found


@tk.chained_action
@tk.side_effect_free
def resource_search(original: Action, context: Context, data_dict: DataDict) -> dict[str, Any]:
    """As CKAN's; the files of data that are not open are found by sysadmins only, and counted for nobody else."""
    if withholding.sees_all(context):
        return original(context, data_dict)
    with _only_open_resources():
        return original(context, data_dict)


@tk.chained_action
@tk.side_effect_free
def activity_list(original: Action, context: Context, data_dict: DataDict) -> list[dict[str, Any]]:
    """As CKAN's; what an activity remembers of a dataset that is not open comes without its files."""
    found = original(context, data_dict)
    _withhold_in_activities(context, found)
    return found


@tk.chained_action
@tk.side_effect_free
def activity_show(original: Action, context: Context, data_dict: DataDict) -> dict[str, Any]:
    """As `activity_list`."""
    found = original(context, data_dict)
    _withhold_in_activities(context, [found])
    return found


@tk.chained_action
@tk.side_effect_free
def activity_data_show(original: Action, context: Context, data_dict: DataDict) -> dict[str, Any]:
    """As `activity_list`."""
    found = original(context, data_dict)
    remembered = found if "resources" in found else found.get("package")
    _withhold_in_activities(context, [{"data": {"package": remembered}}])
    return found


def _withhold_all(context: Context, datasets: list[dict[str, Any]]) -> None:
    for dataset in datasets:
        if not withholding.may_see_files(context, dataset):
            withholding.withhold(dataset)


def _asks_for_files(fields: Any) -> bool:
    """Whether `fl` may reach whole datasets: by name, by a pattern, or by a function or another name for a field."""
    names = re.split(r"[,\s]+", fields) if isinstance(fields, str) else [str(name) for name in fields]
    return any(
        name in WHOLE_DATASETS or not PLAIN_NAME.fullmatch(name)
        for text in names
        for name in re.split(r"[,\s]+", text)
        if name
    )


def _of_open_data(data_dict: Mapping[str, Any]) -> dict[str, Any]:
    filters = data_dict.get("fq_list") or []
    return {**data_dict, "fq_list": [*([filters] if isinstance(filters, str) else filters), OPEN_ONLY]}


def _withhold_in_activities(context: Context, activities: list[dict[str, Any]]) -> None:
    if withholding.sees_all(context):
        return
    remembered = [one for activity in activities if (one := (activity.get("data") or {}).get("package"))]
    now = _access_now({str(dataset.get("id")) for dataset in remembered if dataset.get("resources")})
    for dataset in remembered:
        # Open then but not now, or the other way round: both are kept back.
        versions = [dataset, {**dataset, withholding.FIELD: now.get(str(dataset.get("id")), "")}]
        if not all(withholding.may_see_files(context, version) for version in versions):
            withholding.withhold(dataset)


def _access_now(package_ids: set[str]) -> dict[str, str]:
    if not package_ids:
        return {}
    table = model.package_table.c
    query = sa.select(table.id, table.extras[withholding.FIELD].astext).where(table.id.in_(package_ids))
    return {package_id: access or "" for package_id, access in model.Session.execute(query)}


@contextmanager
def _only_open_resources() -> Iterator[None]:
    token = _without_withheld.set(True)
    try:
        yield
    finally:
        _without_withheld.reset(token)


@event.listens_for(model.Session, "do_orm_execute")
def _leave_out_withheld(state: ORMExecuteState) -> None:
    # CKAN's action gives no place for a condition, and taking results out afterwards would still tell their number.
    if _without_withheld.get() and state.is_select:
        table = model.package_table.c
        withheld = sa.select(table.id).where(table.extras[withholding.FIELD].astext.in_(withholding.WITHHELD))
        state.statement = state.statement.options(
            with_loader_criteria(model.Resource, model.Resource.package_id.not_in(withheld))
        )
