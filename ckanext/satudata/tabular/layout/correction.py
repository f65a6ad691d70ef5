"""Layout: what a person has corrected about one table of a sheet, as a value that can be stored as JSON.

A correction belongs to the table of its `shape` (`layout/shape.py`). Rows are 1-based as people see them, columns are
letters. Everything that is not said stays as recognised. In the next file of the same shape the table may stand lower
or be longer: `anchor` and `end_row` say where the recognised table stood when the correction was made, and `moved`
carries the rows along. Rows that are (or are not) totals are found again by their label.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ckanext.satudata.codes.folding import fold
from ckanext.satudata.tabular.grid import column_letters, column_number
from ckanext.satudata.tabular.values.columns import ColumnType

__all__ = ["Layout", "RowRef", "assigned", "matches_label"]

_LETTERS = re.compile(r"[A-Z]{1,3}")
MOST_ROWS = 1_048_576


@dataclass(frozen=True, slots=True, kw_only=True)
class RowRef:
    """A row by its number; in another file, where other words stand in that row, by its label."""

    row: int
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A correction of one table.

    `anchor` is the recognised table's first header row (1-based) and its left column (0-based), `end_row` its last
    row. `skip`: it is no table. `types` by column letters; `wilayah_column`: letters, "" for "no column names regions".
    """

    sheet: str = ""
    shape: str = ""
    anchor: tuple[int, int] | None = None
    end_row: int | None = None
    skip: bool = False
    header_rows: tuple[int, ...] | None = None
    first_row: int | None = None
    last_row: int | None = None
    totals: tuple[RowRef, ...] = ()
    records: tuple[RowRef, ...] = ()
    types: Mapping[str, ColumnType] = field(default_factory=dict)
    wilayah_column: str | None = None

    def replaced(self, **changes: Any) -> Layout:
        """The layout with some of its parts changed."""
        return replace(self, **changes)

    def moved(self, anchor: tuple[int, int], end_row: int) -> Layout:
        """The correction for a table of the same shape that stands elsewhere."""
        if self.anchor is None or self.end_row is None or (anchor, end_row) == (self.anchor, self.end_row):
            return self
        down, right = anchor[0] - self.anchor[0], anchor[1] - self.anchor[1]
        longer = end_row - self.end_row

        def letters(name: str) -> str:
            return column_letters(max(0, column_number(name) + right))

        first = None if self.first_row is None else max(1, self.first_row + down)
        last = None if self.last_row is None else max(self.last_row + longer, first or 1)
        return replace(
            self,
            anchor=anchor,
            end_row=end_row,
            header_rows=None if self.header_rows is None else tuple(max(1, row + down) for row in self.header_rows),
            first_row=first,
            last_row=last,
            types={letters(name): kind for name, kind in self.types.items()},
            wilayah_column=letters(self.wilayah_column) if self.wilayah_column else self.wilayah_column,
        )

    def as_dict(self) -> dict[str, Any]:
        """For JSON; `from_dict` reads it back."""
        return {
            "sheet": self.sheet,
            "shape": self.shape,
            "anchor": list(self.anchor) if self.anchor else None,
            "end_row": self.end_row,
            "skip": self.skip,
            "header_rows": list(self.header_rows) if self.header_rows is not None else None,
            "first_row": self.first_row,
            "last_row": self.last_row,
            "totals": [{"row": ref.row, "label": ref.label} for ref in self.totals],
            "records": [{"row": ref.row, "label": ref.label} for ref in self.records],
            "types": {name: kind.value for name, kind in self.types.items()},
            "wilayah_column": self.wilayah_column,
        }

    @classmethod
    def from_dict(cls, data: object) -> Layout:
        """From what `as_dict` gave, or a program sent. Raises ValueError that says what is wrong."""
        if not isinstance(data, dict):
            message = "A layout is an object."
            raise ValueError(message)
        unknown = sorted(set(map(str, data)) - set(cls.__slots__))
        if unknown:
            message = f"A layout has no {unknown[0]!r}."
            raise ValueError(message)
        header = data.get("header_rows")
        layout = cls(
            sheet=_text(data.get("sheet"), "sheet"),
            shape=_text(data.get("shape"), "shape"),
            anchor=_anchor(data.get("anchor")),
            end_row=_row(data.get("end_row"), "end_row"),
            skip=_flag(data.get("skip")),
            header_rows=None if header is None else _rows(header),
            first_row=_row(data.get("first_row"), "first_row"),
            last_row=_row(data.get("last_row"), "last_row"),
            totals=_refs(data.get("totals"), "totals"),
            records=_refs(data.get("records"), "records"),
            types=_types(data.get("types")),
            wilayah_column=_column(data.get("wilayah_column")),
        )
        told = [*(layout.header_rows or ())[-1:], *(row for row in (layout.first_row, layout.last_row) if row)]
        if told != sorted(told) or (layout.header_rows and told[1:2] == told[:1]):
            message = "The first record stands below the header, and the last one not above the first."
            raise ValueError(message)
        return layout


