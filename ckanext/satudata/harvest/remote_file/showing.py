"""Bytes of a file as the first rows of a table, or the first lines of a text; pure."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any

from ckanext.satudata.tabular.grid import Cell, Grid
from ckanext.satudata.tabular.limits import MB, Limits
from ckanext.satudata.tabular.reader.workbook import Source, read

__all__ = ["FILE_BYTES", "TABLES", "TEXTS", "Excerpt", "excerpt"]

FILE_BYTES = 2 * MB
"""Larger files are not fetched for a look at them."""
LIMITS = Limits(file_bytes=FILE_BYTES, unpacked_bytes=32 * MB, streamed_bytes=FILE_BYTES, cells=400_000, seconds=5)
ROWS, COLUMNS, CELL_LENGTH = 20, 30, 200
LINES, LINE_LENGTH = 40, 400

TABLES = frozenset({"CSV", "TSV", "XLSX", "XLS", "ODS"})
TEXTS = frozenset({"TXT", "JSON", "GEOJSON", "XML"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """The beginning of a file: `rows` of a table, the first being its head, or `lines` of a text; never both.

    `total` counts all rows below the head, or all lines.
    """

    rows: Sequence[Sequence[str]] = ()
    lines: Sequence[str] = ()
    total: int = 0


def excerpt(body: bytes, kind: str) -> Excerpt | None:
    """What can be shown of a file of a kind (`TABLES`, `TEXTS`); None where nothing of it can be read."""
    if kind in ("JSON", "GEOJSON"):
        return _of_json(body)
    if kind in TEXTS:
        return _of_lines(body.decode("utf-8", "replace"))
    return _of_table(body, kind)


def _of_table(body: bytes, kind: str) -> Excerpt | None:
    # A login page instead of the file. Offices do write HTML into files that they call XLS, but not into CSV.
    if kind in ("CSV", "TSV") and body.lstrip()[:1] == b"<":
        return None
    workbook = read(Source(stream=BytesIO(body)), LIMITS)
    grid = next((grid for grid in workbook.grids if not grid.is_hidden and _filled(grid)), None)
    return _of_rows(_filled(grid)) if grid else None


def _of_json(body: bytes) -> Excerpt | None:
    try:
        whole = json.loads(body)
    except (ValueError, RecursionError):
        return None
    records = _records(whole)
    if records is None:
        return _of_lines(json.dumps(whole, ensure_ascii=False, indent=2))
    head = list(dict.fromkeys(name for record in records[:ROWS] for name in record))
    return _of_rows([head, *([record.get(name, "") for name in head] for record in records)])


def _records(whole: Any) -> list[Mapping[str, Any]] | None:
    """A list of flat objects, at the top or under a key such as "data"; None where there is none."""
    candidates = [whole, *(whole.values() if isinstance(whole, dict) else ())]
    for found in candidates:
        if isinstance(found, list) and found and all(isinstance(one, dict) for one in found):
            return None if any(isinstance(value, (dict, list)) for value in found[0].values()) else found
    return None


def _of_rows(rows: Sequence[Sequence[Any]]) -> Excerpt:
    shown = [[_text(cell) for cell in row[:COLUMNS]] for row in rows[: ROWS + 1]]
    width = max(len(row) for row in shown)
    return Excerpt(rows=[row + [""] * (width - len(row)) for row in shown], total=len(rows) - 1)


def _of_lines(text: str) -> Excerpt | None:
    lines = text.replace("\0", "").splitlines()
    if not any(line.strip() for line in lines):
        return None
    return Excerpt(lines=[line[:LINE_LENGTH] for line in lines[:LINES]], total=len(lines))


def _filled(grid: Grid) -> list[list[Cell]]:
    return [row for row in grid.rows if any(_text(cell) for cell in row)]


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, (datetime, date)):
        return cell.isoformat().removesuffix("T00:00:00")
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()[:CELL_LENGTH]
