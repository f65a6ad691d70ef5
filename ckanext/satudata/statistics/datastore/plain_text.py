"""Delimited texts that PostgreSQL can read by itself: header first, nothing else around, numbers written plainly.

Such a file goes to COPY as it is, several times as fast as through Python. Whether it is one shows in its first rows,
read by `tabular`; every later row is checked by PostgreSQL's types and by `is_clean`. Where anything does not fit, the
caller takes the usual way, which understands all that people write.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, cast

import psycopg2
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ckanext.satudata.statistics.datastore.content import DatastoreField, fields_of
from ckanext.satudata.statistics.datastore.new_table import quoted
from ckanext.satudata.tabular.api import tidy
from ckanext.satudata.tabular.model import RowRole, Table
from ckanext.satudata.tabular.tidy.areas import NATIONAL
from ckanext.satudata.tabular.values.columns import ColumnType

__all__ = ["PlainText", "copy", "plain_text"]

HEAD_ROWS = 2_000
SMALLEST_BYTES = 1024 * 1024
"""Below this the usual way is quick enough, and tells more."""
CHUNK_BYTES = 1024 * 1024
_PLAIN_TYPES = (ColumnType.INTEGER, ColumnType.NUMBER, ColumnType.YEAR, ColumnType.STRING)
_ROLES = {RowRole.HEADER, RowRole.RECORD}
_MARKS = r"^(\s.*|.*\s|.*\s\s.*|[-‐‑‒–—−―.…·]+|n/?a|n\.a\.?|#n/a|tad|td|null|nan|none|x+|\*+|\?)$"
_TOTALS = (*NATIONAL, "jumlah", "total", "grand total", "jumlah total", "rata rata", "rata-rata")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainText:
    """A file whose columns are known, and how it is delimited."""

    path: Path
    delimiter: str
    fields: tuple[DatastoreField, ...]


def plain_text(path: Path, *, meanings: Mapping[str, Mapping[str, Any]], satuan: str) -> PlainText | None:
    """The file as PostgreSQL may read it; None where its first rows need understanding."""
    if path.stat().st_size < SMALLEST_BYTES:
        return None
    with path.open("rb") as file:
        head = b"".join(islice(file, HEAD_ROWS))
    try:
        text = head.decode()
    except UnicodeDecodeError:
        return None
    stream = io.BytesIO(head)
    stream.name = path.name
    workbook = tidy(stream)
    if len(workbook.sheets) != 1 or len(workbook.tables) != 1 or "\0" in text:
        return None
    table, delimiter = workbook.tables[0], workbook.sheets[0].grid.delimiter
    if len(delimiter) != 1 or not _is_plain(table, workbook.sheets[0].grid.rows):
        return None
    return PlainText(path=path, delimiter=delimiter, fields=fields_of(table, meanings, satuan))


def copy(connection: Connection, made: str, text: PlainText) -> int | None:
    """Copy the file into the new table; None if a row does not fit: the transaction then goes on as before."""
    names = ", ".join(quoted(field.id) for field in text.fields)
    sign = "\\t" if text.delimiter == "\t" else text.delimiter
    statement = f"COPY {quoted(made)} ({names}) FROM STDIN (FORMAT csv, HEADER, DELIMITER E'{sign}', ENCODING 'UTF8')"
    cursor = cast("Any", connection.connection).cursor()
    with connection.begin_nested() as savepoint:
        try:
            with text.path.open("rb") as file:
                cursor.copy_expert(statement, file, CHUNK_BYTES)
        except psycopg2.DataError:
            savepoint.rollback()
            return None
        count = cursor.rowcount
        if not _is_clean(connection, made, text.fields):
            savepoint.rollback()
            return None
    return count


def _is_plain(table: Table, rows: Sequence[Sequence[object]]) -> bool:
    columns = table.columns
    width = len(rows[0])
    numbers = list(table.rows)
    return (
        [column.index for column in columns] == list(range(width))
        and all(column.type in _PLAIN_TYPES and column.name == rows[0][at] for at, column in enumerate(columns))
        and len(set(table.rows.values()) - _ROLES) == 0
        and numbers == list(range(1, len(numbers) + 1))
        and len(numbers) == len(rows)
        and all(
            str(value) == cell or _is_same_number(value, cell)
            for record in table.records
            for value, cell in zip(record.values, rows[record.row - 1], strict=False)
            if not (value is None and cell == "")
        )
    )


def _is_same_number(value: object, cell: object) -> bool:
    """Whether PostgreSQL reads the cell as we did: "12.50" is 12.5, but "4.526.862" is not what we read."""
    if not isinstance(value, (int, float)) or not isinstance(cell, str):
        return False
    try:
        return float(cell) == value and "_" not in cell
    except ValueError:
        return False


def _is_clean(connection: Connection, made: str, fields: Sequence[DatastoreField]) -> bool:
    """No text that means "missing", that is a total, or that carries blanks around it."""
    texts = [quoted(field.id) for field in fields if field.type == "text"]
    if not texts:
        return True
    odd = " OR ".join(f"{name} ~* :marks OR lower({name}) IN :totals" for name in texts)
    query = sa.text(f"SELECT 1 FROM {quoted(made)} WHERE {odd} LIMIT 1")  # noqa: S608 - names are quoted
    wanted = query.bindparams(sa.bindparam("totals", expanding=True))
    return connection.execute(wanted, {"marks": _MARKS, "totals": list(_TOTALS)}).first() is None
