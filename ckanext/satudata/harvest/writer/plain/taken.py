"""Which of the names and ids that the datasets of a batch ask for are taken: a few queries for all of them."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from ckan import model

from ckanext.satudata.harvest.writer.plain.claims import claims_of
from ckanext.satudata.harvest.writer.types import WriteRequest

Found = dict[str, list[str]]


class Taken:
    """What the database says when the batch begins; clashes within the batch are not its concern, see `claims.py`.

    By each name or id that was asked for: an empty list where it is free. What was not asked for is not in it.
    """

    def __init__(self, requests: Sequence[WriteRequest]) -> None:
        revised = _revised(requests)
        wanted: dict[str, set[str]] = {"name": {name for name, _ in revised}, "id": set(), "resource": set()}
        self.owners = frozenset(owner for _, owner in revised if owner)
        """Ids of the organisations of datasets that are revised: what they are made into is likely theirs as well."""
        for request in requests:
            for kind, value in claims_of(request.dataset):
                wanted[kind].add(value)
        package, resource = model.package_table.c, model.resource_table.c
        self.names = _find(package.name, package.id, wanted["name"], package.state != "deleted")
        """Ids of the datasets by name; not of deleted ones."""
        self.ids = _find(package.id, package.id, wanted["id"])
        """Ids of the datasets by themselves."""
        self.resources = _find(resource.id, resource.package_id, wanted["resource"], resource.state != "deleted")
        """Ids of the datasets by that of a resource; not of deleted ones."""


def _revised(requests: Sequence[WriteRequest]) -> list[tuple[str, str | None]]:
    """Name and organisation of the stored datasets whose requests do not tell them."""
    ids = [request.package_id for request in requests if request.revise and request.package_id]
    package = model.package_table.c
    query = sa.select(package.name, package.owner_org).where(package.id.in_(ids))
    return [(name, owner) for name, owner in model.Session.execute(query)] if ids else []


def _find(key: sa.Column[str], value: sa.Column[str], wanted: set[str], *conditions: sa.ColumnElement[bool]) -> Found:
    wanted = {each for each in wanted if "\0" not in each}
    found: Found = {each: [] for each in wanted}
    if wanted:
        for one, other in model.Session.execute(sa.select(key, value).where(key.in_(wanted), *conditions)):
            found[one].append(other)
    return found
