"""The hidden key of a form: what it asks, as JSON on a very hidden sheet, and the row that names the columns.

A cell holds at most 32,767 characters, so the JSON is cut into pieces, one a row. The columns of the form carry
their keys in a hidden row above the header: they are found again even where a column was put in between.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from ckanext.satudata.tabular.grid import Cell, Grid
from ckanext.satudata.tabular.template.definition import FormDefinition

__all__ = [
    "HELP",
    "KEY_SHEET",
    "MARKER",
    "PREFIX",
    "Key",
    "column_keys",
    "cut",
    "is_help_sheet",
    "is_key_row",
    "is_key_sheet",
    "key_in",
    "key_row",
]

KEY_SHEET = "_kunci"
MARKER = "satudata-form-1"
"""In the first cell of the key sheet; the number grows when a form is written in another way."""
PREFIX = "kunci:"
HELP = PREFIX + "help"
PIECE = 30_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """What the key sheet holds: the definition, and the words for the status of figures in the form's language."""

    definition: FormDefinition
    statuses: tuple[str, ...]


def cut(key: Key) -> list[str]:
    """The key as pieces of JSON."""
    data = {"form": key.definition.as_dict(), "statuses": list(key.statuses)}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return [text[at : at + PIECE] for at in range(0, len(text), PIECE)]


def is_key_sheet(grid: Grid) -> bool:
    """Whether a sheet is the key of a form."""
    return grid.cell(0, 0) == MARKER


def is_help_sheet(grid: Grid) -> bool:
    """Whether a sheet holds the instructions of a form."""
    return any(HELP in row for row in grid.rows)


def key_in(grid: Grid) -> Key | None:
    """What a key sheet holds; None if somebody has changed it."""
    pieces = [row[0] for row in grid.rows[1:] if row and isinstance(row[0], str)]
    try:
        data = json.loads("".join(pieces))
        return Key(
            definition=FormDefinition.from_dict(data["form"]),
            statuses=tuple(str(status) for status in data["statuses"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def key_row(grid: Grid) -> int | None:
    """The row of a sheet that names its columns by their keys."""
    return next((row for row, cells in enumerate(grid.rows) if is_key_row(cells)), None)


def is_key_row(cells: Sequence[Cell]) -> bool:
    """Whether these cells name the columns of a form: nothing that people have to see."""
    return sum(map(_is_key, cells)) > 1


def column_keys(cells: Sequence[Cell]) -> dict[str, int]:
    """Column by key, of the row that names them; the first of two copies counts."""
    keys: dict[str, int] = {}
    for column, cell in enumerate(cells):
        if _is_key(cell):
            keys.setdefault(str(cell).removeprefix(PREFIX), column)
    return keys


def _is_key(cell: Cell) -> bool:
    return isinstance(cell, str) and cell.startswith(PREFIX)
