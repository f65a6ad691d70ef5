"""Writes the tables of a workbook: CSV, JSON, a Frictionless data package, Parquet where pyarrow is installed.

Each table goes to a file of its own, named after the source, the sheet and the table's place in it. Missing values
are empty; why they are missing stands in the JSON and in the long form.
"""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TextIO

from ckanext.satudata.codes.folding import fold
from ckanext.satudata.tabular.errors import TabularError
from ckanext.satudata.tabular.model import Column, Table, Workbook
from ckanext.satudata.tabular.values.columns import ColumnType, Value

__all__ = ["FORMATS", "MissingLibraryError", "column_names", "table_as_dict", "write_csv", "write_workbook"]

_NOT_A_NAME = re.compile(r"[^a-z0-9]+")
_TYPES = {
    ColumnType.INTEGER: "integer",
    ColumnType.NUMBER: "number",
    ColumnType.YEAR: "year",
    ColumnType.DATE: "date",
    ColumnType.BOOLEAN: "boolean",
    ColumnType.STRING: "string",
}


class MissingLibraryError(TabularError):
    """Raised when a format needs a library that is not installed."""


def column_names(table: Table) -> list[str]:
    """Names that are filled and differ: a nameless column is called after its place, a second "Jumlah" "Jumlah#2"."""
    names: list[str] = []
    seen: Counter[str] = Counter()
    for position, column in enumerate(table.columns, 1):
        name = column.name or f"kolom_{position}"
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name}#{seen[name]}")
    return names


def write_workbook(workbook: Workbook, folder: Path, format_name: str) -> list[Path]:
    """Writes every table into the folder and gives the files. Raises MissingLibraryError."""
    folder.mkdir(parents=True, exist_ok=True)
    return FORMATS[format_name](workbook, folder)


def write_csv(table: Table, file: TextIO) -> None:
    """One table with a header row, as RFC 4180 has it."""
    writer = csv.writer(file)
    writer.writerow(column_names(table))
    for record in table.records:
        writer.writerow(["" if value is None else _plain(value) for value in record.values])


def table_as_dict(table: Table, *, with_records: bool = True) -> dict[str, Any]:
    """The table for JSON: what it is about, its columns, its records, its findings."""
    described: dict[str, Any] = {
        "sheet": table.sheet,
        "title": table.title,
        "period": table.period,
        "unit": table.unit,
        "wilayah_level": table.wilayah_level,
        "preamble": dict(table.preamble),
        "notes": list(table.notes),
        "columns": [_column(column, name) for column, name in zip(table.columns, column_names(table), strict=True)],
        "findings": [found.as_dict() for found in table.findings],
    }
    if with_records:
        described["records"] = [
            {"row": record.row, "values": [_plain(value) for value in record.values]} for record in table.records
        ]
        described["marks"] = [
            {"row": row, "column": column, "status": mark.status.value, "text": mark.text}
            for (row, column), mark in sorted(table.marks.items())
        ]
    return described


def _write_csv_files(workbook: Workbook, folder: Path) -> list[Path]:
    written = []
    for stem, table in _named(workbook):
        path = folder / f"{stem}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            write_csv(table, file)
        written.append(path)
    return written


def _write_json(workbook: Workbook, folder: Path) -> list[Path]:
    path = folder / f"{_stem(workbook.name)}.json"
    described = {
        "name": workbook.name,
        "kind": workbook.kind,
        "findings": [found.as_dict() for found in workbook.all_findings],
        "tables": [table_as_dict(table) for table in workbook.tables],
    }
    path.write_text(json.dumps(described, ensure_ascii=False, indent=1), encoding="utf-8")
    return [path]


def _write_data_package(workbook: Workbook, folder: Path) -> list[Path]:
    files = _write_csv_files(workbook, folder)
    resources = [
        {
            "name": path.stem,
            "path": path.name,
            "title": table.title or table.sheet or path.stem,
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "schema": {"fields": _fields(table), "missingValues": [""]},
        }
        for path, table in zip(files, workbook.tables, strict=True)
    ]
    path = folder / "datapackage.json"
    package = {"name": _stem(workbook.name), "profile": "tabular-data-package", "resources": resources}
    path.write_text(json.dumps(package, ensure_ascii=False, indent=1), encoding="utf-8")
    return [*files, path]


def _write_parquet(workbook: Workbook, folder: Path) -> list[Path]:
    if find_spec("pyarrow") is None:
        message = "Parquet needs the library pyarrow: pip install pyarrow, or choose --format csv."
        raise MissingLibraryError(message)
    import pyarrow as pa
    import pyarrow.parquet as pq

    kinds = {
        ColumnType.INTEGER: pa.int64(),
        ColumnType.NUMBER: pa.float64(),
        ColumnType.YEAR: pa.int32(),
        ColumnType.BOOLEAN: pa.bool_(),
    }
    written = []
    for stem, table in _named(workbook):
        fields = [
            pa.field(name, kinds.get(column.type, pa.string()))
            for name, column in zip(column_names(table), table.columns, strict=True)
        ]
        rows = [
            [_for_arrow(value, column) for value, column in zip(record.values, table.columns, strict=True)]
            for record in table.records
        ]
        arrays = [pa.array([row[at] for row in rows], type=field.type) for at, field in enumerate(fields)]
        path = folder / f"{stem}.parquet"
        pq.write_table(pa.Table.from_arrays(arrays, schema=pa.schema(fields)), path)
        written.append(path)
    return written


def _for_arrow(value: Value, column: Column) -> object:
    if value is None or column.type in (ColumnType.INTEGER, ColumnType.NUMBER, ColumnType.YEAR, ColumnType.BOOLEAN):
        return value
    return str(_plain(value))


def _fields(table: Table) -> list[dict[str, str]]:
    return [
        {"name": name, "type": _TYPES[column.type]} | ({"unit": column.unit} if column.unit else {})
        for name, column in zip(column_names(table), table.columns, strict=True)
    ]


def _column(column: Column, name: str) -> dict[str, Any]:
    return {
        "name": name,
        "path": list(column.path),
        "type": column.type.value,
        "role": column.role.value,
        "unit": column.unit or None,
        "missing": column.missing,
        "total": column.total,
    }


def _named(workbook: Workbook) -> Iterator[tuple[str, Table]]:
    for sheet in workbook.sheets:
        for position, table in enumerate(sheet.tables, 1):
            parts = [_stem(workbook.name)]
            if len(workbook.sheets) > 1:
                parts.append(_name(sheet.name))
            if len(sheet.tables) > 1:
                parts.append(str(position))
            yield "-".join(part for part in parts if part), table


def _stem(name: str) -> str:
    return _name(name.rpartition(".")[0] or name) or "tabel"


def _name(text: str) -> str:
    return _NOT_A_NAME.sub("-", fold(text)).strip("-")[:80]


def _plain(value: Value) -> Any:
    return value.isoformat() if isinstance(value, date) else value


FORMATS: dict[str, Callable[[Workbook, Path], list[Path]]] = {
    "csv": _write_csv_files,
    "json": _write_json,
    "datapackage": _write_data_package,
    "parquet": _write_parquet,
}
"""Every output format by its name on the command line."""
