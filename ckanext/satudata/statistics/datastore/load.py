"""Loading a table into the DataStore: COPY into a new table, which takes the old one's place in the same transaction.

    load_workbook(workbook, package, resource)

Readers see the former table until the new one is complete; if anything fails it stays. Names, notes and labels that a
person has written into the data dictionary are kept for columns of the same id. Aliases stay.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, cast

import psycopg2
import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

import ckan.plugins.toolkit as tk
from ckan.types import Context
from ckanext.datastore.backend import postgres as backend

from ckanext.satudata.codes.folding import fold
from ckanext.satudata.codes.messages import N_
from ckanext.satudata.statistics.copying import LineReader, escaped
from ckanext.satudata.statistics.datastore import new_table
from ckanext.satudata.statistics.datastore.content import Content, DatastoreField, content_of
from ckanext.satudata.statistics.datastore.new_table import quoted
from ckanext.satudata.statistics.datastore.plain_text import copy, plain_text
from ckanext.satudata.statistics.errors import DatastoreLoadError
from ckanext.satudata.tabular.api import Limits, tidy
from ckanext.satudata.tabular.model import Workbook
from ckanext.satudata.tabular.values.columns import Value

__all__ = ["LoadedTable", "drop", "load_content", "load_text", "load_workbook"]

REFUSED = N_("The DataStore did not take the table: {reason} The former table is still there.")
SCHEMA = "schema"
"""The field of a resource with its Table Schema, as other extensions name it (ckanext-validation)."""
LONGEST_SCHEMA = 30_000
"""Characters of a Table Schema that is kept on the resource; longer ones give only satudata_table_schema_show."""
STREAMED_BYTES = 1024 * 1024
_CHUNK_BYTES = 256 * 1024
Records = Iterator[Sequence[Value]]
Fill = Callable[[Connection, str], "int | None"]
"""Fills the new table of this name and gives the number of rows; None if it cannot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedTable:
    """What now stands in the DataStore."""

    rows: int
    fields: tuple[DatastoreField, ...]

    def table_schema(self) -> dict[str, Any]:
        """The columns as a Table Schema (frictionless)."""
        return {"fields": [field.as_table_schema() for field in self.fields]}


def load_workbook(workbook: Workbook, package: Mapping[str, Any], resource: Mapping[str, Any]) -> LoadedTable:
    """Load the content of a workbook for a resource, and mark the resource. Raises DatastoreLoadError."""
    loaded = load_content(_content(workbook, package, resource), resource["id"])
    _mark(resource, loaded)
    return loaded


def drop(resource_id: str) -> None:
    """Take the table of a resource away, with its aliases; nothing happens if there is none."""
    with backend.get_write_engine().begin() as connection:
        connection.execute(sa.text(f"DROP TABLE IF EXISTS {quoted(resource_id)} CASCADE"))


def load_text(path: Path, package: Mapping[str, Any], resource: Mapping[str, Any]) -> LoadedTable:
    """Load a delimited text as it is read, without holding it; one that PostgreSQL can read goes there as it is.

    The layout is read from its first 2,000 rows; checks that look at every record are not made.
    """
    plain = plain_text(path, meanings=_meanings(resource), satuan=str(package.get("satuan") or ""))
    loaded = _replace(resource["id"], plain.fields, partial(copy, text=plain)) if plain else None
    if loaded is None:
        workbook = tidy(path, limits=Limits(streamed_bytes=STREAMED_BYTES))
        loaded = load_content(_content(workbook, package, resource), resource["id"])
    _mark(resource, loaded)
    return loaded


def load_content(content: Content, resource_id: str) -> LoadedTable:
    """Put the content in the place of the resource's table; nobody is asked whether he may."""
    fill = partial(_copy, fields=content.fields, records=content.records)
    loaded = _replace(resource_id, content.fields, fill)
    return cast("LoadedTable", loaded)


