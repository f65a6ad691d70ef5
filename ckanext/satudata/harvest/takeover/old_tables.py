"""What ckanext-harvest 1.x has in the database: sources, and which dataset came from which of their records.

Tables harvest_source and harvest_object of `ckanext/harvest/model/__init__.py`; a source is a dataset of type `harvest`
with the same id as well, which holds its name and its organisation.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ckan import model

__all__ = ["Link", "OldSource", "are_there", "links", "old_sources"]

SOURCES = sa.table(
    "harvest_source", *map(sa.column, ("id", "url", "title", "config", "type", "active", "publisher_id", "frequency"))
)
OBJECTS = sa.table(
    "harvest_object", *map(sa.column, ("guid", "current", "content", "harvest_source_id", "package_id", "gathered"))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OldSource:
    """One source of ckanext-harvest. `config` is empty where it could not be read, which `broken_config` tells."""

    id: str
    name: str
    title: str
    url: str
    kind: str
    active: bool
    frequency: str
    organization: str
    config: Mapping[str, Any]
    broken_config: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A record of an old source and the dataset that was made of it."""

    guid: str
    content: str
    package_id: str
    organization_id: str | None


def are_there(session: Session) -> bool:
    """Whether ckanext-harvest has ever been installed here."""
    inspector = sa.inspect(session.connection())
    return all(inspector.has_table(table.name) for table in (SOURCES, OBJECTS))


def old_sources(session: Session) -> list[OldSource]:
    """Every source, by title."""
    package, group = model.Package, model.Group
    owner = sa.func.coalesce(package.owner_org, SOURCES.c.publisher_id)
    query = (
        sa.select(SOURCES, package.name, group.name.label("organization"))
        .join(package, package.id == SOURCES.c.id, isouter=True)
        .join(group, sa.and_(sa.or_(group.id == owner, group.name == owner), group.state == "active"), isouter=True)
        .order_by(SOURCES.c.title, SOURCES.c.id)
    )
    return [_source(row) for row in session.execute(query)]


def links(session: Session, source_id: str) -> Iterator[Link]:
    """The newest import of each dataset of a source; datasets that were purged are left out."""
    package = model.Package
    query = (
        sa.select(OBJECTS.c.guid, OBJECTS.c.content, package.id, package.owner_org)
        .join(package, package.id == OBJECTS.c.package_id)
        .where(OBJECTS.c.harvest_source_id == source_id, OBJECTS.c.current.is_(True), OBJECTS.c.guid != "")
        .distinct(OBJECTS.c.guid)
        .order_by(OBJECTS.c.guid, OBJECTS.c.gathered.desc())
        .execution_options(yield_per=500)
    )
    for guid, content, package_id, organization_id in session.execute(query):
        yield Link(guid=guid, content=content or "", package_id=package_id, organization_id=organization_id)


def _source(row: Any) -> OldSource:
    config, is_broken = _config(row.config)
    return OldSource(
        id=row.id,
        name=row.name or "",
        title=row.title or row.url,
        url=row.url,
        kind=row.type,
        active=bool(row.active),
        frequency=row.frequency or "",
        organization=row.organization or "",
        config=config,
        broken_config=is_broken,
    )


def _config(text: str | None) -> tuple[Mapping[str, Any], bool]:
    try:
        config = json.loads(text or "{}")
    except ValueError:
        return {}, True
    return (config, False) if isinstance(config, dict) else ({}, True)
