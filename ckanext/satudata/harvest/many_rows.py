"""Many rows in one statement, given to PostgreSQL as one JSON text.

psycopg2 writes each value into the statement by itself, and sends a statement with ON CONFLICT once for each row; a
text of JSON takes a fraction of that time.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import Session

Row = Mapping[str, Any]

# What PostgreSQL would read from JSON with less care than from a value: 5 as the text "5", "no" as false.
_KINDS: tuple[tuple[type[Any], tuple[type, ...]], ...] = (
    (sa.String, (str,)),
    (sa.Boolean, (bool,)),
    (sa.Integer, (int,)),
    (sa.DateTime, (datetime, str)),
)
_DIALECT = postgresql.dialect()


def insert(session: Session, table: sa.Table, rows: Sequence[Row]) -> None:
    """Insert rows with the same keys, without defaults that Python would fill in. Raises as `rowset`."""
    if rows:
        names = list(rows[0])
        session.execute(sa.insert(table).from_select(names, rowset(table, rows), include_defaults=False))


def rowset(table: sa.Table, rows: Sequence[Row]) -> sa.Select[Any]:
    """The rows, which have the same keys, as something to insert from.

    Raises TypeError for a value that is not of the kind of its column, ValueError for one that JSON cannot hold.
    """
    columns = [table.c[name] for name in rows[0]]
    plain = [_plain(column, rows) for column in columns]
    names = [column.name for column in columns]
    text = json.dumps([dict(zip(names, values, strict=True)) for values in zip(*plain, strict=True)], allow_nan=False)
    given = sa.func.json_to_recordset(sa.cast(sa.literal(text, sa.Text), sa.JSON))
    typed = given.table_valued(*(sa.column(column.name, _kept_as(column)) for column in columns))
    return sa.select(typed.render_derived(with_types=True))


def _kept_as(column: sa.Column[Any]) -> sa.types.TypeEngine[Any]:
    return column.type.impl_instance if isinstance(column.type, sa.TypeDecorator) else column.type


def _plain(column: sa.Column[Any], rows: Sequence[Row]) -> list[Any]:
    """The values of one column as JSON knows them."""
    values = [row[column.name] for row in rows]
    if isinstance(column.type, sa.TypeDecorator):
        values = [column.type.process_bind_param(value, _DIALECT) for value in values]
    kept_as = _kept_as(column)
    kinds = next((kinds for of_column, kinds in _KINDS if isinstance(kept_as, of_column)), None)
    if kinds is None:
        return values
    for value in values:
        if value is not None and (not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds)):
            raise TypeError(f"{column.table.name}.{column.name} takes no {type(value).__name__}")
    if isinstance(kept_as, sa.DateTime):
        return [value.isoformat() if isinstance(value, datetime) else value for value in values]
    return values
