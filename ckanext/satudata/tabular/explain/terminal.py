"""Draws a sheet in the terminal, one colour for each role."""

from __future__ import annotations

from collections.abc import Iterator

import click

from ckanext.satudata.tabular.explain.drawing import DrawnRow, drawn_rows
from ckanext.satudata.tabular.model import RowRole, Sheet

__all__ = ["draw"]

COLOURS = {
    RowRole.TITLE: "cyan",
    RowRole.HEADER: "blue",
    RowRole.NUMBERS: "bright_black",
    RowRole.RECORD: "green",
    RowRole.SECTION: "magenta",
    RowRole.TOTAL: "yellow",
    RowRole.FILLER: "bright_black",
    RowRole.NOTE: "bright_black",
    RowRole.SKIPPED: "bright_black",
}
SIGNS = {
    RowRole.TITLE: "T",
    RowRole.HEADER: "H",
    RowRole.NUMBERS: "#",
    RowRole.RECORD: "·",
    RowRole.SECTION: "§",
    RowRole.TOTAL: "Σ",
    RowRole.FILLER: "…",
    RowRole.NOTE: "n",
    RowRole.SKIPPED: "-",
}
CELL_WIDTH = 14
MOST_CELLS = 10


def draw(sheet: Sheet) -> Iterator[str]:
    """The lines of the drawing, with a legend first."""
    legend = "  ".join(click.style(f"{SIGNS[role]} {role.value}", fg=COLOURS[role]) for role in SIGNS)
    yield click.style(sheet.name or "(text)", bold=True) + (" (hidden)" if sheet.is_hidden else "")
    yield legend
    for row in drawn_rows(sheet):
        if row.skipped:
            yield click.style(f"        … {row.skipped} more records", fg="bright_black")
        yield _line(row)


def _line(row: DrawnRow) -> str:
    role = next((role for role in row.roles if role is not None), None)
    sign = SIGNS[role] if role else " "
    cells = [_cell(text, kind) for text, kind in zip(row.cells[:MOST_CELLS], row.roles, strict=False)]
    more = " …" if len(row.cells) > MOST_CELLS else ""
    return f"{row.number:>6} {sign} " + " ".join(cells) + more + (" (hidden)" if row.is_hidden else "")


def _cell(text: str, role: RowRole | None) -> str:
    shown = text if len(text) <= CELL_WIDTH else text[: CELL_WIDTH - 1] + "…"
    padded = shown.ljust(CELL_WIDTH)
    return click.style(padded, fg=COLOURS[role]) if role else click.style(padded, dim=True)
