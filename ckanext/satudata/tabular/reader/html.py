"""Web pages: every `<table>` is a grid, `rowspan` and `colspan` are merged ranges.

Portals answer with HTML under the name .xls, and Excel saves a workbook as a frameset whose sheets lie in a folder
`<name>_files` beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from lxml import etree  # type: ignore[reportAttributeAccessIssue]  # lxml ships no types
from lxml import html as lxml_html

from ckanext.satudata.tabular.errors import UnreadableError
from ckanext.satudata.tabular.grid import Cell, Grid, Merge
from ckanext.satudata.tabular.limits import Limits

__all__ = ["frame_names", "read_html"]

_SHEET_LINK = re.compile(r'(?:href|src)="?([^">\s]*sheet\d+\.html?)"?', re.IGNORECASE)
_SHEET_TITLE = re.compile(rb"<x:Name>(.*?)</x:Name>", re.IGNORECASE | re.DOTALL)
_HIDDEN = re.compile(r"display\s*:\s*none|mso-ignore:\s*colspan-hidden", re.IGNORECASE)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([A-Za-z0-9_\-]+)", re.IGNORECASE)
MAX_SPAN = 1_000


def read_html(data: bytes, limits: Limits) -> Iterator[Grid]:
    """The tables of a page that hold no other table, in their order; a page with one table gives it no name."""
    tables = [table for table in _document(data).iter("table") if table.find(".//table") is None]
    for position, table in enumerate(tables[: limits.sheets], 1):
        grid = _grid(table, limits)
        grid.name = f"Table {position}" if len(tables) > 1 else ""
        if grid.rows:
            yield grid


def frame_names(data: bytes) -> list[tuple[str, str]]:
    """Of a workbook saved as a frameset: (sheet title, file name) of its sheets, in order; empty for other pages."""
    if b"<frameset" not in data.lower() and b"x:ExcelWorksheet" not in data:
        return []
    names = list(dict.fromkeys(unquote(link) for link in _SHEET_LINK.findall(data.decode("latin-1"))))
    titles = [title.strip().decode("utf-8", "replace") for title in _SHEET_TITLE.findall(data)]
    titles += [""] * (len(names) - len(titles))
    return list(zip(titles, names, strict=False))


def _document(data: bytes) -> etree._Element:
    declared = _CHARSET.search(data[:4096])
    encoding = declared.group(1).decode("ascii") if declared else "utf-8"
    try:
        text = data.decode(encoding)
    except (LookupError, UnicodeDecodeError):
        text = data.decode("cp1252", "replace")
    try:
        return lxml_html.document_fromstring(text.replace("\x00", "").encode("utf-8"), parser=_parser())
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as err:
        raise UnreadableError("FILE-02", reason=str(err)) from err


def _parser() -> lxml_html.HTMLParser:
    return lxml_html.HTMLParser(encoding="utf-8", no_network=True)


def _grid(table: etree._Element, limits: Limits) -> Grid:
    rows: list[list[Cell]] = []
    merges: list[Merge] = []
    hidden: set[int] = set()
    taken: set[tuple[int, int]] = set()
    for at, row in enumerate(table.iter("tr")):
        values: list[Cell] = []
        column = 0
        for cell in row.iterchildren("td", "th"):
            while (at, column) in taken:
                column += 1
            if column >= limits.columns or at * max(column, 1) > limits.cells:
                break
            values.extend([""] * (column + 1 - len(values)))
            values[column] = _value(cell)
            column += _spread(cell, at, column, merges, taken)
        if _HIDDEN.search(row.get("style", "")):
            hidden.add(at)
        rows.append(values)
    height = len(rows)
    kept = [merge._replace(bottom=min(merge.bottom, height - 1)) for merge in merges]
    return Grid(name="", rows=rows, merges=kept, hidden_rows=frozenset(hidden))


def _spread(
    cell: etree._Element,
    row: int,
    column: int,
    merges: list[Merge],
    taken: set[tuple[int, int]],
) -> int:
    """Marks the places a cell covers; gives the number of columns to go on."""
    across, down = _span(cell, "colspan"), _span(cell, "rowspan")
    if across > 1 or down > 1:
        merges.append(Merge(row, column, row + down - 1, column + across - 1))
        if down > 1:
            taken.update((row + lower, column + right) for lower in range(1, down) for right in range(across))
    return across


def _span(cell: etree._Element, name: str) -> int:
    text = (cell.get(name) or "1").strip()
    return min(max(int(text), 1), MAX_SPAN) if text.isascii() and text.isdigit() else 1


def _value(cell: etree._Element) -> Cell:
    exact = cell.get("x:num") or cell.get("data-value")
    if exact:
        try:
            return float(exact)
        except ValueError:
            pass
    return " ".join("".join(cell.itertext()).split())
