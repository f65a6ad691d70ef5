"""`tidy`: the one call that turns a file into tidy tables. It never raises for what is in the file."""

from __future__ import annotations

import logging
from collections.abc import Sequence
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
from ckanext.satudata.tabular.reader.workbook import RawWorkbook, Source, read
from ckanext.satudata.tabular.template.read import filled_form
from ckanext.satudata.tabular.tidy.build import build_table
from ckanext.satudata.tabular.tidy.describe import describe
from ckanext.satudata.tabular.tidy.large import tidy_large

__all__ = ["Hints", "Layout", "Limits", "Table", "Workbook", "tidy"]

log = logging.getLogger(__name__)


def tidy(
    path_or_stream: str | Path | BinaryIO, *, hints: Hints | None = None, limits: Limits = DEFAULT_LIMITS
) -> Workbook:
    """Reads a file of any kind and gives its tables, each with its records, and everything that is odd as findings.

    A stream must stay open while the records of a large text are in use; all other files are read at once. Raises
    OSError if a path cannot be opened, and nothing else.
    """
    source = Source.of(path_or_stream)
    deadline = monotonic() + limits.seconds
    raw = read(source, limits)
    workbook = Workbook(name=source.name, kind=raw.kind.value, findings=raw.findings)
    if raw.large_text:
        _read_large(workbook, source, hints or Hints())
    _read_grids(workbook, raw, hints or Hints(), deadline)
    return workbook


def _read_large(workbook: Workbook, source: Source, hints: Hints) -> None:
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


def _read_grids(workbook: Workbook, raw: RawWorkbook, hints: Hints, deadline: float) -> None:
    names = [grid.name for grid in raw.grids]
    form = filled_form(raw.grids)
    workbook.findings.extend(form.findings)
    for grid in raw.grids:
        if grid.name in form.left_out:
            continue
        sheet = Sheet(name=grid.name, grid=grid)
        workbook.sheets.append(sheet)
        if monotonic() > deadline:
            sheet.findings.append(finding("FILE-15", place=grid.name))
            continue
        try:
            if grid.name in form.tables:
                sheet.tables.append(form.tables[grid.name])
            else:
                _read_sheet(sheet, grid, hints, names)
            run_checks(sheet, hints)
        except Exception:
            # A sheet that a rule stumbles over must not take the other sheets with it.
            log.exception("Sheet %r could not be read", grid.name)
            sheet.findings.append(finding("FILE-02", place=grid.name, reason="internal error"))


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
