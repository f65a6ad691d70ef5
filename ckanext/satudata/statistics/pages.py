"""What the pages of tidied files hold: one dataclass a page, filled from the actions as the visitor.

Raises what the actions raise (NotAuthorized, ObjectNotFound); `views.py` turns that into pages. The form of a
correction: `pages_correction.py`; where findings stand: `pages_marks.py`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from babel.numbers import format_decimal

import ckan.plugins.toolkit as tk

from ckanext.satudata.statistics.pages_marks import Marks, marks_of
from ckanext.satudata.statistics.tables.excel_file import MOST_ROWS
from ckanext.satudata.statistics.tables.results import PAGE_ROWS
from ckanext.satudata.statistics.tables.stored import cell_from
from ckanext.satudata.tabular.grid import address, column_letters
from ckanext.satudata.tabular.template.key import is_key_row

__all__ = ["Cell", "Pager", "RawRow", "RawSheet", "TidiedFile", "TidyRow", "TidyTable", "raw_sheet", "tidied_file"]

LONGEST_NUMBER = 6
AT_WORK = ("queued", "reading", "loading")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pager:
    """Which page of how many; `name` is the parameter that chooses it."""

    name: str
    page: int
    count: int

    @property
    def last(self) -> int:
        """Number of the last page, 1 when there is nothing."""
        return max(1, -(-self.count // PAGE_ROWS))

    @property
    def first_row(self) -> int:
        """Number of the first row on this page, counted from 1."""
        return (self.page - 1) * PAGE_ROWS + 1

    @property
    def last_row(self) -> int:
        """Number of the last row on this page."""
        return min(self.page * PAGE_ROWS, self.count)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell as it is shown. `origin` is where it comes from ("Sheet1!C14"), `at` the same without the sheet."""

    text: str
    at: str = ""
    origin: str = ""
    is_number: bool = False
    severity: str = ""
    findings: Sequence[Mapping[str, Any]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RawRow:
    """A row of a sheet; `role` says what it was recognised as ("" outside every table)."""

    number: int
    cells: Sequence[Cell]
    role: str = ""
    severity: str = ""
    findings: Sequence[Mapping[str, Any]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RawSheet:
    """One page of a sheet as it stands in the file."""

    name: str
    letters: Sequence[str]
    rows: Sequence[RawRow]
    pager: Pager
    is_cut: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TidyRow:
    """A record with the row that it comes from."""

    number: int
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True, kw_only=True)
class TidyTable:
    """One page of a tidy table; `table` as satudata_table_show tells it."""

    table: Mapping[str, Any]
    rows: Sequence[TidyRow]
    pager: Pager

    @property
    def has_excel(self) -> bool:
        """Whether the table can be taken away as an Excel file."""
        return self.pager.count <= MOST_ROWS


@dataclass(frozen=True, slots=True, kw_only=True)
class TidiedFile:
    """A file with its chosen table, raw and tidy. `raw` is None for those who do not check the file."""

    resource_id: str
    told: Mapping[str, Any]
    table: TidyTable | None = None
    raw: RawSheet | None = None
    findings: Sequence[Mapping[str, Any]] = ()
    sheet_number: int | None = None
    choices: Sequence[tuple[str, str, bool]] = field(default_factory=list)
    """Tables and sheets to choose from: parameter value, label, whether it is the chosen one."""

    @property
    def chosen(self) -> str:
        """The chosen table or sheet, as the address names it; "" if there is none."""
        return next((value for value, _, is_chosen in self.choices if is_chosen), "")

    @property
    def is_at_work(self) -> bool:
        """Whether a job is reading or loading the file."""
        return self.told["state"] in AT_WORK

    @property
    def may_change(self) -> bool:
        """Whether the visitor may correct what was recognised."""
        return bool(self.told["may_change"])

    @property
    def may_check(self) -> bool:
        """Whether the visitor sees the raw data and what was found in them."""
        return bool(self.told["may_check"])

    def counted(self, severity: str) -> int:
        """How many findings are of a severity."""
        return sum(found["severity"] == severity for found in self.findings)


def tidied_file(resource_id: str, args: Mapping[str, str]) -> TidiedFile:
    """The file with the table, or the sheet without one, that the address asks for."""
    told = tk.get_action("satudata_table_show")({}, {"resource_id": resource_id})
    findings = [{**found, "number": at} for at, found in enumerate(told.get("findings", ()), 1)]
    choices = _choices(told)
    chosen = args.get("tabel", "") if args.get("tabel", "") in dict(choices) else next(iter(dict(choices)), "")
    table = _table(told, chosen, args) if not chosen.startswith("lembar-") else None
    sheet_number = _sheet_number(table, chosen) if told["may_check"] else None
    raw = None
    if sheet_number is not None:
        raw = raw_sheet(resource_id, told, sheet_number, findings, page=_page(args, "mentah"))
    return TidiedFile(
        resource_id=resource_id,
        told=told,
        table=table,
        raw=raw,
        findings=findings,
        sheet_number=sheet_number,
        choices=[(value, label, value == chosen) for value, label in choices],
    )


def raw_sheet(
    resource_id: str, told: Mapping[str, Any], number: int, findings: Sequence[Mapping[str, Any]], *, page: int
) -> RawSheet:
    """A page of a sheet, with what was found and recognised in its cells."""
    sheet = told["sheets"][number]
    cells = tk.get_action("satudata_table_cells")({}, {"resource_id": resource_id, "sheet": number, "page": page})
    marks = marks_of(findings, sheet["name"], [one["name"] for one in told["sheets"]])
    roles = _roles(told, number)
    width = max((len(row["cells"]) for row in cells["rows"]), default=0)
    return RawSheet(
        name=sheet["name"],
        letters=[column_letters(at) for at in range(width)],
        rows=[
            _raw_row(row, width, marks, roles.get(row["row"], ""))
            for row in cells["rows"]
            # The row that names the columns of a form for us is hidden in the file, too.
            if not is_key_row(row["cells"])
        ],
        pager=Pager(name="mentah", page=page, count=cells["count"]),
        is_cut=cells["count"] < cells["height"],
    )


def shown(value: Any, *, is_plain: bool = False) -> Cell:
    """A value as people of the page's language write it; `is_plain`: years and codes keep their digits together."""
    value = cell_from(value)
    if value is None or value == "":
        return Cell(text="")
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        # Spreadsheets keep every number as a float; 1.0 is what nobody has typed.
        whole = int(value) if isinstance(value, float) and value.is_integer() else value
        text = str(whole) if is_plain else format_decimal(value, format="#,##0.######", locale=tk.h.lang())
        return Cell(text=text, is_number=True)
    return Cell(text=value.isoformat() if isinstance(value, date) else str(value))


def _choices(told: Mapping[str, Any]) -> list[tuple[str, str]]:
    choices = []
    for table in told["tables"]:
        name = table["title"] or tk._("Table {number}").format(number=table["number"] + 1)
        choices.append((str(table["number"]), f"{table['sheet']} – {name}" if table["sheet"] else name))
    for sheet in told.get("sheets", ()):
        if not sheet["tables"]:
            named = tk._("{sheet} (no table)").format(sheet=sheet["name"] or tk._("Sheet"))
            choices.append((f"lembar-{sheet['number']}", named))
    return choices


def _table(told: Mapping[str, Any], chosen: str, args: Mapping[str, str]) -> TidyTable | None:
    table = next((one for one in told["tables"] if str(one["number"]) == chosen), None)
    if table is None:
        return None
    page = _page(args, "hal")
    asked = {"resource_id": told["resource_id"], "table": table["number"], "page": page}
    found = tk.get_action("satudata_table_records")({}, asked)
    rows = [_tidy_row(record, table) for record in found["records"]]
    return TidyTable(table=table, rows=rows, pager=Pager(name="hal", page=page, count=found["count"]))


def _tidy_row(record: Mapping[str, Any], table: Mapping[str, Any]) -> TidyRow:
    cells = []
    for value, column in zip(record["values"], table["columns"], strict=True):
        cell = shown(value, is_plain=column["type"] == "year" or column["role"] in ("numbering", "code"))
        has_place = column["index"] is not None
        cells.append(
            Cell(
                text=cell.text,
                is_number=cell.is_number,
                at=address("", record["row"], column["index"]) if has_place else "",
                origin=address(table["sheet"], record["row"], column["index"]) if has_place else "",
            )
        )
    return TidyRow(number=record["row"], cells=cells)


def _raw_row(row: Mapping[str, Any], width: int, marks: Marks, role: str) -> RawRow:
    number = row["row"]
    cells = []
    for at in range(width):
        cell = shown(row["cells"][at] if at < len(row["cells"]) else "", is_plain=True)
        cells.append(
            Cell(
                text=cell.text,
                is_number=cell.is_number,
                at=address("", number, at),
                severity=marks.severity(number, at),
                findings=marks.cells.get((number, at), ()),
            )
        )
    return RawRow(
        number=number, cells=cells, role=role, severity=marks.severity(number), findings=marks.rows.get(number, ())
    )


def _roles(told: Mapping[str, Any], sheet_number: int) -> dict[int, str]:
    roles: dict[int, str] = {}
    for table in told["tables"]:
        if table.get("sheet_number") == sheet_number:
            roles |= {int(row): role for row, role in table["rows"].items()}
    return roles


def _sheet_number(table: TidyTable | None, chosen: str) -> int | None:
    if table is not None:
        return table.table["sheet_number"]
    return int(chosen.removeprefix("lembar-")) if chosen.startswith("lembar-") else None


def _page(args: Mapping[str, str], name: str) -> int:
    said = args.get(name, "")
    return max(1, int(said)) if said.isascii() and said.isdigit() and len(said) <= LONGEST_NUMBER else 1
