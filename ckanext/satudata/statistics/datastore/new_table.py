"""A table as CKAN's DataStore makes it, only that its full-text column fills itself while rows are copied in.

CKAN fills `_full_text` by a trigger that turns each row into JSON. Here PostgreSQL generates it while rows are copied,
from the same text, and it becomes a plain column again when the last row is in: CKAN's trigger takes over then.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ckanext.satudata.statistics.datastore.content import DatastoreField

__all__ = ["create", "finish", "quoted"]


def create(connection: Connection, fields: Sequence[DatastoreField]) -> str:
    """An empty table with its data dictionary; its name begins with "_", which hides it from the DataStore's API."""
    name = f"_satudata_{secrets.token_hex(8)}"
    language = connection.execute(sa.text("SHOW default_text_search_config")).scalar_one()
    words = " || ' ' || ".join(f"coalesce({_as_text(field)}, '')" for field in fields) or "''"
    columns = "".join(f", {quoted(field.id)} {field.type}" for field in fields)
    _run(
        connection,
        f"CREATE TABLE {quoted(name)} (_id serial PRIMARY KEY, "
        f"_full_text tsvector GENERATED ALWAYS AS (to_tsvector('{language}'::regconfig, {words})) STORED{columns})",
    )
    for field in fields:
        _run(connection, f"COMMENT ON COLUMN {quoted(name)}.{quoted(field.id)} IS {_literal(_comment(field))}")
    return name


def finish(connection: Connection, name: str) -> None:
    """All rows are in: the full-text column is from now on one that CKAN may write."""
    _run(connection, f"ALTER TABLE {quoted(name)} ALTER COLUMN _full_text DROP EXPRESSION")


def quoted(name: str) -> str:
    """An identifier for SQL."""
    return '"' + name.replace('"', '""') + '"'


def _as_text(field: DatastoreField) -> str:
    column = quoted(field.id)
    if field.type == "date":
        # A generated column takes no cast that depends on how a session writes dates.
        parts = (f"lpad(date_part('{part}', {column})::int::text, 2, '0')" for part in ("month", "day"))
        return " || '-' || ".join((f"date_part('year', {column})::int::text", *parts))
    return column if field.type == "text" else f"{column}::text"


def _comment(field: DatastoreField) -> str:
    said = (("label", field.label), ("notes", field.notes), ("satuan", field.satuan))
    info = {key: text for key, text in said if text}
    # CKAN knows its own present form of the dictionary by the blank in front.
    return " " + json.dumps({"_info": info}, ensure_ascii=False, separators=(",", ":"))


def _literal(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("'", "''").replace("\0", "")
    return f"E'{escaped}'"


def _run(connection: Connection, statement: str) -> None:
    # Names and words of people stand in these statements: nothing in them is a parameter.
    connection.exec_driver_sql(statement.replace("%", "%%"))
