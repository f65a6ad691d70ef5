"""What a table is about as a whole: unit, period, regions; written into the table after it was built."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ckanext.satudata.codes import periode
from ckanext.satudata.codes.folding import fold
from ckanext.satudata.codes.wilayah import Level
from ckanext.satudata.tabular.grid import column_number
from ckanext.satudata.tabular.model import Column, ColumnRole, Hints, Table
from ckanext.satudata.tabular.tidy.areas import ORDER
from ckanext.satudata.tabular.tidy.part_columns import with_part_columns
from ckanext.satudata.tabular.tidy.units import unit_of_column, unit_of_table
from ckanext.satudata.tabular.tidy.wider_area import wider_area
from ckanext.satudata.tabular.tidy.wilayah import context_region, looks_like_regions, resolve
from ckanext.satudata.tabular.values.columns import ColumnType
from ckanext.satudata.tabular.values.periods import read_period, years_in

__all__ = ["describe"]

_PERIOD_NAMES = frozenset(("tahun", "year", "bulan", "month", "periode", "semester", "triwulan", "tanggal", "waktu"))
_PERIOD_KEYS = frozenset(("tahun", "periode", "tahun data", "bulan", "semester", "triwulan"))
MANY_RECORDS = 3_000
"""Tables with more records are not looked up region by region here; `tidy.wilayah.resolve` does it when asked."""


def describe(table: Table, hints: Hints, sheet_titles: Sequence[str] = ()) -> None:
    """Fills in the units of columns, the unit, period, wilayah level and regions of the table."""
    table.columns = tuple(_with_unit(column) for column in table.columns)
    figures = [column for column in table.columns if column.role is ColumnRole.VALUE]
    table.unit = unit_of_table(table.titles, dict(table.preamble), [column.unit for column in figures])
    if table.unit and not any(column.unit for column in figures):
        table.columns = tuple(
            replace(column, unit=table.unit) if column.role is ColumnRole.VALUE else column for column in table.columns
        )
    _find_regions(table, hints, sheet_titles)
    table.columns = tuple(_with_period_role(column) for column in table.columns)
    table.columns = with_part_columns(table)
    table.period = _period(table)


def _with_unit(column: Column) -> Column:
    unit = unit_of_column(column.path, column.unit) if column.type.is_number else ""
    return replace(column, unit=unit)


def _with_period_role(column: Column) -> Column:
    words = fold(column.name).split()
    if column.role in (ColumnRole.DIMENSION, ColumnRole.TEXT, ColumnRole.VALUE) and column.index is not None:
        is_period = column.type in (ColumnType.YEAR, ColumnType.DATE) or (words and words[0] in _PERIOD_NAMES)
        if is_period and len(column.path) == 1 and column.type is not ColumnType.NUMBER and column.total in (None, 0):
            return replace(column, role=ColumnRole.PERIOD)
    return column


def _period(table: Table) -> str | None:
    """A year, range or date from the header, else from the title or preamble; None where a column says it."""
    if any(column.role is ColumnRole.PERIOD for column in table.columns):
        return None
    years = [year for column in table.columns for level in column.path for year in _years_of(level)]
    if years:
        return _range(years)
    for key, value in table.preamble.items():
        if fold(key) in _PERIOD_KEYS and (found := read_period(value) or _range(years_in(value))):
            return found
    said = _range([year for title in table.titles for year in years_in(title)])
    return said or _range(years_in(table.sheet))


def _years_of(level: str) -> list[int]:
    found = periode.parse(level) if len(level) <= 40 else None  # noqa: PLR2004 - the length of a header, not of a title
    if found is not None:
        return [found.start.year, found.end.year]
    return years_in(level) if len(level) <= 40 else []  # noqa: PLR2004 - as above


def _range(years: Sequence[int]) -> str | None:
    if not years:
        return None
    return str(min(years)) if min(years) == max(years) else f"{min(years)}..{max(years)}"


def _find_regions(table: Table, hints: Hints, sheet_titles: Sequence[str]) -> None:
    """Marks the columns that name regions; the lowest one is the table's wilayah column."""
    found: list[tuple[int, Level]] = []
    records = list(table.records) if len(table.records) <= MANY_RECORDS else _first(table, MANY_RECORDS)
    for position, column in enumerate(table.columns[:8]):
        if column.type is not ColumnType.STRING or column.role is ColumnRole.CODE:
            continue
        labels = [str(record.values[position]) for record in records if record.values[position]]
        level = looks_like_regions(column.name, labels)
        if level is not None:
            found.append((position, level))
    told = table.layout.wilayah_column if table.layout is not None else None
    if told is not None:
        found = _told(table, told, found, records)
    if not found:
        return
    at, level = found[-1] if told else max(found, key=lambda pair: ORDER.index(pair[1]))
    table.wilayah_level = level.value
    columns = list(table.columns)
    columns[at] = replace(columns[at], role=ColumnRole.WILAYAH)
    table.columns = tuple(columns)
    if len(table.records) <= MANY_RECORDS:
        labels = [str(record.values[at] or "") for record in records]
        parents = _parents(records, [pair for pair in found if pair[0] != at], hints.wilayah)
        area = hints.wilayah or _area(table, sheet_titles, level)
        areas = resolve(labels, level, parents=[parents] if parents else (), within=area)
        table.regions = areas.codes
        table.unknown_regions = areas.unknown


def _told(table: Table, letters: str, found: list[tuple[int, Level]], records: Sequence) -> list[tuple[int, Level]]:
    """The recognised columns above the one that a person has named, and that one; none if no column names regions."""
    at = next(
        (at for at, column in enumerate(table.columns) if letters and column.index == column_number(letters)), None
    )
    if at is None:
        return []
    labels = [str(record.values[at]) for record in records if record.values[at]]
    level = looks_like_regions(table.columns[at].name, labels) or Level.KECAMATAN
    return [pair for pair in found if pair[0] != at and ORDER.index(pair[1]) < ORDER.index(level)] + [(at, level)]


def _first(table: Table, count: int) -> list:
    records = []
    for record in table.records:
        records.append(record)
        if len(records) == count:
            break
    return records


def _area(table: Table, sheet_titles: Sequence[str], level: Level) -> str:
    names = wider_area((*table.titles, *sheet_titles), table.preamble)
    found = context_region(names)
    return found.kode if found is not None and ORDER.index(found.level) < ORDER.index(level) else ""


def _parents(records: Sequence, upper: Sequence[tuple[int, Level]], within: str) -> dict[int, str]:
    """Per record the code that its higher region columns name, going down from the highest."""
    parents: dict[int, str] = {}
    for at, level in sorted(upper, key=lambda pair: ORDER.index(pair[1])):
        labels = [str(record.values[at] or "") for record in records]
        areas = resolve(labels, level, parents=[dict(parents)] if parents else (), within="" if parents else within)
        for position, label in enumerate(labels):
            if label in areas.codes:
                parents[position] = areas.codes[label]
    return parents
