"""What `tidy()` gives: a workbook of sheets, each with its tables, records and findings.

Every value knows where it came from: `Table.origin(record, position)` is its sheet, row and column.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple, Protocol

from ckanext.satudata.codes.findings import Finding
from ckanext.satudata.tabular.grid import Grid, address
from ckanext.satudata.tabular.layout.correction import Layout
from ckanext.satudata.tabular.layout.view import Box
from ckanext.satudata.tabular.values.columns import ColumnType, Value
from ckanext.satudata.tabular.values.marks import Mark

__all__ = ["Column", "ColumnRole", "Hints", "Origin", "Record", "RecordSource", "RowRole", "Sheet", "Table", "Workbook"]

SECTION = "section"


class ColumnRole(str, Enum):
    """What a column is for."""

    SECTION = "section"
    NUMBERING = "numbering"
    WILAYAH = "wilayah"
    KODE_WILAYAH = "kode_wilayah"
    PERIOD = "period"
    CODE = "code"
    DIMENSION = "dimension"
    VALUE = "value"
    TEXT = "text"


class RowRole(str, Enum):
    """What a row of a sheet is, for drawing and for correcting it."""

    TITLE = "title"
    HEADER = "header"
    NUMBERS = "numbers"
    RECORD = "record"
    SECTION = "section"
    TOTAL = "total"
    FILLER = "filler"
    NOTE = "note"
    SKIPPED = "skipped"


class Origin(NamedTuple):
    """Where a value stands: sheet name, 1-based row as people see it, 0-based column (None for a section)."""

    sheet: str
    row: int
    column: int | None

    def __str__(self) -> str:
        return address(self.sheet, self.row, self.column)


class Record(NamedTuple):
    """One record: the 1-based row it came from, and a value per column."""

    row: int
    values: tuple[Value, ...]


class RecordSource(Protocol):
    """Records that can be gone through as often as one likes: a list, or a large file that is read again."""

    def __iter__(self) -> Iterator[Record]: ...

    def __len__(self) -> int: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a tidy table.

    `path` are the levels of its header, outer first; `index` its 0-based place in the sheet (None for a section).
    `missing` counts records without a value, `total` adds up the numbers (None for other columns).
    """

    name: str
    path: tuple[str, ...]
    index: int | None
    type: ColumnType
    role: ColumnRole = ColumnRole.TEXT
    unit: str = ""
    missing: int = 0
    total: float | None = None
    is_hidden: bool = False


@dataclass(slots=True, kw_only=True)
class Table:
    """A tidy table. `rows` are the sheet's rows with their role; `marks` by 1-based row and column position."""

    sheet: str
    box: Box
    columns: tuple[Column, ...]
    records: RecordSource
    titles: tuple[str, ...] = ()
    preamble: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    rows: Mapping[int, RowRole] = field(default_factory=dict)
    totals: Sequence[Record] = ()
    marks: Mapping[tuple[int, int], Mark] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    period: str | None = None
    unit: str | None = None
    wilayah_level: str | None = None
    regions: Mapping[str, str] = field(default_factory=dict)
    """Label to Kemendagri code, for the labels of the wilayah column that name one region."""
    unknown_regions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Labels of the wilayah column that name no region clearly, each with the nearest names."""
    shape: str = ""
    """Fingerprint of the header as it was recognised, by which a correction is found again."""
    anchor: tuple[int, int] | None = None
    """First header row (1-based) and left column (0-based) of the table as it was recognised."""
    end_row: int | None = None
    """Last row (1-based) of the table as it was recognised."""
    layout: Layout | None = None
    """The correction that was applied."""

    def as_recognised(self) -> Layout:
        """The correction that changes nothing, to be filled in by a person."""
        return Layout(sheet=self.sheet, shape=self.shape, anchor=self.anchor, end_row=self.end_row)

    @property
    def title(self) -> str:
        """The title, its lines joined; "" if there is none."""
        return " ".join(self.titles)

    @property
    def wilayah_column(self) -> Column | None:
        """The column whose labels are regions."""
        return next((column for column in self.columns if column.role is ColumnRole.WILAYAH), None)

    def position(self, name: str) -> int:
        """The place of the first column of this name. Raises KeyError."""
        for position, column in enumerate(self.columns):
            if column.name == name:
                return position
        raise KeyError(name)

    def origin(self, record: Record, position: int) -> Origin:
        """Where a record's value stands."""
        return Origin(self.sheet, record.row, self.columns[position].index)

    def mark(self, record: Record, position: int) -> Mark | None:
        """What was said beside, or instead of, a value."""
        return self.marks.get((record.row, position))


@dataclass(slots=True, kw_only=True)
class Sheet:
    """A sheet with its tables, and the grid they were read from.

    `skipped` are tables that a person has said are none; `shape` is set for a sheet in which no table was found.
    """

    name: str
    grid: Grid
    tables: list[Table] = field(default_factory=list)
    skipped: list[Table] = field(default_factory=list)
    shape: str = ""
    findings: list[Finding] = field(default_factory=list)

    @property
    def is_hidden(self) -> bool:
        """Whether the sheet was hidden in the workbook."""
        return self.grid.is_hidden


@dataclass(slots=True, kw_only=True)
class Workbook:
    """Everything found in one file. `kind` is the type by content: xlsx, xls, ods, html, text, zip, …

    `is_streamed`: the records are read from the file again each time.
    """

    name: str
    kind: str
    is_streamed: bool = False
    sheets: list[Sheet] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def tables(self) -> list[Table]:
        """All tables, sheet by sheet."""
        return [table for sheet in self.sheets for table in sheet.tables]

    @property
    def all_findings(self) -> list[Finding]:
        """The findings of the file, its sheets and its tables."""
        found = list(self.findings)
        for sheet in self.sheets:
            found.extend(sheet.findings)
            for table in sheet.tables:
                found.extend(table.findings)
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """What a person knows or has corrected. Everything is optional.

    `wilayah` is the Kemendagri code of the region the file is about: region names are looked up in it first. `layouts`
    are corrections of recognised tables, of this file or of one of the same shape.
    """

    wilayah: str = ""
    layouts: Sequence[Layout] = ()
    previous: Mapping[tuple[str, str], float] = field(default_factory=dict)
    """Figures of the period before, by (row label, column name): for the check of jumps."""
    small_cell: int = 0
    """For data of restricted access: counts of persons below this are reported (0: not looked at)."""
    form_key: str = ""
    """Key of the forms of this dataset: a filled form with another key is reported ("": not looked at)."""
