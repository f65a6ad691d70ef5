"""Where findings stand in a sheet: the cell, or the row, that a place like "Sheet1!C14" names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ckanext.satudata.tabular.grid import column_number

__all__ = ["Marks", "marks_of"]

_CELL = re.compile(r"([A-Z]{0,3})(\d+)")
_WORST = {"error": 0, "warning": 1, "info": 2}


@dataclass(slots=True)
class Marks:
    """Findings of one sheet: by (row, column), by row, and those about the sheet as a whole. Each has its number."""

    cells: dict[tuple[int, int], list[Mapping[str, Any]]] = field(default_factory=dict)
    rows: dict[int, list[Mapping[str, Any]]] = field(default_factory=dict)
    whole: list[Mapping[str, Any]] = field(default_factory=list)

    def severity(self, row: int, column: int | None = None) -> str:
        """The worst severity of a cell, or of a row; "" if nothing was found there."""
        found = self.rows.get(row, ()) if column is None else self.cells.get((row, column), ())
        return min((one["severity"] for one in found), key=_WORST.__getitem__, default="")


def marks_of(findings: Sequence[Mapping[str, Any]], sheet: str, sheets: Iterable[str]) -> Marks:
    """The findings whose place lies in a sheet; in a file of one sheet also those that name none."""
    marks = Marks()
    is_only = len(list(sheets)) == 1
    for found in findings:
        place = _place(found["place"], sheet, is_only=is_only)
        if place is None:
            continue
        match = _CELL.fullmatch(place)
        if match is None:
            marks.whole.append(found)
        elif match[1]:
            marks.cells.setdefault((int(match[2]), column_number(match[1])), []).append(found)
        else:
            marks.rows.setdefault(int(match[2]), []).append(found)
    return marks


def _place(place: str, sheet: str, *, is_only: bool) -> str | None:
    """The part of a place behind the sheet's name; None if it lies in another sheet."""
    if sheet and place.startswith(f"{sheet}!"):
        return place[len(sheet) + 1 :]
    if place == sheet:
        return ""
    return place if is_only and "!" not in place else None
