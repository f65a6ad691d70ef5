"""Finds the header rows of a box.

Each of the first rows may be the top of the header. For each, the header is extended downward while rows only name
things, and the result is judged: columns with values should have names, names should be no numbers, and below the
header no row should read like a header. The best judged wins; of equals the upper one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ckanext.satudata.tabular.layout.view import Box, View
from ckanext.satudata.tabular.layout.wording import is_english_name
from ckanext.satudata.tabular.values.kinds import Kind

__all__ = ["Header", "find_header", "is_number_row"]

CANDIDATES = 14
MAX_DEPTH = 8
SAMPLE_ROWS = 30
BELOW = 3
"""Rows in which the figures below a name are looked for."""
GOOD_ENOUGH = 0.35
_NUMBERED = re.compile(r"\(\s*(\d{1,3})\s*\)|(\d{1,3})(?:\.0)?(?:\s*=.*)?|\d{1,3}\s*=\s*\(.*\)|\(\s*\d{1,3}\s*=.*\)")
_IN_BRACKETS = re.compile(r"\(\s*\d{1,3}\s*(?:=.*)?\)")
_LETTERED = re.compile(r"\(?([A-Za-z])(?:\s*=.*)?\)?")
MIN_LETTERS = 3
_NAMES = frozenset((Kind.TEXT, Kind.YEAR, Kind.DATE, Kind.WITH_UNIT))
MOST_PER_COLUMN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """`rows` name the columns, `number_rows` count them; the body starts behind both. `score` is at most about 1."""

    rows: tuple[int, ...]
    number_rows: tuple[int, ...]
    body_start: int
    score: float


def find_header(view: View, box: Box, rows: Sequence[int]) -> Header | None:
    """The header among the given rows of a box (blank ones left out); None if nothing reads like one."""
    if view.header_rows:
        told = _told(view, box, rows)
        if told is not None:
            return told
    best: Header | None = None
    said: set[tuple[str, ...]] = set()
    for at in range(min(CANDIDATES, len(rows))):
        texts = tuple(view.own_text(rows[at], column) for column in view.own(rows[at], box))
        # A page break repeats the header; the first time counts.
        header = _extended(view, box, rows, at) if texts not in said else None
        said.add(texts)
        if header is None:
            continue
        if best is None or header.score > best.score + 1e-9:
            best = header
        if at == 0 and header.score >= 1.0 - 1e-9:
            break
    return best if best is not None and best.score >= GOOD_ENOUGH else None


def is_number_row(view: View, row: int, box: Box) -> bool:
    """Whether the row only numbers the columns: "(1) (2) (3)", 1 2 3, "8 = (7 / 6)"; gaps do occur."""
    columns = view.own(row, box)
    if len(columns) < 2:  # noqa: PLR2004
        return False
    texts = [view.own_text(row, column) for column in columns]
    if _are_letters(texts):
        below = [view.kind(row + 1, column) for column in columns] if row + 1 < view.height else []
        return any(kind in (Kind.NUMBER, Kind.WITH_UNIT) for kind in below)
    matches = [_NUMBERED.fullmatch(text) for text in texts]
    if not all(matches):
        return False
    numbers = [int(match[1] or match[2]) for match in matches if match and (match[1] or match[2])]
    ordered = all(before < after <= before + 3 for before, after in pairwise(numbers))
    if not numbers or not ordered or numbers[0] > 2 or numbers[-1] > MOST_PER_COLUMN * len(numbers):  # noqa: PLR2004
        return False
    bracketed = sum(bool(_IN_BRACKETS.fullmatch(text)) for text in texts)
    # Without brackets "1 | 2" may be a record; three numbers in a row from 1 on hardly are.
    return bracketed >= len(texts) - 1 or (numbers[0] == 1 and len(numbers) >= 3)  # noqa: PLR2004


def _is_one_and_two(view: View, box: Box, rows: Sequence[int]) -> bool:
    """A plain "1 | 2" below the header of two columns, where all rows below start with words."""
    columns = view.own(rows[0], box)
    if [view.own_text(rows[0], column) for column in columns] != ["1", "2"] or columns != [box.left, box.right]:
        return False
    below = [view.kind(row, box.left) for row in rows[1 : 1 + SAMPLE_ROWS]]
    return len(below) > 1 and all(kind in (Kind.TEXT, Kind.EMPTY) for kind in below)


def _are_letters(texts: Sequence[str]) -> bool:
    """Columns counted by letters, "a | b | c | d = c/b", without a gap."""
    if len(texts) < MIN_LETTERS or texts[0].strip("()").casefold() != "a":
        return False
    matches = [_LETTERED.fullmatch(text) for text in texts]
    return all(match and ord(match[1].casefold()) == ord("a") + at for at, match in enumerate(matches))


def _told(view: View, box: Box, rows: Sequence[int]) -> Header | None:
    """The header a person has pointed at, if it lies among the rows."""
    header = tuple(row for row in rows if row in view.header_rows)
    if not header:
        return None
    below = [row for row in rows if row > header[-1]]
    numbers: list[int] = []
    while below and is_number_row(view, below[0], box):
        numbers.append(below.pop(0))
    body = below[0] if below else rows[-1] + 1
    return Header(rows=header, number_rows=tuple(numbers), body_start=body, score=1.0)


def _extended(view: View, box: Box, rows: Sequence[int], at: int) -> Header | None:
    """The header that starts at `rows[at]`, judged; None if that row names nothing."""
    top = rows[at]
    if not any(view.kind(top, column) in _NAMES for column in view.own(top, box)):
        return None
    header = [top]
    bottom = _merged_bottom(view, box, top)
    named_left = bool(view.text(top, box.left))
    position = at + 1
    while position < len(rows) and len(header) < MAX_DEPTH:
        row = rows[position]
        if row > bottom:
            step = _next_level(view, box, header, row, named_left)
            if step is None and _is_said_again(view, box, header, row, rows[position + 1 : position + 1 + BELOW]):
                step = True
            if step is None:
                break
            named_left = named_left or step
        header.append(row)
        bottom = max(bottom, _merged_bottom(view, box, row) if row <= bottom else row)
        position += 1
    numbers = []
    while position < len(rows) and (
        is_number_row(view, rows[position], box) or (not numbers and _is_one_and_two(view, box, rows[position:]))
    ):
        numbers.append(rows[position])
        position += 1
    body = rows[position] if position < len(rows) else (rows[-1] + 1)
    counted = (at == 0 and _counts_up(view, box, top)) or any(_are_classes(view, box, row) for row in header[1:])
    score = _judged(view, box, header, rows[position:], are_numbers_names=counted) + (0.3 if numbers else 0.0)
    score -= 0.03 * at + 0.5 * sum(_is_like_record(view, box, row) for row in rows[:at])
    return Header(rows=tuple(header), number_rows=tuple(numbers), body_start=body, score=score)


def _is_like_record(view: View, box: Box, row: int) -> bool:
    """A label with figures beside it stands in a body, not above a header."""
    columns = view.own(row, box)
    return (
        len(columns) > 1
        and columns[0] == box.left
        and view.kind(row, columns[0]) is Kind.TEXT
        and all(view.kind(row, column) in (Kind.NUMBER, Kind.MISSING) for column in columns[1:])
    )


def _merged_bottom(view: View, box: Box, row: int) -> int:
    """How far down cells of this row are merged, as far as a header may reach."""
    bottom = row
    for column in view.own(row, box):
        merge = view.merge(row, column)
        if merge and merge.top == row and merge.bottom - merge.top < MAX_DEPTH:
            bottom = max(bottom, merge.bottom)
    return bottom


def _next_level(view: View, box: Box, header: list[int], row: int, named_left: bool) -> bool | None:
    """Whether the row is a further header level: None if not, else whether it names the leftmost column."""
    columns = view.own(row, box)
    kinds = [view.kind(row, column) for column in columns]
    if not columns or not all(kind in _NAMES for kind in kinds) or is_number_row(view, row, box):
        return None
    if columns[0] == box.left:
        # Groups stand above and beside the first column's name: " | Jumlah" over "Kecamatan | L | P".
        names = sum(kind in (Kind.TEXT, Kind.YEAR) for kind in kinds)
        lowest = not named_left and names > 1 and kinds[0] is Kind.TEXT and row == header[-1] + 1
        return True if lowest and all(kind is not Kind.WITH_UNIT for kind in kinds) else None
    if view.merge(row, box.left) is None and not named_left and row != header[-1] + 1:
        return None
    if not named_left and len(columns) > 1:
        return False
    return False if _names_what_is_open(view, box, header, row, columns) else None


def _is_said_again(view: View, box: Box, header: list[int], row: int, below: Sequence[int]) -> bool:
    """Names in a second language, or units, right under the names: words alone, over columns that hold figures."""
    columns = view.own(row, box)
    kinds = [view.kind(row, column) for column in columns]
    if row != header[-1] + 1 or len(below) < BELOW - 1 or is_number_row(view, row, box):
        return False
    if not all(kind in (Kind.TEXT, Kind.WITH_UNIT) for kind in kinds):
        return False
    over = [column for column in columns if column > box.left and _holds_figures(view, column, below)]
    figures = [column for column in range(box.left + 1, box.right + 1) if _holds_figures(view, column, below)]
    if not over or len(over) * 2 < len(figures):
        return False
    if over[0] == columns[0]:
        return True
    # A record whose figures are words says the same word again and again, or stands over one column only.
    is_varied = len({view.own_text(row, column) for column in over}) > 1
    is_english = all(is_english_name(view.own_text(row, column)) for column in columns)
    return (is_varied or is_english) and len(columns) == len(view.held(header[-1], box))


def _holds_figures(view: View, column: int, rows: Sequence[int]) -> bool:
    kinds = [kind for row in rows if (kind := view.kind(row, column))]
    is_filled = Kind.NUMBER in kinds or Kind.YEAR in kinds
    return is_filled and all(kind in (Kind.NUMBER, Kind.YEAR, Kind.MISSING) for kind in kinds)


def _names_what_is_open(view: View, box: Box, header: list[int], row: int, columns: list[int]) -> bool:
    """A lower level names columns that have no name, or a shared one; or it gives units in brackets, or years."""
    for column in columns:
        above = [level for level in header if view.text(level, column)]
        kind, text = view.kind(row, column), view.own_text(row, column)
        if not above or kind is Kind.YEAR or text.startswith("("):
            continue
        merge = view.merge(above[-1], column)
        is_group = (merge and merge.right > merge.left) or _is_followed_by_gap(view, box, above[-1], column)
        if not is_group and len(columns) * 2 <= (box.right - box.left):
            return False
        if not is_group and row > header[-1] + 1:
            return False
    return True


def _is_followed_by_gap(view: View, box: Box, row: int, column: int) -> bool:
    return column < box.right and not view.text(row, column + 1)


def _counts_up(view: View, box: Box, row: int) -> bool:
    """Classes named by their number, "Kecamatan | 1 | 2 | 3", in the first row."""
    texts = [view.own_text(row, column) for column in view.own(row, box)]
    numbers = [int(text) for text in texts[1:] if text.isascii() and text.isdigit()]
    is_counted = all(after == before + 1 for before, after in pairwise(numbers))
    return len(numbers) >= 3 and len(numbers) == len(texts) - 1 and is_counted and not texts[0].isdigit()  # noqa: PLR2004


def _are_classes(view: View, box: Box, row: int) -> bool:
    """Classes named by their number, "1 | 2 | 3", below a group that is merged over all of them."""
    texts = [view.own_text(row, column) for column in view.own(row, box)]
    above = [view.merge(row - 1, column) for column in view.own(row, box)]
    if len(texts) < MIN_LETTERS or not all(text.isascii() and text.isdigit() for text in texts):
        return False
    is_counted = all(int(after) == int(before) + 1 for before, after in pairwise(texts))
    return is_counted and all(merge is not None and merge.right > merge.left for merge in above)


def _judged(view: View, box: Box, header: list[int], body: Sequence[int], *, are_numbers_names: bool = False) -> float:
    """How well the header fits: named columns, few numbers among the names, no header-like row in the body."""
    sample = [*body[:SAMPLE_ROWS], *body[SAMPLE_ROWS:][-5:]]
    names = [(row, column) for row in header for column in view.own(row, box)]
    numbers = sum(view.kind(row, column) in (Kind.NUMBER, Kind.MISSING) for row, column in names)
    numbers = 0 if are_numbers_names else numbers
    distinct = {view.own_text(row, column) for row, column in names}
    kinds = {column: [view.kind(row, column) for row in sample] for column in range(box.left, box.right + 1)}
    filled = [column for column, column_kinds in kinds.items() if any(column_kinds)]
    named = [column for column in filled if _is_named(view, box, header, column)]
    coverage = len(named) / len(filled) if filled else 0.6
    score = coverage - 1.5 * numbers / max(1, len(names)) - 0.01 * (len(header) - 1)
    if len(distinct) == 1 and box.right > box.left + 1:
        score -= 0.5
    return score - _headers_in_body(box, kinds, sample)


def _is_named(view: View, box: Box, header: list[int], column: int) -> bool:
    if any(view.text(row, column) for row in header):
        return True
    # A group name without merged cells holds for the columns to its right.
    upper = header[:-1]
    return any(view.own(row, box) and view.own(row, box)[0] < column and not view.text(row, column) for row in upper)


def _headers_in_body(box: Box, kinds: dict[int, list[Kind]], sample: Sequence[int]) -> float:
    """A penalty for rows near the top of the body that have words where the column has numbers."""
    figures = (Kind.NUMBER, Kind.WITH_UNIT, Kind.YEAR)
    numeric = [
        column
        for column, column_kinds in kinds.items()
        if sum(kind in figures for kind in column_kinds) > sum(kind is Kind.TEXT for kind in column_kinds)
        and column > box.left
    ]
    penalty = 0.0
    for at in range(min(8, len(sample))):
        words = sum(kinds[column][at] is Kind.TEXT for column in numeric)
        held = sum(bool(kinds[column][at]) for column in numeric)
        if held and words * 2 >= held and (words > 1 or len(numeric) == 1):
            penalty += 0.3
    return penalty