def _replace(resource_id: str, said: Sequence[DatastoreField], fill: Fill) -> LoadedTable | None:
    """A new table, filled, in the place of the old one; None, and nothing done, if `fill` says that it cannot."""
    engine = backend.get_write_engine()
    backend._cache_types(engine)  # noqa: SLF001 - makes CKAN's type `nested` in a new database
    with engine.connect() as connection, connection.begin() as transaction:
        # Two loads of one resource come one after the other.
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(hashtext(:key))"), {"key": f"satudata {resource_id}"})
        fields = _with_kept_words(connection, said, resource_id)
        try:
            made = new_table.create(connection, fields)
            rows = fill(connection, made)
            if rows is None:
                transaction.rollback()
                return None
            new_table.finish(connection, made)
            _take_place(connection, made, resource_id)
        except (DBAPIError, psycopg2.Error) as err:
            reason = str(getattr(err, "orig", err)).strip().splitlines()[0]
            raise DatastoreLoadError(REFUSED.format(reason=reason)) from err
    _count(resource_id)
    return LoadedTable(rows=rows, fields=fields)


def _content(workbook: Workbook, package: Mapping[str, Any], resource: Mapping[str, Any]) -> Content:
    return content_of(workbook, meanings=_meanings(resource), satuan=str(package.get("satuan") or ""))


def _meanings(resource: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    kolom = resource.get("kolom")
    return {fold(str(row.get("nama"))): row for row in (kolom if isinstance(kolom, list) else ())}


def _mark(resource: Mapping[str, Any], loaded: LoadedTable) -> None:
    """Say on the resource that it has a table, and which columns; nothing is written if it says so already."""
    schema = json.dumps(loaded.table_schema(), ensure_ascii=False)
    changes = {"datastore_active": True, **({SCHEMA: schema} if len(schema) <= LONGEST_SCHEMA else {})}
    if any(resource.get(name) != value for name, value in changes.items()):
        tk.get_action("resource_patch")(_site_context(), {"id": resource["id"], **changes})


def _with_kept_words(
    connection: Connection, fields: Sequence[DatastoreField], resource_id: str
) -> tuple[DatastoreField, ...]:
    if not _has_table(connection, resource_id):
        return tuple(fields)
    found, _is_old = backend._get_raw_field_info(connection, resource_id)  # noqa: SLF001 - the only way to the stored dictionary
    words = {name: (info or {}).get("_info") or {} for name, info in found.items()}
    return tuple(
        replace(
            field,
            label=str(words.get(field.id, {}).get("label") or field.label),
            notes=str(words.get(field.id, {}).get("notes") or field.notes),
        )
        for field in fields
    )


def _copy(connection: Connection, made: str, fields: Sequence[DatastoreField], records: Records) -> int:
    names = ", ".join(quoted(field.id) for field in fields)
    cursor = cast("Any", connection.connection).cursor()
    reader = LineReader(_lines(records))
    try:
        cursor.copy_expert(f"COPY {quoted(made)} ({names}) FROM STDIN", reader, _CHUNK_BYTES)
    except psycopg2.Error as err:
        raise reader.error or err from err
    return cursor.rowcount


def _take_place(connection: Connection, made: str, resource_id: str) -> None:
    """What readers notice comes last: dropping the old table locks them out until the commit."""
    context = cast("Context", {"connection": connection})
    aliases = backend._get_aliases(context, {"resource_id": resource_id})  # noqa: SLF001 - as the backend does itself
    connection.execute(sa.text(f"DROP TABLE IF EXISTS {quoted(resource_id)} CASCADE"))
    connection.execute(sa.text(f"ALTER TABLE {quoted(made)} RENAME TO {quoted(resource_id)}"))
    backend._create_fulltext_trigger(connection, resource_id)  # noqa: SLF001 - as the backend does itself
    backend.create_indexes(context, {"resource_id": resource_id})
    backend.create_alias(context, {"resource_id": resource_id, "aliases": aliases})


def _lines(records: Records) -> Iterator[str]:
    for values in records:
        yield "\t".join([_cell(value) for value in values]) + "\n"


def _cell(value: Value) -> str:
    if value is None:
        return "\\N"
    if value.__class__ is str:
        return escaped(cast("str", value))
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def _has_table(connection: Connection, resource_id: str) -> bool:
    return sa.inspect(connection).has_table(resource_id)


def _count(resource_id: str) -> None:
    """Planner's statistics and the cached number of rows, as `datastore_create` keeps them."""
    with backend.get_write_engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text('DELETE FROM "_table_stats" WHERE resource_id = :id'), {"id": resource_id})
        connection.execute(sa.text("SELECT update_table_stats(:id)"), {"id": resource_id})


def _site_context() -> Context:
    user = tk.get_action("get_site_user")({"ignore_auth": True}, {})
    return {"ignore_auth": True, "user": user["name"]}
