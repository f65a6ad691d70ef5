"""Lead: the rows above a table's header, a title, a "Judul Tabel : …" block, stray cells of a form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ckanext.satudata.tabular.layout.view import Box, View
from ckanext.satudata.tabular.layout.wording import is_item_number, is_known_key, is_titleish
from ckanext.satudata.tabular.values.kinds import Kind

__all__ = ["Lead", "key_value", "read_lead"]

LONG_KEY = 40
MIN_TITLE = 8


@dataclass(slots=True)
class Lead:
    """Rows above the header: how many, the titles among them, and what a block of keys and values says."""

    rows: list[int] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    preamble: dict[str, str] = field(default_factory=dict)


def read_lead(view: View, box: Box, rows: Sequence[int]) -> Lead:
    """The lead of a box; `rows` are its rows that are not blank."""
    lead = Lead()
    for at, row in enumerate(rows):
        pair = _pair(view, box, rows, at, bool(lead.preamble))
        columns = view.own(row, box)
        if pair is not None:
            lead.preamble[pair[0]] = pair[1]
        elif lead.preamble and _is_stray(view, row, columns, box):
            pass
        elif len(columns) == 1 and _is_title(view, box, rows, at):
            lead.titles.append(view.own_text(row, columns[0]))
        elif _is_numbered_title(view, box, rows, at):
            lead.titles.append(view.own_text(row, columns[1]))
        else:
            break
        lead.rows.append(row)
    return lead


def key_value(view: View, row: int, box: Box) -> tuple[str, str] | None:
    """The key and value of a row like "Tahun : | 2021", "Urusan | : Wajib" or "Satuan: orang"; None for others."""
    columns = view.own(row, box)
    if not 0 < len(columns) <= 3 or view.kind(row, columns[0]) is not Kind.TEXT:  # noqa: PLR2004
        return None
    key, *values = [view.own_text(row, column) for column in columns]
    if key.endswith(":"):
        return key.rstrip(": "), " ".join(values)
    if values and values[0].startswith(":"):
        return key, " ".join(values).lstrip(": ")
    name, colon, rest = key.partition(":")
    if not values and colon and rest and is_known_key(name):
        return name.strip(), rest.strip()
    return None


def _pair(view: View, box: Box, rows: Sequence[int], at: int, in_block: bool) -> tuple[str, str] | None:
    row = rows[at]
    pair = key_value(view, row, box)
    if pair is not None:
        return pair
    columns = view.own(row, box)
    if len(columns) != 2 or columns[0] != box.left or view.kind(row, columns[0]) is not Kind.TEXT:  # noqa: PLR2004
        return None
    key, value = (view.own_text(row, column) for column in columns)
    if is_known_key(key) and (in_block or _is_known_block(view, box, rows, at)):
        return key, value
    # A helper line of an upload form: a long sentence and the number that belongs in its cell.
    return (key, value) if in_block and len(key) > LONG_KEY else None


def _is_known_block(view: View, box: Box, rows: Sequence[int], at: int) -> bool:
    """Whether this row and the next are both a known key and one value: one alone may be a header."""
    if at + 1 >= len(rows):
        return False
    below = view.own(rows[at + 1], box)
    return (
        len(below) == 2  # noqa: PLR2004
        and below[0] == box.left
        and is_known_key(view.own_text(rows[at + 1], below[0]))
        and is_known_key(view.own_text(rows[at], box.left))
    )


def _is_stray(view: View, row: int, columns: list[int], box: Box) -> bool:
    """A lone number below the keys and values, left there by an upload form."""
    return len(columns) == 1 and columns[0] > box.left and view.kind(row, columns[0]) is Kind.NUMBER


def _is_title(view: View, box: Box, rows: Sequence[int], at: int) -> bool:
    """A text in a row of its own, unless it is the name of the first column over header rows beside it."""
    row = rows[at]
    column = view.own(row, box)[0]
    if view.kind(row, column) not in (Kind.TEXT, Kind.YEAR, Kind.WITH_UNIT) or at + 1 >= len(rows):
        return view.kind(row, column) is Kind.TEXT
    merge = view.merge(row, column)
    if merge and merge.right > merge.left:
        # Merged over the value columns only, beside a first column: a group, not a title of its own.
        return merge.left <= box.left or not _names_left(view, box, rows, at)
    if column != box.left and view.kind(row, column) is not Kind.TEXT:
        return False
    if column != box.left:
        text = view.own_text(row, column)
        if text.startswith("(") and text.endswith(")") and len(view.own(rows[at + 1], box)) == box.right - box.left + 1:
            # "(Ton)" at the right edge, over a row that names every column: the unit of the whole table.
            return True
        return is_titleish(text) and not _names_left(view, box, rows, at)
    return is_titleish(view.own_text(row, column)) or not _stands_over_groups(view, box, rows, at)


def _names_left(view: View, box: Box, rows: Sequence[int], at: int) -> bool:
    """Whether the next row names the leftmost column together with others, so that this row is a level above it."""
    below = rows[at + 1]
    columns = view.own(below, box)
    return (
        len(columns) > 1
        and columns[0] == box.left
        and view.kind(below, box.left) is Kind.TEXT
        and key_value(view, below, box) is None
    )


def _stands_over_groups(view: View, box: Box, rows: Sequence[int], at: int) -> bool:
    """Whether the rows below name other columns only, until figures come: this text then names the first column."""
    levels = 0
    for row in rows[at + 1 : at + 8]:
        columns = view.own(row, box)
        if columns and columns[0] == box.left:
            kinds = [view.kind(row, column) for column in columns[1:]]
            return levels > 0 and (not kinds or any(kind in (Kind.NUMBER, Kind.MISSING) for kind in kinds))
        if not all(view.kind(row, column) in (Kind.TEXT, Kind.YEAR) for column in columns):
            return False
        levels += 1
    return levels > 0


def _is_numbered_title(view: View, box: Box, rows: Sequence[int], at: int) -> bool:
    """A title in two cells, "1. | Jumlah Bank …"; not the first of several such rows, which are a list or a table."""
    columns = view.own(rows[at], box)
    if len(columns) != 2 or not is_item_number(view.own_text(rows[at], columns[0])):  # noqa: PLR2004
        return False
    text = view.own_text(rows[at], columns[1])
    if view.kind(rows[at], columns[1]) is not Kind.TEXT or len(text) < MIN_TITLE:
        return False
    if at + 1 >= len(rows):
        return True
    below = view.own(rows[at + 1], box)
    return not (below and below[0] == columns[0] and is_item_number(view.own_text(rows[at + 1], below[0])))
