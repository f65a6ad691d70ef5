"""Sources with enough datasets for the deletion guard, and what has become of them."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.satudata.harvest.mapping.dataset import package_id
from ckanext.satudata.harvest.model import Record, Source
from ckanext.satudata.tests.harvest.servers import Portal, package


def portal_of(number: int) -> Portal:
    """A portal with so many datasets."""
    first = uuid.uuid4().int % 10**9 * 1000
    return Portal([package(first + each) for each in range(number)])


def visible(source: Source) -> int:
    """Number of the source's datasets that a visitor finds in the search."""
    found = tk.get_action("package_search")(visitor(), {"fq": f'harvest_source_id:"{source.id}"', "rows": 0})
    return found["count"]


def found_by_editors(source: Source) -> int:
    """Number that those find who may see private datasets."""
    asked = {"fq": f'harvest_source_id:"{source.id}"', "include_private": True, "rows": 0}
    return tk.get_action("package_search")({"ignore_auth": True}, asked)["count"]


def dataset(source: Source, original: dict[str, Any]) -> dict[str, Any]:
    """The dataset of a record as it is stored."""
    model.Session.expire_all()
    return tk.get_action("package_show")({"ignore_auth": True}, {"id": id_of(source, original)})


def id_of(source: Source, original: dict[str, Any]) -> str:
    """Of the dataset of a record."""
    return package_id(source.id, original["id"])


def states(source: Source) -> dict[tuple[str, bool], int]:
    """Number of datasets by state and privacy."""
    table = model.Package
    query = (
        sa.select(table.state, table.private, sa.func.count())
        .where(table.extras["harvest_source_id"].astext == source.id)
        .group_by(table.state, table.private)
    )
    return {(state, private): number for state, private, number in model.Session.execute(query)}


def stages(source: Source) -> dict[str | None, int]:
    """Number of records by stage."""
    query = sa.select(Record.stage, sa.func.count()).where(Record.source_id == source.id).group_by(Record.stage)
    return dict(model.Session.execute(query).tuples().all())


def days_pass(source: Source, days: int) -> None:
    """What was hidden, was hidden so many days earlier."""
    model.Session.execute(
        sa.update(Record).where(Record.source_id == source.id).values(stage_at=Record.stage_at - timedelta(days=days))
    )
    model.Session.commit()


def patch(package_id: str, **fields: Any) -> None:
    """What an editor saves."""
    user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    context: Any = {"ignore_auth": True, "user": user, "satudata_harvest": True}
    tk.get_action("package_patch")(context, {"id": package_id, **fields})


def visitor() -> Any:
    """Nobody who is logged in."""
    return {"user": ""}
