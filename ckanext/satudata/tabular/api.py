"""`tidy`: the one call that turns a file into tidy tables. It never raises for what is in the file.

`tidy_sheets` gives the sheets one by one, `tidy_grid` tidies a sheet again that was read before.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import inf
from pathlib import Path
from time import monotonic
from typing import BinaryIO

from ckanext.satudata.codes.findings import finding
from ckanext.satudata.tabular.checks.run import run_checks
from ckanext.satudata.tabular.grid import Grid
from ckanext.satudata.tabular.layout.correction import Layout, assigned
from ckanext.satudata.tabular.layout.shape import shape_of_block, shape_of_sheet
from ckanext.satudata.tabular.layout.sheet import Region, read_sheet
from ckanext.satudata.tabular.layout.told import placed, promised
from ckanext.satudata.tabular.layout.view import View
from ckanext.satudata.tabular.limits import DEFAULT_LIMITS, Limits
from ckanext.satudata.tabular.model import Hints, Sheet, Table, Workbook
from ckanext.satudata.tabular.reader.large_text import LargeText
from ckanext.satudata.tabular.reader.sniff import Kind
from ckanext.satudata.tabular.reader.workbook import RawWorkbook, Source, read
from ckanext.satudata.tabular.template.read import filled_form
from ckanext.satudata.tabular.tidy.build import build_table
from ckanext.satudata.tabular.tidy.describe import describe
from ckanext.satudata.tabular.tidy.large import tidy_large

__all__ = ["Hints", "Layout", "Limits", "Table", "Workbook", "tidy", "tidy_grid", "tidy_sheets"]

log = logging.getLogger(__name__)


def tidy(
    path_or_stream: str | Path | BinaryIO, *, hints: Hints | None = None, limits: Limits = DEFAULT_LIMITS
) -> Workbook:
    """Reads a file of any kind and gives its tables, each with its records, and everything that is odd as findings.

    A stream must stay open while the records of a large text are in use; all other files are read at once. Raises
    OSError if a path cannot be opened, and nothing else.
    """
    workbook, sheets = tidy_sheets(path_or_stream, hints=hints, limits=limits)
    for _ in sheets:
        pass
    return workbook


def tidy_sheets(
    path_or_stream: str | Path | BinaryIO,
    *,
    hints: Hints | None = None,
    limits: Limits = DEFAULT_LIMITS,
    name: str = "",
) -> tuple[Workbook, Iterator[tuple[Sheet, int]]]:
    """As `tidy`, but sheet by sheet: each sheet, as soon as it is read, with how many are left.

    `name` is the file's own name where it is stored under another one.
    """
    source = Source.of(path_or_stream)
    source = replace(source, name=name or source.name)
    deadline = monotonic() + limits.seconds
    raw = read(source, limits)
    workbook = Workbook(name=source.name, kind=raw.kind.value, findings=raw.findings, is_streamed=raw.large_text)
    if raw.large_text:
        return workbook, _read_large(workbook, source, hints or Hints())
    return workbook, _read_grids(workbook, raw, hints or Hints(), deadline)


def tidy_grid(grid: Grid, *, hints: Hints | None = None) -> Sheet:
    """One sheet that was read before, tidied again: to show what a correction makes of it."""
    workbook = Workbook(name="", kind="")
    ((sheet, _),) = _read_grids(workbook, RawWorkbook(kind=Kind.UNKNOWN, grids=[grid]), hints or Hints(), inf)
    return sheet


def _read_large(workbook: Workbook, source: Source, hints: Hints) -> Iterator[tuple[Sheet, int]]:
    try:
        text = LargeText.of(source)
        sheet = tidy_large(text, hints)
        workbook.sheets.append(sheet)
        run_checks(sheet, hints)
        if not text.dialect.is_encoding_sure:
            workbook.findings.append(finding("FILE-12", place="", value=text.dialect.encoding))
    except Exception:
        log.exception("Large text %r could not be read", source.name)
        workbook.findings.append(finding("FILE-02", place=source.name, reason="internal error"))
    yield from ((sheet, 0) for sheet in workbook.sheets)


def _read_grids(workbook: Workbook, raw: RawWorkbook, hints: Hints, deadline: float) -> Iterator[tuple[Sheet, int]]:
    form = filled_form(raw.grids, hints.form_key)
    workbook.findings.extend(form.findings)
    grids = [grid for grid in raw.grids if grid.name not in form.left_out]
    names = [grid.name for grid in grids]
    for left, grid in zip(range(len(grids) - 1, -1, -1), grids, strict=True):
        sheet = Sheet(name=grid.name, grid=grid)
        workbook.sheets.append(sheet)
        if monotonic() > deadline:
            sheet.findings.append(finding("FILE-15", place=grid.name))
        else:
            _fill(sheet, form.tables.get(grid.name), hints, names)
        yield sheet, left


def _fill(sheet: Sheet, filled: Table | None, hints: Hints, names: Sequence[str]) -> None:
    try:
        if filled is not None:
            sheet.tables.append(filled)
        else:
            _read_sheet(sheet, sheet.grid, hints, names)
        run_checks(sheet, hints)
    except Exception:
        # A sheet that a rule stumbles over must not take the other sheets with it.
        log.exception("Sheet %r could not be read", sheet.name)
        sheet.findings.append(finding("FILE-02", place=sheet.name, reason="internal error"))


def _read_sheet(sheet: Sheet, grid: Grid, hints: Hints, sheets: Sequence[str]) -> None:
    view = View(grid)
    regions = read_sheet(view)
    if not regions:
        regions = _shown(view, sheet, hints, sheets)
    places = [(shape_of_block(region.block), placed(view, region.block)[0][0]) for region in regions]
    layouts = assigned(hints.layouts, grid.name, sheets, places)
    for region, layout in zip(regions, layouts, strict=True):
        table = build_table(view, region, layout)
        describe(table, hints)
        (sheet.skipped if layout is not None and layout.skip else sheet.tables).append(table)


def _shown(view: View, sheet: Sheet, hints: Hints, sheets: Sequence[str]) -> list[Region]:
    """The table that a person has shown in a sheet in which none was found."""
    sheet.shape = shape_of_sheet(view.grid)
    (layout,) = assigned(hints.layouts, sheet.name, sheets, [(sheet.shape, 0)])
    region = promised(view, layout) if layout is not None else None
    return [region] if region is not None else []
