"""Datasets that are hidden because their source no longer has them: which, until when, and one given back by a person.

What is given back is that person's from then on: the source's later runs leave it alone (`Stage.LEFT`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.satudata.harvest import lock
from ckanext.satudata.harvest.errors import BusyError
from ckanext.satudata.harvest.model import Record, Source, Stage
from ckanext.satudata.harvest.model.source import now
from ckanext.satudata.harvest.policy import policy

# Somebody waits for the page.
WAIT_S = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Hidden:
    """`deleted_after` is when its days of grace are over; None where its source takes nothing away."""

    package_id: str
    name: str
    title: str
    organization_title: str
    source_name: str
    source_title: str
    hidden_at: datetime
    deleted_after: datetime | None


def count(*conditions: sa.ColumnElement[bool]) -> int:
    """How many are hidden; `conditions` on Record, Source and Package."""
    return model.Session.scalar(sa.select(sa.func.count()).select_from(_hidden(conditions).subquery())) or 0


def listed(limit: int, offset: int, *conditions: sa.ColumnElement[bool]) -> list[Hidden]:
    """One page of them, those first that are deleted first."""
    page = _hidden(conditions).order_by(Record.stage_at, model.Package.title, Record.id).limit(limit).offset(offset)
    return [_one(*row) for row in model.Session.execute(page)]


def give_back(package_id: str, user: str | None) -> Source:
    """Make the dataset as visible as it was, in the name of `user`; its source. Raises tk.ValidationError."""
    of_package = sa.select(Record.id, Record.source_id).where(
        Record.package_id == package_id, Record.stage == Stage.ARCHIVED.value
    )
    found = model.Session.execute(of_package).first()
    if found is None:
        raise tk.ValidationError({"id": [tk._("This dataset is not hidden any more.")]})
    try:
        with lock.hold(found.source_id, WAIT_S):
            _give_back(found.id, package_id, user)
    except BusyError as error:
        message = tk._("A run of its source is at work, and may be bringing it back. Try again when it has ended.")
        raise tk.ValidationError({"id": [message]}) from error
    return model.Session.get_one(Source, found.source_id)


def _give_back(record_id: int, package_id: str, user: str | None) -> None:
    record = model.Session.get_one(Record, record_id, populate_existing=True)
    if record.stage != Stage.ARCHIVED.value:
        raise tk.ValidationError({"id": [tk._("This dataset is not hidden any more.")]})
    # Lenient, as for a run: what its source once gave is not refused now for a field that it never had.
    patch = {"id": package_id, "private": bool(record.was_private)}
    name = user or tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    context: Any = {"user": name, "ignore_auth": True, "satudata_harvest": True}
    tk.get_action("package_patch")(context, patch)
    record = model.Session.get_one(Record, record_id)
    record.stage, record.stage_at = Stage.LEFT.value, now()
    model.Session.commit()


def _hidden(conditions: Sequence[sa.ColumnElement[bool]]) -> sa.Select[Any]:
    package, group = model.Package, model.Group
    return (
        sa.select(Record, Source, package.name, package.title, group.title)
        .join(Source, Source.id == Record.source_id)
        .join(package, package.id == Record.package_id)
        .join(group, group.id == package.owner_org, isouter=True)
        .where(Record.stage == Stage.ARCHIVED.value, package.state == model.State.ACTIVE, package.private, *conditions)
    )


def _one(record: Record, source: Source, name: str, title: str, organization_title: str | None) -> Hidden:
    rules = policy(source.mapping)
    hidden_at = record.stage_at or record.modified_at
    return Hidden(
        package_id=record.package_id or "",
        name=name,
        title=title,
        organization_title=organization_title or "",
        source_name=source.name,
        source_title=source.title,
        hidden_at=hidden_at,
        deleted_after=hidden_at + rules.grace if rules.deletes else None,
    )
