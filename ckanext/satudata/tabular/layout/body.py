"""Body: the rows below a header, sorted by looks alone: records (and heads, totals, which need values to be told
apart), repeated headers, column numbers, notes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ckanext.satudata.tabular.header.find import Header, is_number_row
from ckanext.satudata.tabular.layout.view import Box, View
from ckanext.satudata.tabular.layout.wording import (
    LONG_TEXT,
    is_continued_title,
    is_inner_note,
    is_item_number,
    is_note,
    is_signature,
    is_titleish,
)
from ckanext.satudata.tabular.values.kinds import Kind

__all__ = ["Body", "is_header_again", "read_body"]

REPEATED_SHARE = 0.7
TAIL_ROWS = 25
"""Rows at the end among which notes and signatures are looked for."""
MOST_SIGNING = 3
MIN_RECORDS = 2
MUCH_WIDER = 3
MOST_TITLE_ROWS = 10
MOST_BELOW = 50


@dataclass(slots=True)
class Body:
    """`rows` may be records; the others are not. `split_at` is the row where another table starts, if one does, and
    `split_right` the last column of that table if it is narrower.
    """

    rows: list[int] = field(default_factory=list)
    repeated_headers: list[int] = field(default_factory=list)
    number_rows: list[int] = field(default_factory=list)
    notes: list[int] = field(default_factory=list)
    split_at: int | None = None
    split_right: int | None = None


def read_body(view: View, box: Box, header: Header, rows: Sequence[int], paths: dict[int, tuple[str, ...]]) -> Body:
    """Sorts the rows below the header."""
    body = Body()
    names = _names_by_column(view, box, header)
    depth = len(header.rows)
    top = view.own(header.rows[0], box) if header.rows else []
    first_name = view.own_text(header.rows[0], top[0]) if top else ""
    after_header = False
    notes: list[int] = []
    skipped = 0
    for at, row in enumerate(rows):
        columns = view.own(row, box)
        if not columns or at < skipped:
            continue
        # Asked of every row: the first cell nearly always settles it.
        is_like_top = columns == top and view.own_text(row, columns[0]) == first_name
        if is_like_top and is_header_again(view, box, header, rows[at : at + depth]):
            skipped = at + depth
            body.repeated_headers.extend(rows[at:skipped])
            after_header = True
        elif _is_repeated(view, row, columns, names) or (
            len(columns) == 1 and _is_page_head(view, box, header, rows[at : at + MOST_TITLE_ROWS])
        ):
            body.repeated_headers.append(row)
            after_header = True
        elif after_header and is_number_row(view, row, box):
            body.number_rows.append(row)
        elif len(columns) == 1 and is_inner_note(view.own_text(row, columns[0])):
            notes.append(row)
        elif _is_new_title(view, box, rows, at, len(paths)):
            body.split_at = row
            break
        elif right := _right_of_small_table(view, box, rows, at):
            body.split_at, body.split_right = row, right
            break
        else:
            after_header = False
            body.rows.append(row)
    _cut_notes(view, box, body)
    body.notes = sorted((*notes, *body.notes))
    return body


def _is_page_head(view: View, box: Box, header: Header, rows: Sequence[int]) -> bool:
    """What stands over the header on a further printed page: "Lanjutan Tabel 4.1", or the title once more."""
    (column,) = view.own(rows[0], box)
    text = view.own_text(rows[0], column)
    if is_continued_title(text):
        return True
    if not header.rows or not is_header_again(view, box, header, rows[1:]):
        return False
    above = range(max(0, header.rows[0] - MOST_TITLE_ROWS), header.rows[0])
    return any(view.own_text(line, column) == text for line in above)


def is_header_again(view: View, box: Box, header: Header, rows: Sequence[int]) -> bool:
    """Whether the first of the rows say all of the header once more, cell for cell."""
    return len(rows) >= len(header.rows) and all(
        (columns := view.own(level, box)) == view.own(row, box)
        and all(view.own_text(level, column) == view.own_text(row, column) for column in columns)
        for level, row in zip(header.rows, rows, strict=False)
    )


def _names_by_column(view: View, box: Box, header: Header) -> dict[int, set[str]]:
    names: dict[int, set[str]] = {}
    for row in header.rows:
        for column in view.held(row, box):
            names.setdefault(column, set()).add(view.text(row, column).casefold())
    return names


def _is_repeated(view: View, row: int, columns: list[int], names: dict[int, set[str]]) -> bool:
    """Page breaks repeat the header: most cells say what a header cell of their column says."""
    # Asked of every row of a large table: the first cells nearly always settle it.
    if not any(view.own_text(row, column).casefold() in names.get(column, ()) for column in columns[:3]):
        return len(columns) == 1 and columns[0] > min(names) and _is_repeated_part(view, row, columns[0], names)
    if view.kind(row, columns[-1]) in (Kind.NUMBER, Kind.MISSING):
        return False
    equal = sum(view.own_text(row, column).casefold() in names.get(column, ()) for column in columns)
    is_part = len(columns) == 1 and columns[0] > min(names) and _is_repeated_part(view, row, columns[0], names)
    return equal >= REPEATED_SHARE * len(columns) and (len(columns) > 1 or is_part)


def _is_repeated_part(view: View, row: int, column: int, names: dict[int, set[str]]) -> bool:
    """A lone "(Rp)" of a header's lowest row."""
    text = view.own_text(row, column)
    return text.startswith("(") and text.casefold() in names.get(column, ())


