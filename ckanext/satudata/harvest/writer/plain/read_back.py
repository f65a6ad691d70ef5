"""The rows of datasets as they stand in the database, for a whole batch in five queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from ckan import model

from ckanext.satudata.harvest.writer.plain.dictize import DatasetRows
from ckanext.satudata.harvest.writer.plain.rows import Row


def read_back(packages: Sequence[model.Package]) -> Mapping[str, DatasetRows]:
    """What the queries of `package_dictize` find for each package, after a flush."""
    ids = [package.id for package in packages]
    resource, tag, package_tag = model.resource_table, model.tag_table, model.package_tag_table
    member, group, relationship = model.member_table, model.group_table, model.package_relationship_table
    resources = _by_package(
        sa.select(resource, resource.c.package_id.label("_key")).where(resource.c.package_id.in_(ids))
    )
    tags = _by_package(
        sa.select(tag, package_tag.c.state, package_tag.c.package_id.label("_key"))
        .join(package_tag, tag.c.id == package_tag.c.tag_id)
        .where(package_tag.c.package_id.in_(ids))
    )
    groups = _by_package(
        sa.select(group, member.c.capacity, member.c.table_id.label("_key"))
        .join(member, group.c.id == member.c.group_id)
        .where(member.c.table_id.in_(ids), member.c.state == "active", group.c.is_organization.is_(sa.false()))
    )
    owners = {package.owner_org for package in packages if package.owner_org}
    organizations = _by_package(
        sa.select(group, group.c.id.label("_key")).where(group.c.id.in_(owners), group.c.state == "active")
    )
    subjects, objects = (
        _by_package(sa.select(relationship, column.label("_key")).where(column.in_(ids)))
        for column in (relationship.c.subject_package_id, relationship.c.object_package_id)
    )
    return {
        package.id: DatasetRows(
            resources=resources.get(package.id, ()),
            tags=tags.get(package.id, ()),
            groups=groups.get(package.id, ()),
            organization=next(iter(organizations.get(package.owner_org or "", ())), None),
            relationships_as_subject=subjects.get(package.id, ()),
            relationships_as_object=objects.get(package.id, ()),
        )
        for package in packages
    }


def _by_package(query: sa.Select[Any]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for result in model.Session.execute(query):
        row = dict(result._mapping)  # noqa: SLF001 - SQLAlchemy's public name
        found.setdefault(row.pop("_key"), []).append(row)
    return found
