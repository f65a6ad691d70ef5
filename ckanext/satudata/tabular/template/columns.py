"""The columns of a filled form, typed as its definition says; what was typed against it is a finding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ckanext.satudata.codes.findings import Finding, finding
from ckanext.satudata.codes.folding import fold
from ckanext.satudata.tabular.grid import Cell, Grid, address
from ckanext.satudata.tabular.header.names import SEPARATOR
from ckanext.satudata.tabular.model import Column, ColumnRole
from ckanext.satudata.tabular.template.definition import FormDefinition, InputColumn
from ckanext.satudata.tabular.values.columns import ColumnType, ColumnValues, Value, column_evidence, read_column
from ckanext.satudata.tabular.values.kinds import as_text, is_empty
from ckanext.satudata.tabular.values.marks import Mark
from ckanext.satudata.tabular.values.numbers import Evidence

__all__ = ["FilledColumns", "filled_columns"]


@dataclass(slots=True)
class FilledColumns:
    """Columns with a value per row. `marks` by position of the row and of the column."""

    columns: tuple[Column, ...] = ()
    values: list[list[Value]] = field(default_factory=list)
    marks: dict[tuple[int, int], Mark] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def record(self, at: int) -> tuple[Value, ...]:
        """The values of a row."""
        return tuple([values[at] for values in self.values])

    def is_figure(self, position: int) -> bool:
        """Whether a column holds figures."""
        return self.columns[position].role is ColumnRole.VALUE

    def add(self, column: Column, read: ColumnValues) -> None:
        """One more column."""
        position = len(self.columns)
        self.columns = (*self.columns, column)
        self.values.append(read.values)
        self.marks |= {(at, position): mark for at, mark in read.marks.items()}


def filled_columns(
    grid: Grid, definition: FormDefinition, places: dict[str, int], rows: Sequence[int]
) -> FilledColumns:
    """The columns of the form that are still there, with the values of these rows."""
    filled = FilledColumns()
    for key, name, role in _label_columns(definition):
        if key in places:
            cells = [as_text(grid.cell(row, places[key])) or None for row in rows]
            filled.add(_column(name, (name,), places[key], ColumnType.STRING, role, cells), _plain(cells))
    inputs = [column for column in definition.inputs if column.key in places]
    evidence = Evidence()
    for column in inputs:
        evidence.add(column_evidence([grid.cell(row, places[column.key]) for row in rows]))
    blanks: list[tuple[int, int]] = []
    for column in inputs:
        cells = [grid.cell(row, places[column.key]) for row in rows]
        read = read_column(cells, name=column.path[-1], table=evidence, as_type=_type(column))
        if column.column.choices:
            _keep_choices(filled, grid, column, read, places[column.key], rows)
        blanks.extend((row, places[column.key]) for row, cell in zip(rows, cells, strict=True) if is_empty(cell))
        filled.add(_input_column(column, places[column.key], read), read)
    if blanks:
        row, column_at = min(blanks)
        place = address(grid.name, grid.row_number(row), column_at)
        total = len(inputs) * len(rows)
        filled.findings.append(finding("FORM-06", place=place, count=len(blanks), total=total))
    _add_notes(filled, grid, places, rows)
    return filled


def _label_columns(definition: FormDefinition) -> list[tuple[str, str, ColumnRole]]:
    role = ColumnRole.WILAYAH if definition.has_codes else ColumnRole.DIMENSION
    down = [] if definition.is_across else definition.dimensions
    return [
        *(("code", "Kode Wilayah", ColumnRole.KODE_WILAYAH) for _ in range(definition.has_codes)),
        *(("above", "Wilayah Atas", ColumnRole.DIMENSION) for _ in range(definition.has_upper)),
        ("label", definition.row_name, role),
        *((f"d{at}", dimension.name, ColumnRole.DIMENSION) for at, dimension in enumerate(down)),
    ]


def _type(column: InputColumn) -> ColumnType:
    return ColumnType.STRING if column.column.choices else column.column.type


def _column(
    name: str, path: tuple[str, ...], index: int, kind: ColumnType, role: ColumnRole, values: Sequence[Value]
) -> Column:
    return Column(
        name=name, path=path, index=index, type=kind, role=role, missing=sum(value is None for value in values)
    )


def _input_column(column: InputColumn, index: int, read: ColumnValues) -> Column:
    is_figure = column.column.type.is_number and not column.column.choices
    numbers = [value for value in read.values if isinstance(value, (int, float))]
    return Column(
        name=SEPARATOR.join(column.path),
        path=column.path,
        index=index,
        type=read.type,
        role=ColumnRole.VALUE if is_figure else ColumnRole.TEXT,
        unit=column.column.unit if is_figure else "",
        missing=sum(value is None for value in read.values),
        total=sum(numbers) if is_figure and numbers else None,
    )


def _keep_choices(
    filled: FilledColumns, grid: Grid, column: InputColumn, read: ColumnValues, index: int, rows: Sequence[int]
) -> None:
    """Answers in the spelling of the form; others are left out."""
    known = {fold(choice): choice for choice in column.column.choices}
    for at, value in enumerate(read.values):
        if value is None:
            continue
        read.values[at] = known.get(fold(str(value)))
        if read.values[at] is None:
            place = address(grid.name, grid.row_number(rows[at]), index)
            choices = ", ".join(column.column.choices)
            filled.findings.append(finding("FORM-07", place=place, value=value, choices=choices))


def _add_notes(filled: FilledColumns, grid: Grid, places: dict[str, int], rows: Sequence[int]) -> None:
    """The column of notes, if somebody wrote one."""
    if "note" not in places:
        return
    cells: list[Cell] = [grid.cell(row, places["note"]) for row in rows]
    if not all(map(is_empty, cells)):
        notes: list[Value] = [as_text(cell) or None for cell in cells]
        filled.add(
            _column("Catatan", ("Catatan",), places["note"], ColumnType.STRING, ColumnRole.TEXT, notes), _plain(notes)
        )


def _plain(values: Sequence[Value]) -> ColumnValues:
    return ColumnValues(type=ColumnType.STRING, values=list(values))
