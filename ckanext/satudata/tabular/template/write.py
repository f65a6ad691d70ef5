"""Writes the empty form as .xlsx: locked cells, drop-downs, a header of levels, a hidden key, instructions.

XlsxWriter, because forms are only written here and read with the reader of all other files (docs/decisions/005).
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from itertools import groupby
from typing import Any

import xlsxwriter

from ckanext.satudata.codes.messages import Translate
from ckanext.satudata.tabular.grid import column_letters
from ckanext.satudata.tabular.template import texts
from ckanext.satudata.tabular.template.definition import FREE_ROWS, FormDefinition, InputColumn
from ckanext.satudata.tabular.template.key import HELP, KEY_SHEET, MARKER, PREFIX, Key, cut

__all__ = ["write_form"]

INK, GREY, LINE = "#1f2937", "#eef1f5", "#b6bec9"
SHORTEST, WIDEST = 11, 40
INLINE_LIST = 255
"""Characters of a list that Excel takes in the rule itself; a longer one must stand in cells."""
LONGEST_SHEET_NAME = 31


def write_form(definition: FormDefinition, translate: Translate = str) -> bytes:
    """The bytes of the form. `translate` turns its English words into those of the people who fill it in."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": definition.title, "subject": definition.key})
        form = _Form(book, definition, translate)
        form.write()
        _write_help(book, translate)
        form.write_key()
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class _Line:
    """A row of the body: what stands in its locked cells; None for a cell that is to be filled in."""

    cells: tuple[str | None, ...]


class _Form:
    """The sheet with the form, written from top to bottom."""

    def __init__(self, book: xlsxwriter.Workbook, definition: FormDefinition, translate: Translate) -> None:
        self.book, self.definition, self.translate = book, definition, translate
        self.sheet = book.add_worksheet(translate(texts.FORM_SHEET)[:LONGEST_SHEET_NAME])
        self.statuses = tuple(translate(status) for status in texts.STATUSES)
        self.inputs = definition.inputs
        self.labels = _label_columns(definition, translate)
        self.lists: list[tuple[str, ...]] = []
        base = {"font_color": INK, "valign": "top", "text_wrap": True}
        boxed = {**base, "border": 1, "border_color": LINE}
        self.plain = book.add_format(base)
        self.title = book.add_format({**base, "bold": True, "font_size": 14, "text_wrap": False})
        self.head = book.add_format({**boxed, "bold": True, "bg_color": GREY, "align": "center"})
        self.locked = book.add_format({**boxed, "bg_color": GREY, "num_format": "@"})
        self.open = book.add_format({**boxed, "locked": False})
        self.open_number = book.add_format({**boxed, "locked": False, "num_format": "General", "align": "right"})

    def write(self) -> None:
        """Everything but the key sheet."""
        row = self._write_head()
        self._write_keys(row)
        row = self._write_header(row + 1)
        first = row
        for line in _lines(self.definition):
            self._write_line(row, line)
            row += 1
        for at, column in enumerate(self.inputs, len(self.labels)):
            self._restrict(first, row - 1, at, column)
        self.sheet.freeze_panes(first, min(len(self.labels), 2))
        self.sheet.protect("", {"sort": True, "autofilter": True, "format_columns": True, "format_rows": True})
        self.sheet.set_landscape()
        self.sheet.fit_to_pages(1, 0)
        self.sheet.repeat_rows(first - 1)

    def write_key(self) -> None:
        """The hidden sheet, and on it the lists that are too long for a rule."""
        sheet = self.book.add_worksheet(KEY_SHEET)
        key = Key(definition=self.definition, statuses=self.statuses)
        for row, piece in enumerate([MARKER, *cut(key)]):
            sheet.write_string(row, 0, piece)
        for at, choices in enumerate(self.lists, 1):
            sheet.write_column(0, at, choices)
        sheet.very_hidden()
        sheet.protect()

    def _write_head(self) -> int:
        """The title and what the form is about; gives the next free row."""
        said = self.definition
        self.sheet.write_string(0, 0, said.title, self.title)
        facts = [(texts.AREA, said.area), (texts.PERIOD, said.period), (texts.PRODUCER, said.producer)]
        row = 1
        for name, value in facts:
            if value:
                self.sheet.write_string(row, 0, f"{self.translate(name)} :", self.plain)
                self.sheet.write_string(row, 1, value, self.plain)
                row += 1
        self.sheet.write_string(row, 0, f"{self.translate(texts.STATUS)} :", self.plain)
        self.sheet.write_string(row, 1, self.statuses[0], self.open)
        self.sheet.data_validation(row, 1, row, 1, {"validate": "list", "source": list(self.statuses)})
        self.sheet.write_string(row + 1, 0, f"{self.translate(texts.FILLED_BY)} :", self.plain)
        self.sheet.write_blank(row + 1, 1, None, self.open)
        return row + 3

    def _write_keys(self, row: int) -> None:
        keys = [key for key, _ in self.labels] + [column.key for column in self.inputs] + ["note"]
        for column, key in enumerate(keys):
            self.sheet.write_string(row, column, PREFIX + key)
        self.sheet.set_row(row, None, None, {"hidden": True})

    def _write_header(self, row: int) -> int:
        """The levels of the header; gives the first row of the body."""
        depth = max(len(column.path) for column in self.inputs)
        for at, (_, name) in enumerate(self.labels):
            self._span(row, at, row + depth - 1, at, name)
            self.sheet.set_column(at, at, _width([name, *(line.cells[at] or "" for line in _lines(self.definition))]))
        left = len(self.labels)
        for level in range(depth):
            at = left
            for path, group in groupby(self.inputs, key=lambda column: column.path[: level + 1]):
                columns = list(group)
                self._span(row + level, at, row + level, at + len(columns) - 1, _head(columns[0], path))
                at += len(columns)
        end = left + len(self.inputs)
        self.sheet.set_column(left, end - 1, 14)
        self._span(row, end, row + depth - 1, end, self.translate(texts.NOTE))
        self.sheet.set_column(end, end, 30)
        return row + depth

    def _span(self, top: int, left: int, bottom: int, right: int, text: str) -> None:
        if (top, left) == (bottom, right):
            self.sheet.write_string(top, left, text, self.head)
        else:
            self.sheet.merge_range(top, left, bottom, right, text, self.head)

    def _write_line(self, row: int, line: _Line) -> None:
        for at, text in enumerate(line.cells):
            if text is None:
                self.sheet.write_blank(row, at, None, self.open)
            else:
                self.sheet.write_string(row, at, text, self.locked)
        for at, column in enumerate(self.inputs, len(line.cells)):
            self.sheet.write_blank(row, at, None, self.open_number if column.column.type.is_number else self.open)
        self.sheet.write_blank(row, len(line.cells) + len(self.inputs), None, self.open)

    def _restrict(self, first: int, last: int, at: int, column: InputColumn) -> None:
        rule: dict[str, Any] = {"error_title": self.translate(texts.WRONG_INPUT)}
        if column.column.choices:
            rule |= {"validate": "list", "source": self._list(column.column.choices)}
            rule["error_message"] = self.translate(texts.WRONG_CHOICE)
        elif column.column.type.is_number:
            cell = f"{column_letters(at)}{first + 1}"
            # Marks of missing figures are allowed beside numbers, so the rule is a formula.
            marks = ",".join(f'{cell}="{mark}"' for mark in ("-", "…", "...", "NA"))
            rule |= {"validate": "custom", "value": f"=OR(ISNUMBER({cell}),{marks})", "error_type": "warning"}
            rule["error_message"] = self.translate(texts.WRONG_NUMBER)
        else:
            return
        self.sheet.data_validation(first, at, last, at, rule)

    def _list(self, choices: tuple[str, ...]) -> list[str] | str:
        if len(",".join(choices)) <= INLINE_LIST and not any("," in choice for choice in choices):
            return list(choices)
        if choices not in self.lists:
            self.lists.append(choices)
        letters = column_letters(self.lists.index(choices) + 1)
        return f"='{KEY_SHEET}'!${letters}$1:${letters}${len(choices)}"


