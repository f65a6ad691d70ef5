"""What to draw: each row of a sheet with the role of its cells, long sheets shortened in the middle."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ckanext.satudata.tabular.model import RowRole, Sheet
from ckanext.satudata.tabular.values.kinds import as_text

__all__ = ["DrawnRow", "drawn_rows"]

HEAD, TAIL = 40, 12
MOST_COLUMNS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnRow:
    """One row: its number, its texts, the role of each cell (None outside every table).

    `skipped` records were left out right before it.
    """

    number: int
    cells: tuple[str, ...]
    roles: tuple[RowRole | None, ...]
    is_hidden: bool = False
    skipped: int = 0


def drawn_rows(sheet: Sheet) -> Iterator[DrawnRow]:
    """The rows to draw; of a run of plain records longer than `HEAD` and `TAIL` the middle is left out."""
    grid = sheet.grid
    width = min(max((len(row) for row in grid.rows), default=0), MOST_COLUMNS)
    plain = _plain_records(sheet)
    skipped = 0
    for row, (number, values) in enumerate(grid.numbered()):
        if number in plain:
            skipped += 1
            continue
        cells = tuple(as_text(values[column]) if column < len(values) else "" for column in range(width))
        roles = tuple(_role(sheet, number, row, column) for column in range(width))
        if any(cells) or any(roles):
            yield DrawnRow(number=number, cells=cells, roles=roles, is_hidden=row in grid.hidden_rows, skipped=skipped)
            skipped = 0


def _plain_records(sheet: Sheet) -> set[int]:
    """Records in the middle of long tables."""
    middle: set[int] = set()
    for table in sheet.tables:
        rows = sorted(row for row, role in table.rows.items() if role is RowRole.RECORD)
        middle.update(rows[HEAD:-TAIL] if len(rows) > HEAD + TAIL else ())
    return middle


def _role(sheet: Sheet, number: int, row: int, column: int) -> RowRole | None:
    for table in sheet.tables:
        role = table.rows.get(number)
        box = table.box
        if role is None or not box.left <= column <= box.right:
            continue
        if box.top <= row <= box.bottom or role in (RowRole.TITLE, RowRole.NOTE):
            return role
    return None
