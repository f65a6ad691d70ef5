"""Boxes: a sheet cut into rectangles of cells that belong together, before anybody asks what they are.

Rows without any cell cut a sheet across, but for one between a header and its first record. Between two such rows,
cells that touch belong together; boxes that overlap are one, and so are boxes at the same height that only an empty
column sets apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from ckanext.satudata.tabular.layout.lead import key_value
from ckanext.satudata.tabular.layout.view import Box, View
from ckanext.satudata.tabular.layout.wording import is_item_number, is_titleish
from ckanext.satudata.tabular.values.kinds import Kind

__all__ = ["boxes_of"]

MANY_PIECES = 400
"""A strip that falls into more pieces is one sparse table, and is not compared piece by piece."""
SPACER_COLUMNS = 2
MAX_GAP = 2
MIN_NAMES = 2
LABEL_SHARE = 0.5
HEADER_REACH = 6
"""Rows in which the names of columns are looked for."""
_NAMES = (Kind.TEXT, Kind.YEAR, Kind.WITH_UNIT, Kind.DATE)
_FIGURES = (Kind.NUMBER, Kind.MISSING, Kind.WITH_UNIT)


def boxes_of(view: View) -> list[Box]:
    """The boxes of a sheet in reading order."""
    found: list[Box] = []
    header: list[Box] = []
    strips = list(_cut_at_titles(view, _strips(view)))
    for (top, bottom), after in zip_longest(strips, strips[1:]):
        pieces = header + _pieces(view, top, bottom)
        header = []
        if after is not None and _is_body_apart(view, top, bottom, after):
            header = [piece._replace(bottom=after[0] - 1) for piece in pieces]
            continue
        if len(pieces) > MANY_PIECES:
            whole = pieces[0]
            for piece in pieces:
                whole = whole.around(piece)
            pieces = [whole]
        found.extend(_joined(view, _absorbed(pieces)))
    return sorted(found)


def _is_body_apart(view: View, top: int, bottom: int, after: tuple[int, int]) -> bool:
    """Whether a strip is a header alone, and the next one, below one empty row, starts with the first record."""
    if bottom - top > HEADER_REACH:
        return False
    names = sorted({column for row in range(top, bottom + 1) for column in view.held(row)})
    record = view.own(after[0])
    if after[0] - bottom != MAX_GAP or after[1] == after[0] or len(names) < MIN_NAMES:
        return False
    if any(view.kind(row, column) not in _NAMES for row in range(top, bottom + 1) for column in view.own(row)):
        return False
    if any(key_value(view, row, Box(row, 0, row, names[-1])) for row in range(top, bottom + 1) if view.own(row)):
        return False
    if not record or record[-1] > names[-1] or len(record) * 2 < len(names):
        return False
    kinds = [view.kind(after[0], column) for column in record]
    figures = sum(kind in _FIGURES for kind in kinds[1:])
    return Kind.TEXT in kinds[:HEADER_REACH] and figures > 0 and figures * 2 > len(kinds) - 2


def _strips(view: View) -> Iterator[tuple[int, int]]:
    top = None
    for row in range(view.height):
        if view.is_blank(row):
            if top is not None:
                yield top, row - 1
            top = None
        elif top is None:
            top = row
    if top is not None:
        yield top, view.height - 1


def _cut_at_titles(view: View, strips: Iterator[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Numbered titles ("4. | Jumlah Korban …") right below a table start a strip of their own."""
    for top, bottom in strips:
        start = top
        for row in range(top + 1, bottom + 1):
            if _is_numbered_title(view, row, bottom):
                yield start, row - 1
                start = row
        yield start, bottom


def _is_numbered_title(view: View, row: int, bottom: int) -> bool:
    """An item number and a title beside it, in a column that its neighbours leave empty."""
    columns = view.own(row)
    if len(columns) != 2 or columns[1] - columns[0] > 1:  # noqa: PLR2004
        return False
    if not is_item_number(view.own_text(row, columns[0])) or view.kind(row, columns[1]) is not Kind.TEXT:
        return False
    beside = [view.own(near) for near in (row - 1, row + 1) if near <= bottom]
    if any(near and near[0] <= columns[0] and len(near) > 1 for near in beside):
        return False
    if row < bottom and any(view.kind(row + 1, column) in _FIGURES for column in view.own(row + 1)):
        # Figures right below it: a head of the records that follow.
        return False
    return is_titleish(view.own_text(row, columns[1]))


