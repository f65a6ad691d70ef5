"""The rows of free tags: found, or made once and for all processes.

The table's unique constraint does not bind free tags (their vocabulary is NULL), so two writers at the same time would
make the same tag twice. New tags are therefore made under an advisory lock, in a short transaction of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

import sqlalchemy as sa

from ckan import model
from ckan.model.types import make_uuid

# Any number that nobody else in this database uses for an advisory lock.
LOCK = 0x5A7D0A7A


def ids_of_tags(names: Collection[str]) -> dict[str, str]:
    """Id of each tag; missing ones are made and committed, whatever becomes of the datasets that wanted them."""
    if not names:
        return {}
    found = _find(model.Session.execute, names)
    missing = set(names) - found.keys()
    if missing:
        engine = model.meta.engine
        assert engine
        with engine.begin() as connection:
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))
            found |= _find(connection.execute, missing)
            new = [{"id": make_uuid(), "name": name} for name in sorted(missing - found.keys())]
            if new:
                connection.execute(sa.insert(model.tag_table), new)
                found |= {tag["name"]: tag["id"] for tag in new}
    return found


def _find(execute: Callable[..., Any], names: Collection[str]) -> dict[str, str]:
    tag = model.tag_table.c
    query = sa.select(tag.name, sa.func.min(tag.id).label("id")).where(tag.name.in_(names), tag.vocabulary_id.is_(None))
    return {row.name: row.id for row in execute(query.group_by(tag.name))}
