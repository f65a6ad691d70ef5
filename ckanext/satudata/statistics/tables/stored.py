"""Sheets and tidy tables as JSON and back: what the child process hands over, and what the database keeps.

Cells travel apart from the rest, so that pages of them can be stored and read one by one. Plain Python: the child
process imports no CKAN.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from ckanext.satudata.codes.findings import Finding, Severity
from ckanext.satudata.tabular.grid import Cell, Grid, Merge
from ckanext.satudata.tabular.layout.correction import Layout
from ckanext.satudata.tabular.layout.view import Box
from ckanext.satudata.tabular.model import Column, ColumnRole, Record, RecordSource, RowRole, Sheet, Table
from ckanext.satudata.tabular.values.columns import ColumnType, Value
from ckanext.satudata.tabular.values.marks import Mark, Status

__all__ = [
    "Records",
    "cell_from",
    "cell_to",
    "finding_from",
    "grid_from",
    "record_from",
    "record_to",
    "sheet_to",
    "table_from",
]

_CELL_KINDS = {"d": datetime.fromisoformat, "t": time.fromisoformat, "D": date.fromisoformat}


@dataclass(frozen=True, slots=True)
class Records:
    """Records that are read again, in the order of their pages, each time somebody goes through them."""

    pages: Any
    """Gives the pages: an iterable of lists of stored records, made anew at each call."""
    count: int

    def __len__(self) -> int:
        return self.count

    def __iter__(self) -> Any:
        for page in self.pages():
            for record in page:
                yield record_from(record)


def cell_to(cell: Cell | Value) -> Any:
    """A cell or value for JSON: texts, numbers and truth as they are, times as {"kind": text}."""
    kind = cell.__class__
    if kind is str or kind is int or kind is float or kind is bool or cell is None:
        return cell
    if isinstance(cell, datetime):
        return {"d": cell.isoformat()}
    if isinstance(cell, date):
        return {"D": cell.isoformat()}
    if isinstance(cell, time):
        return {"t": cell.isoformat()}
    if isinstance(cell, timedelta):
        return {"s": cell.total_seconds()}
    return str(cell)


def cell_from(stored: Any) -> Any:
    """A cell or value that `cell_to` wrote."""
    if not isinstance(stored, dict):
        return stored
    ((kind, said),) = stored.items()
    return timedelta(seconds=said) if kind == "s" else _CELL_KINDS[kind](said)


def record_to(record: Record) -> list[Any]:
    """A record: its row, then its values."""
    return [record.row, *map(cell_to, record.values)]


def record_from(stored: Sequence[Any]) -> Record:
    """A record that `record_to` wrote."""
    return Record(stored[0], tuple(map(cell_from, stored[1:])))


def sheet_to(sheet: Sheet) -> dict[str, Any]:
    """A sheet without its cells, with its tables without their records."""
    grid = sheet.grid
    return {
        "name": sheet.name,
        "shape": sheet.shape,
        "is_hidden": grid.is_hidden,
        "height": len(grid.rows),
        "width": max(map(len, grid.rows), default=0),
        "merges": [list(merge) for merge in grid.merges],
        "hidden_rows": sorted(grid.hidden_rows),
        "hidden_columns": sorted(grid.hidden_columns),
        "row_numbers": list(grid.row_numbers) if grid.row_numbers is not None else None,
        "delimiter": grid.delimiter,
        "preamble": dict(grid.preamble),
        "is_one_table": grid.is_one_table,
        "tables": [_table_to(table) for table in sheet.tables],
        "skipped": [_table_to(table) for table in sheet.skipped],
    }


def grid_from(stored: Mapping[str, Any], rows: Iterable[Sequence[Any]]) -> Grid:
    """The grid of a sheet, with the rows that are given."""
    return Grid(
        name=stored["name"],
        rows=[list(map(cell_from, row)) for row in rows],
        merges=[Merge(*merge) for merge in stored["merges"]],
        is_hidden=stored["is_hidden"],
        hidden_rows=frozenset(stored["hidden_rows"]),
        hidden_columns=frozenset(stored["hidden_columns"]),
        row_numbers=stored["row_numbers"],
        delimiter=stored["delimiter"],
        preamble=stored["preamble"],
        is_one_table=stored["is_one_table"],
    )


def table_from(stored: Mapping[str, Any], records: RecordSource) -> Table:
    """A tidy table, with the records that are given."""
    return Table(
        sheet=stored["sheet"],
        box=Box(*stored["box"]),
        columns=tuple(_column_from(column) for column in stored["columns"]),
        records=records,
        titles=tuple(stored["titles"]),
        preamble=stored["preamble"],
        notes=tuple(stored["notes"]),
        rows={int(row): RowRole(role) for row, role in stored["rows"].items()},
        totals=[record_from(record) for record in stored["totals"]],
        marks={(row, at): Mark(status=Status(status), text=text) for row, at, status, text in stored["marks"]},
        findings=[finding_from(found) for found in stored["findings"]],
        period=stored["period"],
        unit=stored["unit"],
        wilayah_level=stored["wilayah_level"],
        regions=stored["regions"],
        unknown_regions={label: tuple(names) for label, names in stored["unknown_regions"].items()},
        shape=stored["shape"],
        anchor=tuple(stored["anchor"]) if stored["anchor"] else None,
        end_row=stored["end_row"],
        layout=Layout.from_dict(stored["layout"]) if stored["layout"] else None,
    )


def finding_from(stored: Mapping[str, Any]) -> Finding:
    """A finding that `Finding.as_dict` wrote."""
    return Finding(
        code=stored["code"],
        # As it was found: the code may be of another edition of this extension than the one that reads it.
        severity=Severity(stored["severity"]),
        place=stored["place"],
        value=stored["value"],
        details=stored["details"],
    )


def _table_to(table: Table) -> dict[str, Any]:
    return {
        "sheet": table.sheet,
        "title": table.title,
        "box": list(table.box),
        "columns": [_column_to(column) for column in table.columns],
        "count": len(table.records),
        "titles": list(table.titles),
        "preamble": dict(table.preamble),
        "notes": list(table.notes),
        "rows": {str(row): role.value for row, role in table.rows.items()},
        "totals": [record_to(record) for record in table.totals],
        "marks": [[row, at, mark.status.value, mark.text] for (row, at), mark in table.marks.items()],
        "findings": [found.as_dict() for found in table.findings],
        "period": table.period,
        "unit": table.unit,
        "wilayah_level": table.wilayah_level,
        "regions": dict(table.regions),
        "unknown_regions": {label: list(names) for label, names in table.unknown_regions.items()},
        "shape": table.shape,
        "anchor": list(table.anchor) if table.anchor else None,
        "end_row": table.end_row,
        "layout": table.layout.as_dict() if table.layout else None,
    }


def _column_to(column: Column) -> dict[str, Any]:
    return {
        "name": column.name,
        "path": list(column.path),
        "index": column.index,
        "type": column.type.value,
        "role": column.role.value,
        "unit": column.unit,
        "missing": column.missing,
        "total": column.total,
        "is_hidden": column.is_hidden,
    }


def _column_from(stored: Mapping[str, Any]) -> Column:
    return Column(
        **{
            **stored,
            "path": tuple(stored["path"]),
            "type": ColumnType(stored["type"]),
            "role": ColumnRole(stored["role"]),
        }
    )