def _pieces(view: View, top: int, bottom: int) -> list[Box]:
    """Connected cells: runs of neighbouring columns, joined to overlapping runs of the row above."""
    parent: list[int] = []
    boxes: list[Box] = []

    def root(piece: int) -> int:
        while parent[piece] != piece:
            parent[piece] = parent[parent[piece]]
            piece = parent[piece]
        return piece

    above: list[tuple[int, int, int]] = []
    for row in range(top, bottom + 1):
        current: list[tuple[int, int, int]] = []
        for left, right in _runs(view.held(row)):
            touching = {root(piece) for start, end, piece in above if start <= right and left <= end}
            piece = min(touching) if touching else len(parent)
            if not touching:
                parent.append(piece)
                boxes.append(Box(row, left, row, right))
            for other in touching:
                parent[other] = piece
                boxes[piece] = boxes[piece].around(boxes[other])
            boxes[piece] = boxes[piece].around(Box(row, left, row, right))
            current.append((left, right, piece))
        above = current
    return sorted((boxes[piece] for piece in range(len(parent)) if parent[piece] == piece), key=_area, reverse=True)


def _runs(columns: list[int]) -> list[tuple[int, int]]:
    if columns and columns[-1] - columns[0] + 1 == len(columns):
        return [(columns[0], columns[-1])]
    runs: list[tuple[int, int]] = []
    for column in columns:
        if runs and runs[-1][1] == column - 1:
            runs[-1] = (runs[-1][0], column)
        else:
            runs.append((column, column))
    return runs


def _absorbed(pieces: list[Box]) -> list[Box]:
    """Overlapping boxes become one, until none overlap."""
    kept: list[Box] = []
    for piece in pieces:
        box = piece
        changed = True
        while changed:
            changed = False
            for other in kept:
                if box.overlaps(other) or _is_stacked(box, other):
                    kept.remove(other)
                    box = box.around(other)
                    changed = True
                    break
        kept.append(box)
    return kept


def _is_stacked(box: Box, other: Box) -> bool:
    """Right above one another: the first column's name stands over a header that starts one row lower, beside it."""
    upper, lower = (box, other) if box.top <= other.top else (other, box)
    return upper.shares_columns(lower) and lower.top - upper.bottom <= 1


def _joined(view: View, boxes: list[Box]) -> list[Box]:
    """Boxes of one table that an empty column sets apart become one."""
    boxes = sorted(boxes, key=lambda box: (box.left, box.top))
    joined: list[Box] = []
    for box in boxes:
        for at, left in enumerate(joined):
            if _is_one_table(view, left, box):
                joined[at] = left.around(box)
                break
        else:
            joined.append(box)
    return joined


def _is_one_table(view: View, left: Box, right: Box) -> bool:
    gap = right.left - left.right - 1
    if not 0 <= gap <= SPACER_COLUMNS or right.top < left.top or right.bottom > left.bottom + 1:
        return False
    if right.top > left.top + 1:
        # Keys and titles above the left part alone, or names of groups over it: the lowest names stand side by side.
        lowest = _above_figures(view, right)
        beside = [view.kind(lowest, column) for column in view.own(lowest, left)]
        if len(view.held(lowest, left)) < MIN_NAMES or any(kind not in _NAMES for kind in beside):
            return False
        left = left._replace(top=right.top)
    height, other = left.bottom - left.top + 1, right.bottom - right.top + 1
    # A header cell over a column that nobody has filled in yet stands alone.
    if other < height - 2 and other > max(2, height // 4):
        return False
    return height > 1 and not _starts_with_labels(view, right) and not _starts_alike(view, left, right)


def _above_figures(view: View, box: Box) -> int:
    """The row right above the first figures of a box, or its top row."""
    for row in range(box.top + 1, min(box.bottom, box.top + HEADER_REACH) + 1):
        if any(view.kind(row, column) in _FIGURES for column in view.own(row, box)):
            return row - 1
    return box.top


def _starts_with_labels(view: View, box: Box) -> bool:
    below = [view.kind(row, box.left) for row in range(box.top + 1, box.bottom + 1)]
    filled = [kind for kind in below if kind]
    return len(filled) > 1 and sum(kind is Kind.TEXT for kind in filled) > LABEL_SHARE * len(filled)


def _starts_alike(view: View, left: Box, right: Box) -> bool:
    """Whether both have the same name over their first column ("No", "Kecamatan"): two tables beside each other."""
    for row in range(right.top, min(right.bottom, right.top + HEADER_REACH) + 1):
        name, first = view.own_text(row, right.left).casefold(), view.own_text(row, left.left).casefold()
        if name and name == first and view.kind(row, right.left) is Kind.TEXT:
            return True
    return False


def _area(box: Box) -> int:
    return (box.bottom - box.top + 1) * (box.right - box.left + 1)
