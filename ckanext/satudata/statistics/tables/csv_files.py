"""A tidy table as CSV, wide as it is or long with one figure a line, streamed as it is read from the database."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from datetime import date
from io import StringIO
from typing import Any

from ckanext.satudata.codes.csv_cells import harmless
from ckanext.satudata.tabular.model import Table
from ckanext.satudata.tabular.output.writers import column_names
from ckanext.satudata.tabular.tidy.long import long_rows

__all__ = ["long_lines", "wide_lines"]

LINES = 500
LONG_COLUMNS = ("ukuran", "nilai", "satuan", "periode", "kode_wilayah", "catatan", "asal")


def wide_lines(table: Table) -> Iterator[str]:
    """One line per record."""
    yield from _lines(column_names(table), (record.values for record in table.records))


def long_lines(table: Table) -> Iterator[str]:
    """One line per figure: its labels, its dimensions, and the cell that it comes from."""
    keys: dict[str, None] = {}
    dimensions: dict[str, None] = {}
    for at, row in enumerate(long_rows(table)):
        keys |= dict.fromkeys(row.keys)
        dimensions |= dict.fromkeys(row.dimensions)
        # Every record brings the same columns: the first ones say them all.
        if at >= len(table.columns):
            break
    names = [*keys, *(name for name in dimensions if name not in keys)]

    def values() -> Iterator[list[Any]]:
        for row in long_rows(table):
            own = [row.keys.get(name, row.dimensions.get(name)) for name in names]
            note = row.mark.text if row.mark else None
            yield [*own, row.measure, row.value, row.unit, row.period, row.kode_wilayah, note, str(row.origin)]

    yield from _lines([*(name or "kolom" for name in names), *LONG_COLUMNS], values())


def _lines(names: Iterable[str], rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(list(map(_plain, names)))
    for at, row in enumerate(rows, 1):
        writer.writerow([_plain(value) for value in row])
        if at % LINES == 0:
            yield out.getvalue()
            out.seek(0)
            out.truncate()
    yield out.getvalue()


def _plain(value: Any) -> Any:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else harmless(value)
