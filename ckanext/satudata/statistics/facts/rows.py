"""From a tidy workbook to facts: one row per figure, with its region, period, breakdown and cell.

What has no region or no period is no fact: it is counted, with its first cells. Blank cells are nothing; marks of
missing figures are facts without a value. Hidden sheets hold lists for drop-downs and old versions: they are left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple

from ckanext.satudata.codes import periode, satuan
from ckanext.satudata.codes.folding import fold
from ckanext.satudata.codes.periode import Periode
from ckanext.satudata.statistics.facts.dimensions import canonical, dimension_name, dimension_value
from ckanext.satudata.statistics.facts.regions import Regions
from ckanext.satudata.statistics.facts.subject import Subject
from ckanext.satudata.statistics.facts.wilayah_number import number_of
from ckanext.satudata.statistics.model import FigureStatus
from ckanext.satudata.tabular.model import ColumnRole, Record, Sheet, Table, Workbook
from ckanext.satudata.tabular.tidy.long import LongRow, long_rows
from ckanext.satudata.tabular.values.marks import Mark, Status

__all__ = ["FactRow", "Skipped", "fact_rows"]

SHOWN_CELLS = 10
SAMPLE = 5_000
LONGEST_PRINTED = 200
_REGION_IN_HEADER = "wilayah"
_UNIT_NAMES = frozenset(("satuan", "satuan data", "unit", "satuan dataset"))
_DIMENSIONS = (ColumnRole.SECTION, ColumnRole.DIMENSION)
_MAYBE_DIMENSIONS = (ColumnRole.TEXT, ColumnRole.CODE)
_STATUS = {
    Status.NONE: FigureStatus.NIHIL,
    Status.NOT_AVAILABLE: FigureStatus.TIDAK_TERSEDIA,
    Status.NOT_SHOWN: FigureStatus.TIDAK_DITAMPILKAN,
    Status.NOT_A_NUMBER: FigureStatus.BUKAN_ANGKA,
    Status.PROVISIONAL: FigureStatus.SEMENTARA,
    Status.VERY_PROVISIONAL: FigureStatus.SANGAT_SEMENTARA,
    Status.REVISED: FigureStatus.REVISI,
    Status.ESTIMATE: FigureStatus.PERKIRAAN,
}


class FactRow(NamedTuple):
    """A figure before it is stored. `measure` is (label, satuan), `breakdown` canonical JSON, `sheet` a name."""

    measure: tuple[str, str]
    wilayah: int
    breakdown: str
    periode: Periode
    sheet: str
    row: int
    column: int | None
    status: FigureStatus
    value: int | float | None
    printed: str | None


@dataclass(slots=True)
class Skipped:
    """Figures that could not be placed: how many, and the first cells, by reason ("wilayah", "periode")."""

    counts: dict[str, int] = field(default_factory=dict)
    cells: dict[str, list[str]] = field(default_factory=dict)

    def add(self, reason: str, row: LongRow) -> None:
        """Count one figure."""
        self.counts[reason] = self.counts.get(reason, 0) + 1
        shown = self.cells.setdefault(reason, [])
        if len(shown) < SHOWN_CELLS:
            shown.append(str(row.origin))


def fact_rows(workbook: Workbook, subject: Subject, skipped: Skipped) -> Iterator[FactRow]:
    """Every figure of the visible sheets that has a region and a period; the others go into `skipped`."""
    for sheet in workbook.sheets:
        if not sheet.is_hidden:
            for table in sheet.tables:
                yield from _of_table(sheet, table, subject, skipped)


def _of_table(sheet: Sheet, table: Table, subject: Subject, skipped: Skipped) -> Iterator[FactRow]:
    regions = Regions.of(table, subject.wilayah)
    plan = _Plan.of(table, regions, subject)
    # `long_rows` gives the figures record by record, in the order of the records.
    figures = long_rows(table)
    width = sum(column.role is ColumnRole.VALUE for column in table.columns)
    for record in table.records:
        own = _Record.of(record, plan, regions)
        for figure in islice(figures, width):
            status = _status(figure, subject)
            if figure.value is None and status is None:
                continue
            wilayah = own.wilayah if regions.in_rows else _region_of_header(figure, subject)
            period = _periode(figure, subject)
            if wilayah is None or period is None:
                skipped.add("wilayah" if wilayah is None else "periode", figure)
                continue
            yield FactRow(
                measure=(figure.measure, figure.unit or own.unit or plan.unit),
                wilayah=wilayah,
                breakdown=_breakdown(own.dimensions, figure.dimensions, regions),
                periode=period,
                sheet=table.sheet,
                row=figure.origin.row,
                column=figure.origin.column,
                status=status if status is not None else subject.status,
                value=figure.value if isinstance(figure.value, (int, float)) else None,
                printed=_printed(sheet, figure),
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """Which columns of a table are dimensions, by position and name, which one says the unit, and the unit if none."""

    dimensions: tuple[tuple[int, str], ...]
    unit_at: int | None
    unit: str

    @classmethod
    def of(cls, table: Table, regions: Regions, subject: Subject) -> _Plan:
        unit_at = next((at for at, column in enumerate(table.columns) if fold(column.name) in _UNIT_NAMES), None)
        free = [
            (at, column)
            for at, column in enumerate(table.columns)
            if at not in regions.columns and at != unit_at and column.name
        ]
        chosen = [at for at, column in free if column.role in _DIMENSIONS]
        periods = [at for at, column in enumerate(table.columns) if column.role is ColumnRole.PERIOD]
        sample = list(islice(table.records, SAMPLE))
        # A text column ("Keterangan", "NPSN") is a dimension only where records would say the same without it.
        for at, column in free:
            if column.role in _MAYBE_DIMENSIONS and _repeats(sample, [*chosen, *periods], regions):
                chosen.append(at)
        return cls(
            dimensions=tuple((at, dimension_name(table.columns[at].name)) for at in sorted(chosen)),
            unit_at=unit_at,
            unit=table.unit or _unit_of_dataset(table, subject),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Record:
    """What all figures of a record share."""

    wilayah: int | None
    dimensions: dict[str, str]
    unit: str

    @classmethod
    def of(cls, record: Record, plan: _Plan, regions: Regions) -> _Record:
        dimensions = {}
        for at, name in plan.dimensions:
            value = dimension_value(name, record.values[at])
            if value is not None:
                dimensions[name] = value
        unit = record.values[plan.unit_at] if plan.unit_at is not None else None
        return cls(
            wilayah=regions.number(record) if regions.in_rows else None,
            dimensions=dimensions,
            unit=str(unit or ""),
        )


def _unit_of_dataset(table: Table, subject: Subject) -> str:
    """The dataset's unit, where no column of the table says that it holds figures of several units; shares are none."""
    stated = {
        fold(column.unit)
        for column in table.columns
        if column.role is ColumnRole.VALUE and column.unit and not _is_share(column.unit)
    }
    return subject.satuan if stated <= {fold(subject.satuan)} else ""


