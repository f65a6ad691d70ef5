"""Builds a tidy table from a region of a sheet: names, roles of rows, records, marks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ckanext.satudata.codes.findings import Finding, finding
from ckanext.satudata.tabular.grid import address, column_number
from ckanext.satudata.tabular.header.names import SEPARATOR
from ckanext.satudata.tabular.layout.correction import Layout, RowRef, matches_label
from ckanext.satudata.tabular.layout.shape import shape_of_block
from ckanext.satudata.tabular.layout.sheet import Region
from ckanext.satudata.tabular.layout.told import corrected, placed
from ckanext.satudata.tabular.layout.view import View
from ckanext.satudata.tabular.model import SECTION, Column, ColumnRole, Record, RowRole, Table
from ckanext.satudata.tabular.tidy.rows import Role, Rows, is_numbering, read_rows
from ckanext.satudata.tabular.tidy.sections import (
    mark_empty,
    mark_fillers,
    mark_sections,
    mark_undescribed,
    mark_upper_totals,
)
from ckanext.satudata.tabular.tidy.titles import titles_of
from ckanext.satudata.tabular.tidy.totals import mark_totals
from ckanext.satudata.tabular.tidy.wider_area import wider_area
from ckanext.satudata.tabular.values.codes import is_code_header
from ckanext.satudata.tabular.values.columns import ColumnType, ColumnValues, Value, read_column
from ckanext.satudata.tabular.values.kinds import Kind
from ckanext.satudata.tabular.values.marks import Mark

__all__ = ["build_table"]

_ROW_ROLES = {
    Role.RECORD: RowRole.RECORD,
    Role.SECTION: RowRole.SECTION,
    Role.TOTAL: RowRole.TOTAL,
    Role.FILLER: RowRole.FILLER,
    Role.CONTINUED: RowRole.SKIPPED,
    Role.EMPTY: RowRole.SKIPPED,
}


def build_table(view: View, region: Region, layout: Layout | None = None) -> Table:
    """The table of a region, corrected as the layout says. `tidy/describe.py` adds unit, period and regions."""
    shape, (anchor, end_row) = shape_of_block(region.block), placed(view, region.block)
    if layout is not None:
        layout = layout.moved(anchor, end_row)
        region = corrected(view, region, layout)
    block = region.block
    names = [SEPARATOR.join(block.paths[column]) for column in block.columns]
    told = {column_number(letters): kind for letters, kind in (layout.types if layout else {}).items()}
    types = [told.get(column) for column in block.columns]
    rows = read_rows(view, block, names, types)
    titles = titles_of(region)
    _sort_rows(view, rows, wider_area(titles, region.preamble), layout)
    records = [row for row in range(len(rows)) if rows.roles[row] is Role.RECORD]
    if len(records) < len(rows):
        _read_again(rows, records, types)
    kept = [position for position in range(len(rows.columns)) if _is_kept(rows, position, records)]
    has_section = any(rows.sections[row] for row in records)
    table = Table(
        sheet=view.grid.name,
        box=block.box,
        columns=_columns(view, rows, block.paths, kept, records, has_section),
        records=[_record(view, rows, row, kept, has_section) for row in records],
        titles=titles,
        preamble=dict(region.preamble) | view.grid.preamble,
        notes=tuple(region.notes),
        rows=_row_roles(view, region, rows),
        totals=[_record(view, rows, row, kept, has_section) for row in _totals(rows)],
        marks=_marks(view, rows, records, kept, has_section),
        shape=shape,
        anchor=anchor,
        end_row=end_row,
        layout=layout,
    )
    if block.header is None:
        table.findings.append(finding("TABLE-02", place=table.sheet))
    table.findings.extend(_findings(table, view, rows))
    return table


def _sort_rows(view: View, rows: Rows, areas: Sequence[str], layout: Layout | None) -> None:
    mark_fillers(rows)
    mark_empty(rows)
    mark_sections(rows, _merged_rows(view, rows))
    mark_totals(rows, areas)
    mark_undescribed(rows)
    mark_upper_totals(rows)
    if layout is not None:
        for refs, role in ((layout.totals, Role.TOTAL), (layout.records, Role.RECORD)):
            for row in _rows_meant(view, rows, refs):
                rows.roles[row] = role


def _rows_meant(view: View, rows: Rows, refs: Sequence[RowRef]) -> Iterator[int]:
    """The row of that number if it still has that label, else every row that has it."""
    labels = [rows.label_of(row) for row in range(len(rows))]
    places = {view.grid.row_number(number): row for row, number in enumerate(rows.numbers)}
    for ref in refs:
        row = places.get(ref.row)
        if row is not None and (not ref.label or matches_label(ref, labels[row])):
            yield row
        else:
            yield from (row for row, label in enumerate(labels) if matches_label(ref, label))


def _merged_rows(view: View, rows: Rows) -> set[int]:
    """Rows whose only cell is merged over several columns of the table."""
    merged: set[int] = set()
    if not view.grid.merges:
        return merged
    for number in rows.numbers:
        columns = [column for column in rows.columns if view.own_text(number, column)]
        merge = view.merge(number, columns[0]) if len(columns) == 1 else None
        if merge and merge.right > merge.left and merge.right >= rows.columns[len(rows.columns) // 2]:
            merged.add(number)
    return merged


def _read_again(rows: Rows, records: list[int], types: Sequence[ColumnType | None]) -> None:
    """Types and marks of the records alone: heads and totals hold words where records hold figures."""
    for position, cells in enumerate(rows.cells):
        own = read_column(
            [cells[row] for row in records],
            name=rows.names[position],
            table=rows.evidence,
            is_label=position == 0,
            as_type=types[position],
        )
        whole = rows.read[position]
        values: list[Value] = list(whole.values)
        marks: dict[int, Mark] = {}
        for at, row in enumerate(records):
            values[row] = own.values[at]
            if at in own.marks:
                marks[row] = own.marks[at]
        rows.read[position] = ColumnValues(
            type=own.type, values=values, marks=marks, unit=own.unit, separators=own.separators or whole.separators
        )


def _is_kept(rows: Rows, position: int, records: list[int]) -> bool:
    return bool(rows.names[position]) or any(rows.is_filled(row, position) for row in records)


def _columns(
    view: View,
    rows: Rows,
    paths: dict[int, tuple[str, ...]],
    kept: list[int],
    records: list[int],
    has_section: bool,
) -> tuple[Column, ...]:
    columns = []
    if has_section:
        columns.append(
            Column(name=SECTION, path=(SECTION,), index=None, type=ColumnType.STRING, role=ColumnRole.SECTION)
        )
    is_blank = rows.is_blank_form
    for position in kept:
        read = rows.read[position]
        values = [read.values[row] for row in records]
        is_empty = not any(value is not None for value in values)
        # Nothing but "-" behind the label, or nothing in a table of numbers: a number column without a number.
        awaits_numbers = is_empty and position > rows.label and (is_blank or bool(rows.figures) or bool(read.marks))
        column_type = ColumnType.NUMBER if awaits_numbers else read.type
        columns.append(
            Column(
                name=rows.names[position],
                path=paths[rows.columns[position]],
                index=rows.columns[position],
                type=column_type,
                role=_role(rows, position, column_type, awaits_numbers=awaits_numbers),
                unit=read.unit,
                missing=sum(value is None for value in values),
                total=_total(values) if column_type.is_number and not is_empty else None,
                is_hidden=rows.columns[position] in view.grid.hidden_columns,
            )
        )
    return tuple(columns)


def _role(rows: Rows, position: int, column_type: ColumnType, *, awaits_numbers: bool) -> ColumnRole:
    if is_code_header(rows.names[position]):
        return ColumnRole.CODE
    if position < rows.label and is_numbering(rows, position, "1"):
        return ColumnRole.NUMBERING
    if column_type is ColumnType.YEAR:
        return ColumnRole.PERIOD
    if awaits_numbers or (position in rows.values and column_type.is_number):
        return ColumnRole.VALUE
    return ColumnRole.DIMENSION if position <= rows.label else ColumnRole.TEXT


def _total(values: Sequence[Value]) -> float:
    return sum(value for value in values if isinstance(value, (int, float)) and not isinstance(value, bool))


def _record(view: View, rows: Rows, row: int, kept: list[int], has_section: bool) -> Record:
    values = tuple([rows.read[position].values[row] for position in kept])
    section = (SEPARATOR.join(rows.sections[row]) or None,) if has_section else ()
    return Record(view.grid.row_number(rows.numbers[row]), section + values)


def _totals(rows: Rows) -> list[int]:
    return [row for row in range(len(rows)) if rows.roles[row] is Role.TOTAL]


def _marks(
    view: View, rows: Rows, records: list[int], kept: list[int], has_section: bool
) -> dict[tuple[int, int], Mark]:
    marks = {}
    wanted = set(records)
    for at, position in enumerate(kept, int(has_section)):
        for row, mark in rows.read[position].marks.items():
            if row in wanted:
                marks[view.grid.row_number(rows.numbers[row]), at] = mark
    return marks


def _row_roles(view: View, region: Region, rows: Rows) -> dict[int, RowRole]:
    block = region.block
    roles = dict.fromkeys(region.note_rows, RowRole.NOTE)
    roles |= dict.fromkeys((*region.lead_rows, *block.lead.rows), RowRole.TITLE)
    if block.header:
        roles |= dict.fromkeys(block.header.rows, RowRole.HEADER)
        roles |= dict.fromkeys((*block.header.number_rows, *block.body.number_rows), RowRole.NUMBERS)
    roles |= dict.fromkeys(block.body.repeated_headers, RowRole.HEADER)
    roles |= dict.fromkeys(block.body.notes, RowRole.NOTE)
    roles |= {number: _ROW_ROLES[role] for number, role in zip(rows.numbers, rows.roles, strict=True)}
    return {view.grid.row_number(row): roles[row] for row in sorted(roles)}


def _findings(table: Table, view: View, rows: Rows) -> list[Finding]:
    found = []
    header = next((row for row, role in table.rows.items() if role is RowRole.HEADER), table.box.top + 1)
    seen: set[str] = set()
    for column in table.columns:
        place = address(table.sheet, header, column.index)
        if not column.name and RowRole.HEADER in table.rows.values():
            found.append(finding("TABLE-03", place=place))
        elif column.name and column.name in seen:
            found.append(finding("TABLE-04", place=place, value=column.name))
        seen.add(column.name)
    for number, role in zip(rows.numbers, rows.roles, strict=True):
        if role is Role.FILLER:
            place = address(table.sheet, view.grid.row_number(number))
            has_figures = any(view.kind(number, rows.columns[at]) is Kind.NUMBER for at in rows.values)
            found.append(finding("TABLE-06" if has_figures else "TABLE-05", place=place))
    return found
