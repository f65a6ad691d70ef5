"""Two sources that give the same datasets, and what has become of these."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.tests import factories

from ckanext.satudata.harvest.engine import after_run
from ckanext.satudata.harvest.model import Duplicate, Record, Source
from ckanext.satudata.tests.harvest.conftest import add_source, run_now
from ckanext.satudata.tests.harvest.servers import Portal, package, serving


@pytest.fixture
def two(opd: dict[str, Any]) -> Iterator[tuple[Source, Source]]:
    """Two sources that have one dataset in common by its identifier, and one by its title."""
    first = uuid.uuid4().int % 10**9 * 1000
    word = uuid.uuid4().hex[:10]
    shared, alike = package(first), package(first + 1, title=f"Luas Sawah {word} 2023")
    again = package(first + 2, title=f"LUAS SAWAH {word}, 2023")
    with serving(Portal([shared, alike, package(first + 3)])) as one, serving(Portal([shared, again])) as other:
        yield add_source(one, opd["name"]), add_source(other, opd["name"])


def harvested(source: Source) -> list[str]:
    """Run it with what follows a run; ids of its packages in the order of their identifiers."""
    done = run_now(source)
    after_run.follow_up(done.id)
    model.Session.expire_all()
    query = sa.select(Record.package_id).where(Record.source_id == source.id).order_by(Record.guid)
    return [id_ for id_ in model.Session.scalars(query) if id_]


def pairs_with(*package_ids: str) -> list[tuple[str, str, str | None]]:
    model.Session.expire_all()
    rows = model.Session.scalars(
        sa.select(Duplicate)
        .where(sa.or_(Duplicate.first_id.in_(package_ids), Duplicate.second_id.in_(package_ids)))
        .order_by(Duplicate.reason)
    )
    return [(row.reason, row.state, row.hidden_id) for row in rows]


def pair_id(reason: str, package_id: str) -> int:
    is_in = sa.or_(Duplicate.first_id == package_id, Duplicate.second_id == package_id)
    return model.Session.scalars(sa.select(Duplicate.id).where(is_in, Duplicate.reason == reason)).one()


def is_private(*package_ids: str) -> list[bool]:
    model.Session.expire_all()
    return [model.Session.get_one(model.Package, id_).private for id_ in package_ids]


def decide(reason: str, package_id: str, state: str) -> dict[str, Any]:
    context: Any = {"ignore_auth": True, "user": factories.Sysadmin()["name"]}
    return tk.get_action("satudata_duplicate_decide")(context, {"id": pair_id(reason, package_id), "state": state})
