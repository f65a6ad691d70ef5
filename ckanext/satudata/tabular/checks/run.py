"""Runs every check over a workbook. A check that stumbles is logged and left out; it never stops the others."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from itertools import islice

from ckanext.satudata.codes.findings import Finding, finding
from ckanext.satudata.tabular.checks import figures, personal, ratios, records, regions, sums
from ckanext.satudata.tabular.checks.subject import Subject
from ckanext.satudata.tabular.grid import column_letters
from ckanext.satudata.tabular.model import Hints, Sheet, Table

__all__ = ["CHECKS", "run_checks"]

log = logging.getLogger(__name__)
Check = Callable[[Subject], Iterator[Finding]]

CHECKS: tuple[Check, ...] = (
    sums.check_total_rows,
    sums.check_total_columns,
    sums.check_breakdowns,
    ratios.check_ratios,
    records.check_numbering,
    records.check_duplicates,
    regions.check_unknown_regions,
    regions.check_repeated_regions,
    regions.check_missing_regions,
    regions.check_mixed_levels,
    figures.check_jumps,
    figures.check_mixed_units,
    figures.check_bounds,
    figures.check_words,
    personal.check_names,
    personal.check_small_cells,
)
MOST_FINDINGS = 50
"""Of one check about one table: who makes the same mistake in every row has understood after fifty."""
MOST_RECORDS = 100_000
"""Of a larger table the first records are checked."""
MOST_STREAMED = 10_000
"""The same for a table that is not held in memory."""


def run_checks(sheet: Sheet, hints: Hints) -> None:
    """Adds the findings of all checks to the sheet and its tables."""
    personal_data = list(personal.scan_grid(sheet.grid))
    sheet.findings.extend(personal_data)
    if sheet.is_hidden and sheet.tables:
        sheet.findings.append(finding("FILE-08", place=sheet.name))
    if not sheet.tables and any(any(row) for row in sheet.grid.rows):
        sheet.findings.append(finding("TABLE-01", place=sheet.name))
    for table in sheet.tables:
        most = MOST_RECORDS if isinstance(table.records, list) else MOST_STREAMED
        records_checked = list(islice(table.records, most))
        subject = Subject(
            table=table,
            grid=sheet.grid,
            hints=hints,
            records=records_checked,
            has_identity_numbers=any(found.code in ("PRIVACY-01", "PRIVACY-02") for found in personal_data),
        )
        table.findings.extend(_hidden_parts(sheet, table))
        for check in CHECKS:
            table.findings.extend(_found(check, subject))


def _found(check: Check, subject: Subject) -> list[Finding]:
    try:
        return list(islice(check(subject), MOST_FINDINGS))
    except Exception:
        log.exception("Check %s failed on sheet %r", check.__name__, subject.table.sheet)
        return []


def _hidden_parts(sheet: Sheet, table: Table) -> Iterator[Finding]:
    columns = [
        column_letters(column.index) for column in table.columns if column.is_hidden and column.index is not None
    ]
    hidden = {sheet.grid.row_number(row) for row in sheet.grid.hidden_rows if row < len(sheet.grid.rows)}
    rows = [str(row) for row in table.rows if row in hidden]
    if columns or rows:
        yield finding("FILE-09", place=table.sheet, hidden=", ".join((columns + rows)[:20]))
