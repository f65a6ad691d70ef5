"""A table that is too large to hold: its layout is read from its first rows, its records are converted as they pass.

What the first rows say about columns holds for the whole file; cells that do not fit are counted and reported. The
records themselves are read from the source again each time somebody goes through them.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from ckanext.satudata.codes.findings import finding
from ckanext.satudata.codes.folding import fold
from ckanext.satudata.tabular.grid import Grid, address
from ckanext.satudata.tabular.layout.correction import assigned
from ckanext.satudata.tabular.layout.shape import shape_of_block
from ckanext.satudata.tabular.layout.sheet import read_sheet
from ckanext.satudata.tabular.layout.told import placed
from ckanext.satudata.tabular.layout.view import Box, View
from ckanext.satudata.tabular.layout.wording import is_note
from ckanext.satudata.tabular.model import Column, Hints, Record, RowRole, Sheet, Table
from ckanext.satudata.tabular.reader.large_text import LargeText
from ckanext.satudata.tabular.tidy.areas import NATIONAL
from ckanext.satudata.tabular.tidy.build import build_table
from ckanext.satudata.tabular.tidy.describe import describe
from ckanext.satudata.tabular.values.columns import ColumnType, Value
from ckanext.satudata.tabular.values.marks import missing_status
from ckanext.satudata.tabular.values.numbers import Evidence, Separators, decide, gather, read_number_text, to_number

__all__ = ["LargeRecords", "tidy_large"]

HEAD_ROWS = 2_000
TAIL_ROWS = 40
REPORTED_CELLS = 20
_TOTAL_LABELS = frozenset(("jumlah", "total", "grand total", "jumlah total", "rata rata")) | NATIONAL
Convert = Callable[[str], Value]


class NotANumberError(ValueError):
    """Raised by a converter for a cell that is no number; caught where the row is built."""


@dataclass(slots=True)
class LargeRecords:
    """Records of a large text. `count` is known after the first pass; `end` is the last row that may be a record."""

    text: LargeText
    places: Sequence[int]
    converters: Sequence[Convert]
    start: int
    end: int
    header: frozenset[tuple[str, ...]]
    label: int
    first_names: frozenset[str] = frozenset()
    count: int = 0
    odd_cells: list[tuple[int, int, str]] = field(default_factory=list)
    odd_count: int = 0

    def __len__(self) -> int:
        return self.count

    def __iter__(self) -> Iterator[Record]:
        pairs = list(zip(self.places, self.converters, strict=True))
        for number, cells in self.text.rows():
            if number < self.start or not self.is_record(cells):
                continue
            if number > self.end:
                return
            try:
                yield Record(number, tuple([convert(cells[place]) for place, convert in pairs]))
            except (IndexError, NotANumberError):
                yield Record(number, tuple(self._values(number, cells)))

    def is_record(self, cells: Sequence[str]) -> bool:
        """Whether a row is neither blank, nor the header again, nor a total by its words."""
        label = cells[self.label] if self.label < len(cells) else ""
        if not label:
            return any(cells)
        if label[0] in "JjTtGgRrIiNn" and fold(label) in _TOTAL_LABELS:
            return False
        # Asked of every row: the first cell nearly always settles it.
        return cells[0] not in self.first_names or tuple(cells) not in self.header

    def _values(self, number: int, cells: Sequence[str]) -> Iterator[Value]:
        for place, convert in zip(self.places, self.converters, strict=True):
            text = cells[place] if place < len(cells) else ""
            try:
                yield convert(text)
            except NotANumberError:
                self.note(number, place, text)
                yield None

    def note(self, number: int, place: int, text: str) -> None:
        """Keeps the first odd cells of the first pass, and counts all."""
        if not self.count:
            self.odd_count += 1
            if len(self.odd_cells) < REPORTED_CELLS:
                self.odd_cells.append((number, place, text))


def tidy_large(text: LargeText, hints: Hints) -> Sheet:
    """The one table of a large text."""
    head, tail, last = _ends(text)
    grid = Grid(name="", rows=[list(row) for _, row in head], delimiter=text.dialect.delimiter)
    grid.row_numbers = [number for number, _ in head]
    sheet = Sheet(name="", grid=grid)
    view = View(grid)
    regions = [region for region in read_sheet(view) if region.block.body.rows]
    if not regions:
        sheet.findings.append(finding("TABLE-01", place=""))
        return sheet
    region = max(regions, key=lambda found: len(found.block.body.rows))
    place = (shape_of_block(region.block), placed(view, region.block)[0][0])
    (layout,) = assigned(hints.layouts, "", [""], [place])
    table = build_table(view, region, layout)
    describe(table, hints)
    records = _records(text, table, head, _last_record(tail, table, last))
    _count(table, records)
    table.box = Box(table.box.top, table.box.left, last - 1, table.box.right)
    sheet.tables.append(table)
    return sheet


def _ends(text: LargeText) -> tuple[list[tuple[int, list[str]]], list[tuple[int, list[str]]], int]:
    head: list[tuple[int, list[str]]] = []
    tail: deque[tuple[int, list[str]]] = deque(maxlen=TAIL_ROWS)
    number = 0
    for number, row in text.rows():
        if len(head) < HEAD_ROWS:
            head.append((number, row))
        tail.append((number, row))
    return head, list(tail), number


def _last_record(tail: list[tuple[int, list[str]]], table: Table, last: int) -> int:
    """The last row that may be a record: notes and rows of a single cell at the end are none."""
    for number, row in reversed(tail):
        filled = [cell for cell in row if cell.strip()]
        if len(filled) > 1 or (len(filled) == 1 and len(table.columns) == 1 and not is_note(filled[0])):
            return number
    return last


def _records(text: LargeText, table: Table, head: list[tuple[int, list[str]]], end: int) -> LargeRecords:
    columns = [column for column in table.columns if column.index is not None]
    table.columns = tuple(columns)
    places = [column.index for column in columns if column.index is not None]
    header_rows = {row for row, role in table.rows.items() if role is RowRole.HEADER}
    first = next(iter(table.records)).row
    samples = {place: [row[place] for number, row in head if number >= first and place < len(row)] for place in places}
    table_evidence = Evidence()
    for cells in samples.values():
        table_evidence.add(_evidence(cells))
    converters = [
        _converter(column, decide(_evidence(samples[place]), table_evidence))
        for column, place in zip(columns, places, strict=True)
    ]
    label = next((place for column, place in zip(columns, places, strict=True) if not column.type.is_number), 0)
    header = frozenset(tuple(row) for number, row in head if number in header_rows)
    return LargeRecords(
        text=text,
        places=places,
        converters=converters,
        start=first,
        end=end,
        header=header,
        label=label,
        first_names=frozenset(row[0] for row in header if row),
    )


def _evidence(cells: Sequence[str]) -> Evidence:
    return gather(number for number in map(read_number_text, cells) if number is not None)


def _converter(column: Column, separators: Separators) -> Convert:
    if column.type is ColumnType.STRING or column.type is ColumnType.BOOLEAN:
        return _word
    if column.type is ColumnType.DATE:
        return _word
    point_is_decimal = separators.point_is_decimal

    def number(text: str) -> Value:
        # Most cells are plain: int() and float() are many times faster than taking the text apart.
        if text.isdigit() and (text[0] != "0" or len(text) == 1):
            return int(text)
        if point_is_decimal and "," not in text and "_" not in text:
            try:
                value = float(text)
            except ValueError:
                pass
            else:
                if value == value and abs(value) != float("inf"):  # noqa: PLR0124 - "nan" is a missing mark
                    return int(value) if value.is_integer() else value
        return _number(text, separators)

    return number


def _word(text: str) -> Value:
    stripped = text.strip()
    if len(stripped) <= 3 and (not stripped or missing_status(stripped, among_numbers=False) is not None):  # noqa: PLR2004 - "-", "…", "NA"
        return None
    return stripped if "  " not in stripped and "\n" not in stripped else " ".join(stripped.split())


def _number(text: str, separators: Separators) -> Value:
    if not text:
        return None
    written = read_number_text(text)
    if written is not None:
        return to_number(written, separators)
    if missing_status(text, among_numbers=True) is not None:
        return None
    raise NotANumberError(text)


def _count(table: Table, records: LargeRecords) -> None:
    """One pass over all records: how many, how many cells are missing, what the numbers add up to."""
    width = len(table.columns)
    missing, totals = [0] * width, [0.0] * width
    sums = [position for position, column in enumerate(table.columns) if column.type.is_number]
    whole = [True] * width
    count = 0
    for record in records:
        count += 1
        values = record.values
        if None in values:
            for position, value in enumerate(values):
                missing[position] += value is None
        for position in sums:
            value = values[position]
            if value is not None:
                totals[position] += value  # type: ignore[operator]  # number columns convert to numbers
                if value.__class__ is float:
                    whole[position] = False
    records.count = count
    table.records = records
    table.columns = tuple(
        _counted(column, missing[at], totals[at], whole[at]) for at, column in enumerate(table.columns)
    )
    for number, place, text in records.odd_cells:
        table.findings.append(finding("VALUE-04", place=address("", number, place), value=text))


def _counted(column: Column, missing: int, total: float, is_whole: bool) -> Column:
    if not column.type.is_number:
        return replace(column, missing=missing)
    return replace(
        column,
        missing=missing,
        total=total,
        type=ColumnType.INTEGER if is_whole else ColumnType.NUMBER,
    )
