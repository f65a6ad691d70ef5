"""Fills in forms as people do, with the program they do it with: the workbook is opened, changed and saved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from ckanext.satudata.tabular.api import tidy
from ckanext.satudata.tabular.model import Table, Workbook
from ckanext.satudata.tabular.template.key import PREFIX

__all__ = ["changed", "columns_by_key", "filled", "form_table", "rows_by_code"]


def changed(form: bytes, change: Callable[[Worksheet], None]) -> bytes:
    """The form after somebody has changed its first sheet."""
    book = openpyxl.load_workbook(BytesIO(form))
    change(book.worksheets[0])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def filled(form: bytes, answers: Mapping[tuple[str, str], object]) -> bytes:
    """The form with answers by (code of the row, key of the column)."""

    def fill(sheet: Worksheet) -> None:
        columns, rows = columns_by_key(sheet), rows_by_code(sheet)
        for (code, key), value in answers.items():
            sheet.cell(rows[code], columns[key]).value = value  # type: ignore[reportAttributeAccessIssue]  # no merged cell

    return changed(form, fill)


def columns_by_key(sheet: Worksheet) -> dict[str, int]:
    return {
        str(cell.value).removeprefix(PREFIX): cell.column
        for row in sheet.iter_rows(max_row=20)
        for cell in row
        if cell.column and str(cell.value).startswith(PREFIX)
    }


def rows_by_code(sheet: Worksheet) -> dict[str, int]:
    column = columns_by_key(sheet)["code"]
    return {str(value): row for row in range(1, sheet.max_row + 1) if (value := sheet.cell(row, column).value)}


def read_back(content: bytes) -> Workbook:
    return tidy(BytesIO(content))


def form_table(content: bytes) -> Table:
    (table,) = read_back(content).tables
    return table


def figures(table: Table) -> dict[tuple[Any, Any], Any]:
    """Values by (label, name of the column), of the figures alone."""
    label = next(at for at, column in enumerate(table.columns) if column.role.value in ("wilayah", "dimension"))
    return {
        (record.values[label], column.name): record.values[at]
        for record in table.records
        for at, column in enumerate(table.columns)
        if column.role.value in ("value", "text") and column.name != "Catatan"
    }