def assigned(
    layouts: Sequence[Layout], sheet: str, sheets: Sequence[str], places: Sequence[tuple[str, int]]
) -> list[Layout | None]:
    """Which correction belongs to which table of a sheet. `places` are their shapes and first header rows in order.

    A correction belongs to the table that stands where it was made; else to one of its shape on its sheet, in order;
    else, if this file has no such sheet, to every table of its shape that has none.
    """
    own = [layout for layout in layouts if layout.sheet == sheet]
    found = [_standing_at(own, shape, row) for shape, row in places]
    left = [layout for layout in own if layout not in found]
    strangers = [layout for layout in layouts if layout.sheet not in sheets]
    for at, (shape, _) in enumerate(places):
        if found[at] is not None:
            continue
        next_own = next((layout for layout in left if layout.shape == shape), None)
        if next_own is not None:
            left.remove(next_own)
        found[at] = next_own or next((layout for layout in strangers if layout.shape == shape), None)
    return found


def _standing_at(layouts: Sequence[Layout], shape: str, row: int) -> Layout | None:
    return next(
        (
            layout
            for layout in layouts
            if layout.shape == shape and layout.anchor is not None and layout.anchor[0] == row
        ),
        None,
    )


def matches_label(ref: RowRef, label: str) -> bool:
    """Whether a row of this label is the one meant."""
    return bool(ref.label) and fold(ref.label) == fold(label)


def _text(value: object, name: str) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        message = f"{name!r} is a text."
        raise ValueError(message)
    return value


def _flag(value: object) -> bool:
    if value not in (None, True, False) or (isinstance(value, int) and not isinstance(value, bool)):
        message = "'skip' is true or false."
        raise ValueError(message)
    return bool(value)


def _row(value: object, name: str) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= MOST_ROWS:
        message = f"{name!r} is the number of a row."
        raise ValueError(message)
    return value


def _rows(value: object) -> tuple[int, ...]:
    found = [_row(row, "header_rows") for row in value] if isinstance(value, list) else []
    rows = sorted({row for row in found if row is not None})
    if not rows:
        message = "'header_rows' are the numbers of one or more rows."
        raise ValueError(message)
    return tuple(rows)


def _anchor(value: object) -> tuple[int, int] | None:
    if value is None:
        return None
    if isinstance(value, list) and len(value) == 2 and all(type(part) is int and part >= 0 for part in value):  # noqa: PLR2004
        return value[0], value[1]
    message = "'anchor' is a row and a column."
    raise ValueError(message)


def _refs(value: object, name: str) -> tuple[RowRef, ...]:
    refs = []
    for ref in value if isinstance(value, list) else ():
        row = _row(ref.get("row"), name) if isinstance(ref, dict) and isinstance(ref.get("label"), str) else None
        if row is None:
            message = f"Each of {name!r} has a row and a label."
            raise ValueError(message)
        refs.append(RowRef(row=row, label=ref["label"]))
    return tuple(refs)


def _types(value: object) -> dict[str, ColumnType]:
    types = {}
    for name, kind in (value or {}).items() if isinstance(value, (dict, type(None))) else ():
        if not _LETTERS.fullmatch(name):
            message = f"{name!r} are no letters of a column."
            raise ValueError(message)
        types[name] = ColumnType(kind)
    return types


def _column(value: object) -> str | None:
    if value is None or value == "" or (isinstance(value, str) and _LETTERS.fullmatch(value)):
        return value if isinstance(value, str) else None
    message = "'wilayah_column' are the letters of a column."
    raise ValueError(message)
