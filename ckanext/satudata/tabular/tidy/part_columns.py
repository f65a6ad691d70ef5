"""Columns that number the part of a year ("Bulan": 1 to 12, "Triwulan": 1 to 4) beside a column of years.

They say when, and are no figures: without this the months of a year would be one figure said twelve times.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import islice

from ckanext.satudata.tabular.model import Column, ColumnRole, Table
from ckanext.satudata.tabular.values.columns import ColumnType
from ckanext.satudata.tabular.values.periods import read_part_of

__all__ = ["with_part_columns"]

LOOKED_AT = 3_000
"""Records: enough to see a number that is no month."""


def with_part_columns(table: Table) -> tuple[Column, ...]:
    """The columns of the table, those that number a part of the year among its periods."""
    columns = table.columns
    if not any(column.role is ColumnRole.PERIOD and column.type is ColumnType.YEAR for column in columns):
        return columns
    places = [
        at
        for at, column in enumerate(columns)
        if column.role is ColumnRole.VALUE and column.type is ColumnType.INTEGER and read_part_of(column.name, 1)
    ]
    if not places:
        return columns
    sample = [record.values for record in islice(table.records, LOOKED_AT)]
    parts = {at for at in places if all(read_part_of(columns[at].name, values[at]) for values in sample)}
    return tuple(
        replace(column, role=ColumnRole.PERIOD) if at in parts else column for at, column in enumerate(columns)
    )
