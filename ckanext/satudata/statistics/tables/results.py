"""The stored result of a tidying: written line by line while the file is read, read back page by page.

As soon as personal data are found every cell is dropped, and none is kept any more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

import sqlalchemy as sa

from ckan import model

from ckanext.satudata.statistics.model import Alarm, PageKind, Tidying, TidyingPage
from ckanext.satudata.statistics.tables import alarms
from ckanext.satudata.statistics.tables.stored import Records, finding_from, grid_from, table_from
from ckanext.satudata.statistics.tables.turns import Turn
from ckanext.satudata.tabular.grid import Grid
from ckanext.satudata.tabular.model import Sheet, Table, Workbook

__all__ = [
    "PAGE_ROWS",
    "READ_SHARE",
    "Writer",
    "clear",
    "count_rows",
    "drop_cells",
    "grid_of",
    "page_of",
    "table_of",
    "tables_of",
    "workbook_of",
]

PAGE_ROWS = 100
READ_SHARE = 75
"""Per cent of the way that reading takes; loading takes the rest."""
_KEPT_WHEN_REFUSED = ("PRIVACY-", "FILE-")


class Writer:
    """Takes the lines of a reading and stores them. Commits after each sheet, so that its findings can be seen."""

    def __init__(self, turn: Turn) -> None:
        self.turn, self.tidying = turn, turn.tidying
        self.is_streamed = False
        self.has_personal_data = False
        """Personal data that nobody has called a false alarm."""

    def take(self, line: Mapping[str, Any]) -> None:
        """One line, as `tables/reading.py` writes them."""
        kind = line["kind"]
        if kind == "file":
            self.tidying.file_hash, self.is_streamed = line["hash"], line["is_streamed"]
            self._add(line["findings"])
        elif kind == "sheet":
            read = line["part"] + 1
            self.tidying.progress = max(1, READ_SHARE * read // (read + line["left"]))
            sheet = {**line["sheet"], "table_part": line["table_part"]}
            self.tidying.sheets = [*self.tidying.sheets, sheet if not self.has_personal_data else _bare(sheet)]
        elif kind in ("findings", "end"):
            self._add(line["findings"])
        elif kind in ("cells", "records") and not self.has_personal_data:
            page_kind = PageKind.RAW if kind == "cells" else PageKind.TIDY
            self._page(page_kind, line["part"], line["number"], line["rows"])

    def _add(self, findings: Sequence[Mapping[str, Any]]) -> None:
        found = [dict(one) for one in findings]
        self.tidying.findings = [*self.tidying.findings, *found]
        if any(map(alarms.is_personal, found)) and Alarm.PERSONAL_DATA not in alarms.confirmed(self.tidying):
            self.has_personal_data = True
            drop_cells(self.tidying)
        self.turn.commit()

    def _page(self, kind: PageKind, part: int, number: int, rows: list[Any]) -> None:
        row = {"table_id": self.tidying.id, "kind": kind.value, "part": part, "number": number, "rows": rows}
        model.Session.execute(sa.insert(TidyingPage).values(row))


def clear(tidying: Tidying) -> None:
    """Forget what the file before gave. The caller commits."""
    model.Session.execute(sa.delete(TidyingPage).where(TidyingPage.table_id == tidying.id))
    tidying.sheets, tidying.findings, tidying.notes, tidying.file_hash = [], [], [], ""
    tidying.progress = tidying.count_rows = tidying.count_facts = 0


def drop_cells(tidying: Tidying) -> None:
    """Keep no cell, and of the findings only those that repeat none. The caller commits."""
    model.Session.execute(sa.delete(TidyingPage).where(TidyingPage.table_id == tidying.id))
    tidying.sheets = [_bare(sheet) for sheet in tidying.sheets]
    tidying.findings = [found for found in tidying.findings if found["code"].startswith(_KEPT_WHEN_REFUSED)]


def workbook_of(tidying: Tidying) -> Workbook:
    """The whole result, as `tidy` would give it; records are read from the database as they are gone through."""
    workbook = Workbook(name="", kind="")
    for part, stored in enumerate(tidying.sheets):
        sheet = Sheet(name=stored["name"], grid=grid_of(tidying, part))
        sheet.tables = [_table(tidying, stored, at) for at in range(len(stored["tables"]))]
        workbook.sheets.append(sheet)
    workbook.findings = [finding_from(found) for found in tidying.findings if found["code"].startswith("PRIVACY-")]
    return workbook


def tables_of(tidying: Tidying) -> list[tuple[int, Mapping[str, Any], Mapping[str, Any]]]:
    """Every table without its records: the place of its sheet, the sheet, the table; in order of their numbers."""
    return [(part, sheet, table) for part, sheet in enumerate(tidying.sheets) for table in sheet["tables"]]


def table_of(tidying: Tidying, number: int) -> Table | None:
    """One table by its number in the file, from 0."""
    for stored in tidying.sheets:
        at = number - stored["table_part"]
        if 0 <= at < len(stored["tables"]):
            return _table(tidying, stored, at)
    return None


def grid_of(tidying: Tidying, part: int, *, most: int | None = None) -> Grid:
    """The kept rows of a sheet, at most so many."""
    return grid_from(tidying.sheets[part], islice(_rows(tidying.id, PageKind.RAW, part), most))


def page_of(tidying: Tidying, kind: PageKind, part: int, number: int) -> list[Any]:
    """One stored page; empty behind the last one."""
    found = model.Session.get(TidyingPage, (tidying.id, kind.value, part, number))
    return found.rows if found else []


def count_rows(tidying: Tidying, part: int) -> int:
    """How many rows of a sheet are kept."""
    query = sa.select(sa.func.coalesce(sa.func.sum(sa.func.jsonb_array_length(TidyingPage.rows)), 0)).where(
        TidyingPage.table_id == tidying.id, TidyingPage.kind == PageKind.RAW.value, TidyingPage.part == part
    )
    return model.Session.scalar(query) or 0


def _table(tidying: Tidying, sheet: Mapping[str, Any], at: int) -> Table:
    table, part, table_id = sheet["tables"][at], sheet["table_part"] + at, tidying.id

    def pages() -> Iterable[list[Any]]:
        query = sa.select(TidyingPage.rows).where(
            TidyingPage.table_id == table_id, TidyingPage.kind == PageKind.TIDY.value, TidyingPage.part == part
        )
        # Page by page: a table may have as many as a large file has rows.
        return model.Session.scalars(query.order_by(TidyingPage.number).execution_options(yield_per=20))

    return table_from(table, Records(pages, table["count"]))


def _rows(table_id: str, kind: PageKind, part: int) -> Iterable[Sequence[Any]]:
    # Page by page: whoever wants the first rows does not wait for the last ones.
    for page in model.Session.scalars(TidyingPage.of(table_id, kind, part).execution_options(yield_per=20)):
        yield from page.rows


def _bare(sheet: Mapping[str, Any]) -> dict[str, Any]:
    """A sheet of which nothing but its name is kept."""
    return {
        **{name: sheet[name] for name in ("name", "shape", "is_hidden", "height", "width", "table_part")},
        "merges": [],
        "hidden_rows": [],
        "hidden_columns": [],
        "row_numbers": None,
        "delimiter": "",
        "preamble": {},
        "is_one_table": False,
        "tables": [],
        "skipped": [],
    }
