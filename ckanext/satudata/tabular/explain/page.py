"""Draws a workbook as one HTML page that needs no other file: sheets with coloured parts, findings beside them."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from ckanext.satudata.codes.findings import Finding
from ckanext.satudata.tabular.explain.drawing import drawn_rows
from ckanext.satudata.tabular.model import RowRole, Sheet, Workbook

__all__ = ["page"]

_STYLE = """
body { font: 14px/1.4 system-ui, sans-serif; margin: 1rem; color: #222 }
table { border-collapse: collapse; margin: .5rem 0 1.5rem; display: block; overflow-x: auto }
td, th { border: 1px solid #ccc; padding: .15rem .4rem; max-width: 22rem; vertical-align: top }
th { background: #f3f3f3; font-weight: normal; color: #777 }
.title { background: #d9f0f3 } .header { background: #cfdcf7; font-weight: 600 } .numbers { background: #e8e8e8 }
.record { background: #e5f5e0 } .section { background: #eadcf4 } .total { background: #fdf0c4 }
.note, .filler, .skipped { background: #eee; color: #666 } .error { color: #a00 } .warning { color: #865b00 }
"""


def page(workbook: Workbook) -> str:
    """The page."""
    legend = " ".join(f'<span class="{role.value}">&nbsp;{role.value}&nbsp;</span>' for role in RowRole)
    body = "\n".join(line for sheet in workbook.sheets for line in _sheet(sheet))
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(workbook.name)}</title>'
        f"<style>{_STYLE}</style></head><body><h1>{escape(workbook.name)}</h1><p>{legend}</p>"
        f"{_findings(workbook.findings)}{body}</body></html>\n"
    )


def _sheet(sheet: Sheet) -> Iterator[str]:
    yield f"<h2>{escape(sheet.name or 'text')}{' (hidden)' if sheet.is_hidden else ''}</h2>"
    yield _findings([*sheet.findings, *(found for table in sheet.tables for found in table.findings)])
    yield "<table>"
    for row in drawn_rows(sheet):
        if row.skipped:
            yield f'<tr><th></th><td colspan="{len(row.cells)}">… {row.skipped} more records</td></tr>'
        cells = "".join(
            f"<td{_class(role)}>{escape(text)}</td>" for text, role in zip(row.cells, row.roles, strict=True)
        )
        yield f"<tr><th>{row.number}</th>{cells}</tr>"
    yield "</table>"


def _class(role: RowRole | None) -> str:
    return f' class="{role.value}"' if role else ""


def _findings(findings: list[Finding]) -> str:
    items = "".join(
        f'<li class="{found.severity.value}"><b>{found.code}</b> {escape(found.place)} '
        f"{escape(found.message())} {escape(found.remedy())}</li>"
        for found in findings
    )
    return f"<ul>{items}</ul>" if items else ""
