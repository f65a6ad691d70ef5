"""Names of packages in this portal: one that is free, and whether a kegiatan of a name exists."""

from __future__ import annotations

import itertools

import sqlalchemy as sa

from ckan import model

from ckanext.satudata.codes.findings import Finding, finding
from ckanext.satudata.metadata.fields.title import NAME_LIMIT, name_from_title

__all__ = ["check_kegiatan", "free_name"]

SUFFIX_LENGTH = 5


def free_name(title: str) -> str:
    """A name made from the title that no dataset has: with -2, -3… behind it if need be. One query."""
    name = name_from_title(title)
    stem = name[: NAME_LIMIT - SUFFIX_LENGTH].rstrip("-")
    table = model.package_table
    wanted = table.c.name.in_([name]) | table.c.name.startswith(f"{stem}-", autoescape=True)
    taken = set(model.Session.scalars(sa.select(table.c.name).where(wanted)))
    if name not in taken:
        return name
    return next(free for free in (f"{stem}-{count}" for count in itertools.count(2)) if free not in taken)


def check_kegiatan(name: str | None) -> Finding | None:
    """What is wrong with a link to a kegiatan, given by its name or id."""
    if not name:
        return None
    table = model.package_table
    query = sa.select(table.c.id).where(
        sa.or_(table.c.name == name, table.c.id == name), table.c.type == "kegiatan", table.c.state != "deleted"
    )
    return None if model.Session.scalar(query) else finding("META-37", place="kegiatan", value=name)
