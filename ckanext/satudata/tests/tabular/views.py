"""Small plain values of tables, to compare in tests."""

from __future__ import annotations

from ckanext.satudata.tabular.model import RowRole, Table, Workbook


def names(table: Table) -> list[str]:
    return [column.name for column in table.columns]


def rows(table: Table) -> list[tuple[object, ...]]:
    return [record.values for record in table.records]


def skipped(table: Table) -> dict[int, str]:
    """Rows that are neither records nor header."""
    return {row: role.value for row, role in table.rows.items() if role not in (RowRole.RECORD, RowRole.HEADER)}


def codes(found: Workbook | Table) -> list[str]:
    """Codes of findings, each once, in order."""
    findings = found.all_findings if isinstance(found, Workbook) else found.findings
    return sorted({finding.code for finding in findings})
