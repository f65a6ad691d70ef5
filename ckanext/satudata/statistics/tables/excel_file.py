"""A tidy table as an Excel file: numbers and dates stay what they are, and no text is run as a formula.

CSV has every table; an Excel file ends at `MOST_ROWS`, so that it opens on the machine of an office.
"""

from __future__ import annotations

from datetime import date, datetime, time
from io import BytesIO
from typing import Any

import xlsxwriter

from ckanext.satudata.tabular.model import Table
from ckanext.satudata.tabular.output.writers import column_names

__all__ = ["MOST_ROWS", "excel_file"]

MOST_ROWS = 100_000
WIDEST, NARROWEST = 45, 9
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "remove_timezone": True,
}
_FORMATS = {datetime: "yyyy-mm-dd hh:mm", date: "yyyy-mm-dd", time: "hh:mm"}


def excel_file(table: Table) -> BytesIO:
    """The whole table: the names of the columns, which stay in sight, then one row per record."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, _OPTIONS) as book:
        sheet = book.add_worksheet()
        header = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        formats = {kind: book.add_format({"num_format": form}) for kind, form in _FORMATS.items()}
        sheet.freeze_panes(1, 0)
        for at, name in enumerate(column_names(table)):
            sheet.set_column(at, at, min(WIDEST, max(NARROWEST, len(name) + 2)))
            sheet.write_string(0, at, name, header)
        for row, record in enumerate(table.records, 1):
            for at, value in enumerate(record.values):
                _write(sheet, row, at, value, formats)
    out.seek(0)
    return out


def _write(sheet: Any, row: int, at: int, value: Any, formats: dict[type, Any]) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, at, value)
    elif isinstance(value, (int, float)):
        sheet.write_number(row, at, value)
    elif value.__class__ in formats:
        sheet.write_datetime(row, at, value, formats[value.__class__])
    else:
        sheet.write_string(row, at, str(value))