def _is_share(unit: str) -> bool:
    known = satuan.parse(unit)
    return known is not None and known.family == "persen"


def _repeats(sample: list[Record], positions: list[int], regions: Regions) -> bool:
    keys = [(regions.number(record), *(record.values[at] for at in positions)) for record in sample]
    return len(set(keys)) < len(keys)


def _region_of_header(figure: LongRow, subject: Subject) -> int | None:
    if _REGION_IN_HEADER in figure.dimensions:
        return number_of(figure.kode_wilayah) if figure.kode_wilayah else None
    kode = figure.kode_wilayah or subject.wilayah
    return number_of(kode) if kode else None


def _periode(figure: LongRow, subject: Subject) -> Periode | None:
    if figure.period is None:
        return subject.periode
    return periode.parse(figure.period) or subject.periode


def _breakdown(own: Mapping[str, str], of_header: Mapping[str, str], regions: Regions) -> str:
    if not of_header:
        return canonical(own)
    dimensions = dict(own)
    for said, value in of_header.items():
        if said == _REGION_IN_HEADER and not regions.in_rows:
            continue
        name = dimension_name(said)
        kept = dimension_value(name, value)
        if kept is not None:
            dimensions[name] = kept
    return canonical(dimensions)


def _status(figure: LongRow, subject: Subject) -> FigureStatus | None:
    """The figure's own status; the resource's where a value stands without a mark; None for a blank cell."""
    mark: Mark | None = figure.mark
    if mark is not None and mark.status in _STATUS:
        return _STATUS[mark.status]
    return subject.status if figure.value is not None else None


def _printed(sheet: Sheet, figure: LongRow) -> str | None:
    """The text of the cell where it is not simply the number."""
    text = figure.mark.text if figure.mark else ""
    row, column = figure.origin.row, figure.origin.column
    if sheet.grid.row_numbers is None and column is not None:
        cell = sheet.grid.cell(row - 1, column)
        text = cell.strip() if isinstance(cell, str) and cell.strip() else text
    return text[:LONGEST_PRINTED] if text and text != str(figure.value) else None