def _label_columns(definition: FormDefinition, translate: Translate) -> list[tuple[str, str]]:
    """Keys and names of the locked columns on the left."""
    columns = [("code", translate(texts.CODE))] if definition.has_codes else []
    if definition.has_upper:
        columns.append(("above", translate(texts.AREA)))
    columns.append(("label", definition.row_name))
    if not definition.is_across:
        columns.extend((f"d{at}", dimension.name) for at, dimension in enumerate(definition.dimensions))
    return columns


def _lines(definition: FormDefinition) -> list[_Line]:
    if not definition.rows:
        return [_Line((None,))] * FREE_ROWS
    upper = definition.has_upper
    return [_Line((row.kode, *((row.above,) if upper else ()), row.label, *values)) for row, values in definition.lines]


def _head(column: InputColumn, path: tuple[str, ...]) -> str:
    unit = column.column.unit
    return f"{path[-1]} ({unit})" if len(path) == 1 and unit else path[-1]


def _width(cells: list[str]) -> float:
    return min(WIDEST, max(SHORTEST, max(map(len, cells)) + 2))


def _write_help(book: xlsxwriter.Workbook, translate: Translate) -> None:
    sheet = book.add_worksheet(translate(texts.HELP_SHEET)[:LONGEST_SHEET_NAME])
    sheet.set_column(0, 0, 4)
    sheet.set_column(1, 1, 100)
    sheet.write_string(0, 0, translate(texts.HELP_TITLE), book.add_format({"bold": True, "font_size": 14}))
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for number, text in enumerate(texts.INSTRUCTIONS, 1):
        sheet.write_number(number + 1, 0, number, wrapped)
        sheet.write_string(number + 1, 1, translate(text), wrapped)
    sheet.write_string(len(texts.INSTRUCTIONS) + 2, 0, HELP)
    sheet.set_row(len(texts.INSTRUCTIONS) + 2, None, None, {"hidden": True})
    sheet.protect()