def _is_new_title(view: View, box: Box, rows: Sequence[int], at: int, width: int) -> bool:
    """A title in a row of its own with a header right below it: the next table starts without an empty row."""
    row = rows[at]
    columns = view.own(row, box)
    if at == 0 or at + 2 >= len(rows) or len(columns) > 2 or columns[0] > box.left + 1:  # noqa: PLR2004
        return False
    text = view.own_text(row, columns[-1])
    if view.kind(row, columns[-1]) is not Kind.TEXT or not is_titleish(text):
        return False
    if len(columns) > 1 and not is_item_number(view.own_text(row, columns[0])):
        return False
    below = view.own(rows[at + 1], box)
    kinds = [view.kind(rows[at + 1], column) for column in below]
    if len(below) < 2 or not all(kind in (Kind.TEXT, Kind.YEAR) for kind in kinds):  # noqa: PLR2004
        return False
    above = [view.kind(rows[at - 1], column) for column in view.own(rows[at - 1], box)[1:]]
    figures = any(kind in (Kind.NUMBER, Kind.MISSING) for kind in above)
    later = [view.kind(rows[at + 2], column) for column in view.own(rows[at + 2], box)[1:]]
    return width > 1 and figures and any(kind in (Kind.NUMBER, Kind.MISSING) for kind in later)


def _right_of_small_table(view: View, box: Box, rows: Sequence[int], at: int) -> int | None:
    """The last column of a table of a few columns that starts here, right below a wide one: names side by side, and
    below them, to the end, labels with figures in these columns only.
    """
    # Asked of every row of a large table: most are as wide as the table.
    columns = view.own(rows[at], box)
    first = columns[0]
    if at < MIN_RECORDS or first > box.left + 1:
        return None
    width = next((number for number, column in enumerate(columns) if column != first + number), len(columns))
    if width < MIN_RECORDS or width * MUCH_WIDER > len(view.own(rows[0], box)):
        return None
    right = first + width - 1
    if any(view.kind(rows[at], column) is not Kind.TEXT for column in range(first, right + 1)):
        return None
    below = [row for row in rows[at + 1 : at + MOST_BELOW + 2] if view.own(row, box)]
    if not MIN_RECORDS <= len(below) <= MOST_BELOW:
        return None
    return right if all(_is_small_record(view, box, row, first, right) for row in below) else None


def _is_small_record(view: View, box: Box, row: int, first: int, right: int) -> bool:
    columns = view.own(row, box)
    kinds = [view.kind(row, column) for column in columns]
    in_place = len(columns) > 1 and columns[0] == first and columns[-1] <= right
    return in_place and kinds[0] is Kind.TEXT and all(kind in (Kind.NUMBER, Kind.MISSING) for kind in kinds[1:])


def _cut_notes(view: View, box: Box, body: Body) -> None:
    """Takes notes off the end, and everything below a "Sumber: …" that stands at the end."""
    end = len(body.rows)
    while end and _is_note_row(view, box, body.rows[end - 1]):
        end -= 1
    end = _signed_at(view, box, body, end)
    for at in range(max(0, end - TAIL_ROWS), end):
        row = body.rows[at]
        columns = view.own(row, box)
        if (
            len(columns) == 1
            and is_note(view.own_text(row, columns[0]))
            and not _figures_follow(view, box, body, at, end)
        ):
            end = at
            break
    body.notes = body.rows[end:]
    del body.rows[end:]


def _signed_at(view: View, box: Box, body: Body, end: int) -> int:
    """Where the block of signatures below the last record starts, or the end; offices and names belong to it."""
    for at in range(max(1, end - TAIL_ROWS), end):
        if not _is_signed(view, box, body.rows[at]) or _figures_follow(view, box, body, at, end):
            continue
        while at > 1 and _is_words_beside(view, box, body.rows[at - 1]):
            at -= 1  # noqa: PLW2901 - the loop ends here
        return at
    return end


def _is_signed(view: View, box: Box, row: int) -> bool:
    columns = view.own(row, box)
    return len(columns) <= MOST_SIGNING and any(is_signature(view.own_text(row, column)) for column in columns)


def _is_words_beside(view: View, box: Box, row: int) -> bool:
    """Words right of the labels only, as an office's name above its signature."""
    columns = view.own(row, box)
    kinds = [view.kind(row, column) for column in columns]
    return len(columns) < MOST_SIGNING and columns[0] > box.left + 1 and all(kind is Kind.TEXT for kind in kinds)


def _is_note_row(view: View, box: Box, row: int) -> bool:
    columns = view.own(row, box)
    text = view.own_text(row, columns[0])
    if len(columns) > 1:
        return is_note(text) and len(columns) == 2 and view.kind(row, columns[1]) is Kind.TEXT  # noqa: PLR2004
    if is_note(text) or len(text) > 2 * LONG_TEXT:
        return True
    merge = view.merge(row, columns[0])
    return bool(merge and merge.right >= box.right > merge.left and len(text) > LONG_TEXT)


def _figures_follow(view: View, box: Box, body: Body, at: int, end: int) -> bool:
    return any(
        view.kind(row, column) in (Kind.NUMBER, Kind.MISSING)
        for row in body.rows[at + 1 : end]
        for column in view.own(row, box)[1:]
    )
