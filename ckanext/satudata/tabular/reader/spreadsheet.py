"""Workbooks: xlsx, xls and ods through calamine, with merged ranges and hidden parts.

calamine allocates a sheet's whole bounding box at once and aborts the process when that fails, so every xlsx and ods
sheet is measured before it is handed over (`xlsx_guard.py`, `ods_guard.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import python_calamine as calamine

from ckanext.satudata.codes.findings import Finding, finding
from ckanext.satudata.tabular.errors import UnreadableError
from ckanext.satudata.tabular.grid import Cell, Grid, Merge
from ckanext.satudata.tabular.limits import Limits
from ckanext.satudata.tabular.reader.ods_guard import guard_ods
from ckanext.satudata.tabular.reader.package import check_package
from ckanext.satudata.tabular.reader.sheet_facts import SheetFacts
from ckanext.satudata.tabular.reader.sniff import Kind
from ckanext.satudata.tabular.reader.xls_facts import xls_facts
from ckanext.satudata.tabular.reader.xlsx_guard import guard_xlsx

__all__ = ["read_spreadsheet"]

MERGE_CELLS = 20_000
"""A merged range over more cells than this is an accident of formatting; it is cut to its first row and column."""


def read_spreadsheet(data: bytes, kind: Kind, limits: Limits, findings: list[Finding]) -> Iterator[Grid]:
    """The sheets of a workbook in their order. Raises UnreadableError if the file as a whole cannot be read."""
    facts: dict[str, SheetFacts] = {}
    if kind is Kind.XLSX:
        check_package(data, limits)
        data, facts = guard_xlsx(data, limits, findings)
    elif kind is Kind.ODS:
        check_package(data, limits)
        facts = guard_ods(data, limits)
    workbook = _open(data)
    if kind is Kind.XLS:
        # Sheets of a binary workbook stand in one order everywhere; their names may be stored in any code page.
        names = [meta.name for meta in workbook.sheets_metadata]
        facts = dict(zip(names, xls_facts(data), strict=False))
    for meta in workbook.sheets_metadata[: limits.sheets]:
        if meta.typ != calamine.SheetTypeEnum.WorkSheet:
            continue
        grid = _grid(workbook, meta.name, facts.get(meta.name, SheetFacts()), findings)
        if grid is not None:
            grid.is_hidden = meta.visible != calamine.SheetVisibleEnum.Visible
            yield grid


def _open(data: bytes) -> calamine.CalamineWorkbook:
    try:
        return calamine.CalamineWorkbook.from_filelike(BytesIO(data))
    except calamine.PasswordError as err:
        raise UnreadableError("FILE-01") from err
    except (calamine.CalamineError, OSError, ValueError) as err:
        raise UnreadableError("FILE-02", reason=str(err)) from err
    except BaseException as err:
        # A panic in the Rust code arrives as pyo3's PanicException, which is no Exception.
        if type(err).__name__ == "PanicException":
            raise UnreadableError("FILE-02", reason="damaged") from None
        raise


def _grid(workbook: calamine.CalamineWorkbook, name: str, facts: SheetFacts, findings: list[Finding]) -> Grid | None:
    try:
        sheet = workbook.get_sheet_by_name(name)
        rows = sheet.to_python(skip_empty_area=False)
        ranges = sheet.merged_cell_ranges or ()
    except (calamine.CalamineError, OSError, ValueError) as err:
        findings.append(finding("FILE-02", place=name, reason=str(err)))
        return None
    except BaseException as err:
        if type(err).__name__ == "PanicException":
            findings.append(finding("FILE-02", place=name, reason="damaged"))
            return None
        raise
    if facts.unreadable:
        return None
    return Grid(
        name=name,
        rows=_cut(rows),
        merges=[_clipped(Merge(*first, *last), len(rows)) for first, last in ranges if first[0] < len(rows)],
        hidden_rows=facts.hidden_rows,
        hidden_columns=facts.hidden_columns,
        row_numbers=facts.row_numbers,
    )


def _cut(rows: list[list[Cell]]) -> list[list[Cell]]:
    # Error values (#REF!, #DIV/0!) arrive as their text; so does everything else that is no number or date.
    last = len(rows)
    while last and not any(value != "" for value in rows[last - 1]):
        last -= 1
    del rows[last:]
    return rows


def _clipped(merge: Merge, height: int) -> Merge:
    merge = merge._replace(bottom=min(merge.bottom, height - 1))
    if (merge.bottom - merge.top + 1) * (merge.right - merge.left + 1) <= MERGE_CELLS:
        return merge
    return Merge(merge.top, merge.left, merge.top, min(merge.right, merge.left + MERGE_CELLS))
