"""What of a workbook goes into the DataStore: its one table as it is; of several tables, their figures in long form.

Column ids are short and plain ("penduduk_laki_laki"), because they stand in people's queries and in SQL; the header as
printed is the label in the data dictionary.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from ckanext.satudata.codes.folding import fold
from ckanext.satudata.codes.messages import N_
from ckanext.satudata.statistics.errors import DatastoreLoadError
from ckanext.satudata.tabular.model import Table, Workbook
from ckanext.satudata.tabular.tidy.large import LargeRecords
from ckanext.satudata.tabular.tidy.long import LongRow, long_rows
from ckanext.satudata.tabular.values.columns import ColumnType, Value

__all__ = ["Content", "DatastoreField", "content_of", "fields_of"]

NO_TABLE = N_("No table was found in this file, so the DataStore was left as it is.")
LONGEST_ID = 63
"""Bytes of a column name in PostgreSQL; folded names are ASCII."""
MOST_COLUMNS = 1_500
TOO_WIDE = N_("The table has {count} columns; the DataStore takes {most}. Nothing was loaded.")
_POSTGRES = {
    ColumnType.INTEGER: "int8",
    ColumnType.NUMBER: "numeric",
    ColumnType.YEAR: "int8",
    ColumnType.DATE: "date",
    ColumnType.BOOLEAN: "bool",
    ColumnType.STRING: "text",
}
_FRICTIONLESS = {"int8": "integer", "numeric": "number", "date": "date", "bool": "boolean", "text": "string"}
_RESERVED = ("_id", "_full_text")


@dataclass(frozen=True, slots=True, kw_only=True)
class DatastoreField:
    """One column: its id, PostgreSQL type, and what the data dictionary says of it."""

    id: str
    type: str
    label: str
    notes: str = ""
    satuan: str = ""

    def as_table_schema(self) -> dict[str, Any]:
        """The column as a field of a Table Schema (frictionless)."""
        said = {"title": self.label, "description": self.notes, "unit": self.satuan}
        return {"name": self.id, "type": _FRICTIONLESS[self.type], **{key: text for key, text in said.items() if text}}


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """Columns and records; records may be gone through once."""

    fields: tuple[DatastoreField, ...]
    records: Iterator[Sequence[Value]]


def content_of(workbook: Workbook, *, meanings: Mapping[str, Mapping[str, Any]], satuan: str = "") -> Content:
    """The content of a workbook. `meanings` are the resource's `kolom` by folded name; `satuan` is the dataset's unit.

    Raises DatastoreLoadError if there is no table, or one with too many columns.
    """
    tables = [table for sheet in workbook.sheets if not sheet.is_hidden for table in sheet.tables]
    if not tables:
        raise DatastoreLoadError(NO_TABLE)
    content = _wide(tables[0], meanings, satuan) if len(tables) == 1 else _long(tables)
    if len(content.fields) > MOST_COLUMNS:
        raise DatastoreLoadError(TOO_WIDE.format(count=len(content.fields), most=MOST_COLUMNS))
    return content


def fields_of(table: Table, meanings: Mapping[str, Mapping[str, Any]], satuan: str = "") -> tuple[DatastoreField, ...]:
    """The columns of a table; `meanings` and `satuan` as in `content_of`."""
    ids = _unique([fold(column.name).replace(" ", "_") for column in table.columns])
    # The records of a large text are words wherever they are no numbers: dates in them are not read.
    is_streamed = isinstance(table.records, LargeRecords)
    fields = []
    for id_, column in zip(ids, table.columns, strict=True):
        meaning = meanings.get(fold(column.name)) or meanings.get(fold(id_)) or {}
        unit = str(meaning.get("satuan") or column.unit or (satuan if column.type.is_number else ""))
        is_word = is_streamed and column.type in (ColumnType.DATE, ColumnType.BOOLEAN)
        fields.append(
            DatastoreField(
                id=id_,
                type="text" if is_word else _POSTGRES[column.type],
                label=column.name or id_,
                notes=str(meaning.get("arti") or ""),
                satuan=unit,
            )
        )
    return tuple(fields)


def _wide(table: Table, meanings: Mapping[str, Mapping[str, Any]], satuan: str) -> Content:
    return Content(fields=fields_of(table, meanings, satuan), records=(record.values for record in table.records))


def _long(tables: Sequence[Table]) -> Content:
    """Of tables that differ: one record per figure, with every label and dimension as a column."""
    rows = list(chain.from_iterable(map(long_rows, tables)))
    names = list(dict.fromkeys(name for row in rows for name in chain(row.keys, row.dimensions) if name))
    fixed = (
        ("lembar", "text"),
        ("kode_wilayah", "text"),
        ("periode", "text"),
        ("ukuran", "text"),
        ("nilai", "numeric"),
        ("satuan", "text"),
        ("catatan", "text"),
    )
    ids = _unique([*(name for name, _ in fixed), *(fold(name).replace(" ", "_") for name in names)])
    labels = ids[len(fixed) :]
    fields = [DatastoreField(id=name, type=type_, label=name) for name, type_ in fixed]
    fields += [DatastoreField(id=id_, type="text", label=name) for id_, name in zip(labels, names, strict=True)]
    return Content(fields=tuple(fields), records=(_long_record(row, names) for row in rows))


def _long_record(row: LongRow, names: Sequence[str]) -> Sequence[Value]:
    number = row.value if isinstance(row.value, (int, float)) else None
    note = row.mark.text if row.mark else None
    own = [row.origin.sheet, row.kode_wilayah, row.period, row.measure, number, row.unit, note]
    return [*own, *(_text(row.keys.get(name, row.dimensions.get(name))) for name in names)]


def _text(value: Value) -> str | None:
    return None if value is None else str(value)


def _unique(names: Sequence[str]) -> list[str]:
    """Names that DataStore takes: not empty, no leading underscore, none twice, not too long."""
    taken: set[str] = set(_RESERVED)
    ids = []
    for at, name in enumerate(names, 1):
        start = name.encode("ascii", "ignore").decode().strip("_")[:LONGEST_ID] or f"kolom_{at}"
        id_, count = start, 1
        while id_ in taken:
            count += 1
            id_ = f"{start[: LONGEST_ID - len(str(count)) - 1]}_{count}"
        taken.add(id_)
        ids.append(id_)
    return ids
