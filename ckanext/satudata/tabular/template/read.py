"""Reads a filled form back by its key, into the same kind of table that `tidy` gives for any other file.

Rows are told by their code, columns by their key, so that sorting, notes and columns put in between do no harm. What
does harm is a finding with its cell.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ckanext.satudata.codes.findings import Finding, finding
from ckanext.satudata.codes.folding import fold
from ckanext.satudata.codes.wilayah import region
from ckanext.satudata.tabular.grid import Cell, Grid, address
from ckanext.satudata.tabular.layout.view import Box
from ckanext.satudata.tabular.model import Record, RowRole, Table
from ckanext.satudata.tabular.template.columns import filled_columns
from ckanext.satudata.tabular.template.definition import FormDefinition
from ckanext.satudata.tabular.template.key import Key, column_keys, is_help_sheet, is_key_sheet, key_in, key_row
from ckanext.satudata.tabular.values.columns import Value
from ckanext.satudata.tabular.values.kinds import as_text
from ckanext.satudata.tabular.values.marks import Mark, Status

__all__ = ["FilledForm", "filled_form"]

STATUS_ROW = 3
"""So many rows above the keys stands the status of the figures."""
_STATUS_MARKS = (None, Mark(status=Status.PROVISIONAL, text="*"), Mark(status=Status.VERY_PROVISIONAL, text="**"))
SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledForm:
    """A form that came back: tables by the name of their sheet, and sheets that hold nothing to read.

    `findings` say why a form is read like any other file, or that it is the form of something else.
    """

    tables: dict[str, Table] = field(default_factory=dict)
    left_out: frozenset[str] = frozenset()
    findings: tuple[Finding, ...] = ()


def filled_form(grids: Sequence[Grid], expected: str = "") -> FilledForm:
    """What of these sheets is a form of ours; nothing for a file that is none. `expected` is the key it should have."""
    key_sheet = next((grid for grid in grids if is_key_sheet(grid)), None)
    if key_sheet is None:
        return FilledForm()
    left_out = frozenset(grid.name for grid in grids if is_key_sheet(grid) or is_help_sheet(grid))
    key = key_in(key_sheet)
    forms = [grid for grid in grids if grid.name not in left_out and key_row(grid) is not None]
    if key is None or not forms:
        return FilledForm(left_out=left_out, findings=(finding("FORM-01", place=key_sheet.name),))
    tables = {grid.name: _Reading(grid, key).table() for grid in forms}
    asked = key.definition
    is_other = bool(expected and asked.key and asked.key != expected)
    findings = (finding("FORM-08", place=forms[0].name, value=asked.title),) if is_other else ()
    return FilledForm(tables=tables, left_out=left_out, findings=findings)


class _Reading:
    """One sheet being read: which column is which, which row answers which line of the form."""

    def __init__(self, grid: Grid, key: Key) -> None:
        self.grid, self.key, self.definition = grid, key, key.definition
        self.keys_at = key_row(grid) or 0
        self.places = column_keys(grid.rows[self.keys_at])
        self.findings: list[Finding] = []
        self.roles: dict[int, RowRole] = {}
        self.notes: list[str] = []
        self.inputs = [column for column in self.definition.inputs if column.key in self.places]
        for column in self.definition.inputs:
            if column.key not in self.places:
                self.findings.append(finding("FORM-03", place=grid.name, value=" | ".join(column.path)))

    def table(self) -> Table:
        """The filled form as a tidy table, with findings about what was done to the form."""
        rows = self._answers() if self.definition.rows else self._free_rows()
        status = self._status()
        columns = filled_columns(self.grid, self.definition, self.places, rows)
        self.findings.extend(columns.findings)
        records = [Record(self.grid.row_number(row), columns.record(at)) for at, row in enumerate(rows)]
        marks = {(records[at].row, position): mark for (at, position), mark in columns.marks.items()}
        if status is not None:
            for record in records:
                for position, value in enumerate(record.values):
                    if columns.is_figure(position) and value is not None:
                        marks.setdefault((record.row, position), status)
        last = max(rows, default=self.keys_at)
        return Table(
            sheet=self.grid.name,
            box=Box(self.keys_at + 1, min(self.places.values()), last, max(self.places.values())),
            columns=columns.columns,
            records=records,
            titles=(self.definition.title,),
            preamble=_preamble(self.definition),
            notes=tuple(self.notes),
            rows=dict(sorted(self._all_roles(rows).items())),
            marks=marks,
            findings=self.findings,
            period=self.definition.period or None,
            unit=_one_unit(self.definition),
            wilayah_level=_level(self.definition),
            regions=_regions(self.definition),
        )

    def _answers(self) -> list[int]:
        """Rows of the sheet that answer a line of the form."""
        names = {_line_key(row.kode, values): row.label for row, values in self.definition.lines}
        answered: dict[tuple[str, ...], int] = {}
        for row in self._body():
            line = self._line(row)
            text = self._label(row)
            if line in names and line not in answered:
                answered[line] = row
                continue
            self.roles[row] = RowRole.SKIPPED
            if line in answered:
                first = self.grid.row_number(answered[line])
                self.findings.append(finding("FORM-04", place=self._place(row), value=names[line], first=first))
            elif any(self._cell(row, column.key) != "" for column in self.inputs):
                self.findings.append(finding("FORM-02", place=self._place(row), value=text))
            else:
                self.roles[row] = RowRole.NOTE
                self.notes.append(" ".join(filter(None, map(as_text, self.grid.rows[row]))))
        missing = [label for line, label in names.items() if line not in answered]
        if missing:
            named = ", ".join(dict.fromkeys(missing[:SHOWN]))
            self.findings.append(finding("FORM-05", place=self.grid.name, value=named, count=len(missing)))
        return sorted(answered.values())

    def _free_rows(self) -> list[int]:
        return [row for row in self._body() if self._cell(row, "label") != ""]

    def _body(self) -> list[int]:
        depth = max(len(column.path) for column in self.definition.inputs)
        start = self.keys_at + 1 + depth
        return [row for row in range(start, len(self.grid.rows)) if any(map(as_text, self.grid.rows[row]))]

    def _line(self, row: int) -> tuple[str, ...]:
        """Which line of the form a row answers: its code and its values of dimensions."""
        down = () if self.definition.is_across else range(len(self.definition.dimensions))
        return _line_key(self._code(row), [as_text(self._cell(row, f"d{at}")) for at in down])

    def _code(self, row: int) -> str:
        cell = self._cell(row, "code")
        if isinstance(cell, float) and not cell.is_integer():
            # A code typed again becomes a number: 36.10 arrives as 36.1.
            return f"{cell:.2f}"
        if cell != "":
            return as_text(cell)
        label = fold(self._label(row))
        alike = [line.kode for line in self.definition.rows if fold(line.label) == label]
        return alike[0] if len(alike) == 1 else ""

    def _label(self, row: int) -> str:
        return as_text(self._cell(row, "label")) or as_text(self._cell(row, "code"))

    def _cell(self, row: int, key: str) -> Cell:
        column = self.places.get(key)
        return "" if column is None else self.grid.cell(row, column)

    def _place(self, row: int) -> str:
        return address(self.grid.name, self.grid.row_number(row), self.places.get("label"))

    def _status(self) -> Mark | None:
        """The mark that every figure carries because of the status chosen above the form."""
        above = self.grid.rows[max(0, self.keys_at - STATUS_ROW)]
        said = {as_text(cell) for cell in above}
        return next(
            (mark for word, mark in zip(self.key.statuses, _STATUS_MARKS, strict=False) if word in said and mark), None
        )

    def _all_roles(self, rows: Sequence[int]) -> dict[int, RowRole]:
        depth = max(len(column.path) for column in self.definition.inputs)
        roles = dict.fromkeys((row for row in range(self.keys_at) if any(self.grid.rows[row])), RowRole.TITLE)
        roles |= dict.fromkeys(range(self.keys_at + 1, self.keys_at + 1 + depth), RowRole.HEADER)
        roles |= self.roles | dict.fromkeys(rows, RowRole.RECORD)
        return {self.grid.row_number(row): role for row, role in roles.items()}


def _line_key(kode: str, values: Sequence[Value]) -> tuple[str, ...]:
    return (kode.strip(), *(fold(str(value)) for value in values))


def _preamble(definition: FormDefinition) -> dict[str, str]:
    said = {"wilayah": definition.area, "periode": definition.period, "produsen data": definition.producer}
    return {name: value for name, value in said.items() if value}


def _one_unit(definition: FormDefinition) -> str | None:
    units = {column.unit for column in definition.columns if column.type.is_number}
    return next(iter(units)) or None if len(units) == 1 else None


def _level(definition: FormDefinition) -> str | None:
    first = region(definition.rows[0].kode) if definition.rows else None
    return first.level.value if first else None


def _regions(definition: FormDefinition) -> dict[str, str]:
    """Codes by name, where a name belongs to one region only."""
    codes: dict[str, set[str]] = {}
    for row in definition.rows:
        codes.setdefault(row.label, set()).add(row.kode)
    return {label: found.copy().pop() for label, found in codes.items() if len(found) == 1}
