"""The long form: one row per figure, with its labels, its dimensions and where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ckanext.satudata.tabular.model import ColumnRole, Origin, Table
from ckanext.satudata.tabular.tidy.dimensions import PERIOD, REGION, Facet, facets_of
from ckanext.satudata.tabular.tidy.wilayah import looks_like_regions, resolve
from ckanext.satudata.tabular.values.columns import Value
from ckanext.satudata.tabular.values.marks import Mark
from ckanext.satudata.tabular.values.periods import joined_period, read_part_of, read_period

__all__ = ["LongRow", "long_rows"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LongRow:
    """One figure. `keys` are the record's own labels by column name, `dimensions` what its header adds.

    `period` is the column's, the record's or the table's, in this order; None if nothing says one. `value` is None
    where the figure is missing; `mark` then says why. `kode_wilayah` is given where the label names one region.
    """

    measure: str
    value: Value
    unit: str
    period: str | None
    kode_wilayah: str | None
    keys: Mapping[str, Value]
    dimensions: Mapping[str, str] = field(default_factory=dict)
    mark: Mark | None = None
    origin: Origin


def long_rows(table: Table) -> Iterator[LongRow]:
    """Every figure of the table, record by record; blank cells too, so that what is missing can be counted."""
    facets = facets_of(table)
    keys = [
        (position, column)
        for position, column in enumerate(table.columns)
        if column.role not in (ColumnRole.VALUE, ColumnRole.NUMBERING)
    ]
    wilayah = next((at for at, column in keys if column.role is ColumnRole.WILAYAH), None)
    periods = [(at, column.name) for at, column in keys if column.role is ColumnRole.PERIOD]
    # Years over some columns say nothing about the others.
    of_table = None if any(PERIOD in facet.values for facet in facets) else table.period
    codes = _codes_across(facets)
    for record in table.records:
        labels = {column.name: record.values[at] for at, column in keys}
        kode = table.regions.get(str(record.values[wilayah])) if wilayah is not None else None
        own_period = _period_of([(name, record.values[at]) for at, name in periods])
        for facet in facets:
            yield LongRow(
                measure=facet.measure,
                value=record.values[facet.position],
                unit=table.columns[facet.position].unit,
                period=_joined(facet, own_period, of_table or _one_year(table.period)),
                kode_wilayah=kode or codes.get(facet.values.get(REGION, "")),
                keys=labels,
                dimensions={name: value for name, value in facet.values.items() if name != PERIOD},
                mark=table.mark(record, facet.position),
                origin=table.origin(record, facet.position),
            )


def _codes_across(facets: list[Facet]) -> Mapping[str, str]:
    """Codes of regions that stand in the header."""
    names = [facet.values[REGION] for facet in facets if REGION in facet.values]
    level = looks_like_regions("", names) if names else None
    return resolve(names, level).codes if level is not None else {}


def _one_year(period: str | None) -> str | None:
    return period if period and len(period) == len("2023") else None


def _period_of(values: list[tuple[str, Value]]) -> str | None:
    """The record's period from its period columns: a year, and a part of it if a second column gives one."""
    said = [(name, value) for name, value in values if value is not None]
    whole = next((found for _, value in said if (found := read_period(str(value)))), None)
    part = next((found for name, value in said if (found := read_part_of(name, value))), None)
    return joined_period(whole, part) if whole and part and len(whole) == len("2023") else whole or part


def _joined(facet: Facet, own: str | None, of_table: str | None) -> str | None:
    said = facet.values.get(PERIOD)
    if said is None:
        return own or of_table
    year = own or of_table
    is_part = len(said) <= len("S1") or not said[:4].isdigit()
    return joined_period(year, said) if is_part and year and len(year) == len("2023") else said
