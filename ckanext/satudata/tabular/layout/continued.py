"""Whether a block goes on with the body of the table above it: beyond an empty row, or on the next printed page."""

from __future__ import annotations

from ckanext.satudata.tabular.layout.block import Block, BlockKind
from ckanext.satudata.tabular.layout.body import is_header_again
from ckanext.satudata.tabular.layout.view import Box, View
from ckanext.satudata.tabular.layout.wording import is_continued_title, is_note
from ckanext.satudata.tabular.values.kinds import Kind

__all__ = ["continues", "numeric_columns"]

TITLE_DISTANCE = 4
BODY_DISTANCE = 12
REPEATED_WITHIN = 3
MOST_LEVELS = 9
MOST_TITLE_CELLS = 2


def continues(view: View, table: Block, block: Block) -> bool:
    """Whether the block goes on with the body of the table above it."""
    if table.header is None or block.box.right > table.box.right + 1 or block.box.left < table.box.left:
        return False
    rows = [row for row in range(block.box.top, block.box.bottom + 1) if view.own(row, block.box)]
    if block.lead.preamble and block.kind is BlockKind.TEXT:
        return False
    again = _header_again(view, table, rows)
    if again is not None:
        return not _is_new_table(view, table, again)
    has_title = block.lead.titles and block.kind in (BlockKind.TABLE, BlockKind.HEADER)
    if has_title or block.box.top - table.box.bottom > BODY_DISTANCE or _has_other_names(view, table, block):
        return False
    if (table.header.number_rows and _is_spaced_out(view, table, block)) or _is_header_a_record(view, table, block):
        return True
    fitting = [_fits(view, table, row) for row in rows if not _is_note_row(view, block.box, row)]
    return bool(fitting) and fitting[0] is not False and sum(fit is True for fit in fitting) * 2 >= len(fitting)


def _has_other_names(view: View, table: Block, block: Block) -> bool:
    """Whether the block names columns of its own where the table above has figures."""
    if block.kind is not BlockKind.TABLE or block.header is None:
        return False
    lowest = block.header.rows[-1]
    columns = view.own(lowest, block.box)
    over_figures = [column for column in columns[1:] if column in numeric_columns(view, table)]
    return len(over_figures) > 1 and all(view.kind(lowest, column) is Kind.TEXT for column in columns)


def _is_spaced_out(view: View, table: Block, block: Block) -> bool:
    """Long plans are laid out with empty rows between records. Below a row of column numbers such records are told
    by their place: they begin in one of the first columns, and hold no header of their own.
    """
    if block.box.top - table.box.bottom > TITLE_DISTANCE or (block.header and block.header.number_rows):
        return False
    first = view.own(block.box.top, block.box)
    wide = block.box.right - block.box.left + 1
    return bool(first) and (wide * 2 >= len(table.paths) or block.kind is not BlockKind.TABLE) and len(first) > 1


def _is_header_a_record(view: View, table: Block, block: Block) -> bool:
    """Below an empty row the first record may pass for a header: it is none if its words come again below it, in a
    block as wide as the table.
    """
    if block.header is None or block.columns != table.columns or block.box.top - table.box.bottom > TITLE_DISTANCE:
        return False
    first = block.header.rows[0]
    return any(
        view.own_text(first, column) and view.own_text(first, column) == view.own_text(row, column)
        for column in block.columns
        for row in block.body.rows[:30]
    )


def _header_again(view: View, table: Block, rows: list[int]) -> int | None:
    """The one of the first rows that says again what the table's header says."""
    header = table.header
    if header is None:
        return None
    for at, row in enumerate(rows[:REPEATED_WITHIN]):
        if is_header_again(view, table.box, header, rows[at:]):
            return row
        columns = view.own(row, table.box)
        names = [{view.text(level, column).casefold() for level in header.rows} for column in columns]
        equal = sum(view.own_text(row, column).casefold() in said for column, said in zip(columns, names, strict=True))
        if (
            len(columns) > 1
            and equal == len(columns)
            and (columns[0] == table.box.left or len(columns) * 2 > len(table.paths))
        ):
            # The same years over two tables are no repetition: the first column's name must be there too.
            return row if view.kind(row, columns[0]) is Kind.TEXT else None
    return None


def _is_new_table(view: View, table: Block, row: int) -> bool:
    """Equal headers over separate tables have a title each, and a first body row that starts again; over the pages of
    one table there is no title, the title of the first page, or "Lanjutan Tabel 4.1".
    """
    lines = [line for line in range(table.box.bottom + 1, row) if 0 < len(view.own(line)) <= MOST_TITLE_CELLS]
    texts = [view.own_text(line, view.own(line)[-1]) for line in lines]
    is_told = any(map(is_continued_title, texts))
    if _starts_again(view, table, row):
        header = table.header
        below = range(row, min(view.height, row + MOST_LEVELS))
        return not (is_told and header is not None and is_header_again(view, table.box, header, below))
    return bool(texts) and not is_told and not set(texts) & set(table.lead.titles)


def _starts_again(view: View, table: Block, row: int) -> bool:
    """Whether the first body row has the label of the table's own first row; running numbers do not count."""
    header = table.header
    first, again = (header.body_start if header else 0), row + 1
    same = view.text(first, table.box.left) == view.text(again, table.box.left) != ""
    return same and not view.text(first, table.box.left).isdigit()


def _fits(view: View, table: Block, row: int) -> bool | None:
    """Whether a row reads like a record of the table; None if it says nothing (a section head, a blank record)."""
    columns = view.own(row, table.box)
    numeric = numeric_columns(view, table)
    labels = [column for column in columns if column not in numeric]
    figures = [column for column in columns if column in numeric]
    if not labels and figures and numeric != set(table.columns):
        return False
    if any(view.kind(row, column) is Kind.TEXT for column in figures):
        return False
    if figures:
        return True
    return None if len(columns) == 1 and numeric and columns[0] <= min(numeric) else False


def numeric_columns(view: View, table: Block) -> set[int]:
    figures = (Kind.NUMBER, Kind.WITH_UNIT, Kind.MISSING, Kind.YEAR)
    numeric = set()
    for column in table.columns or range(table.box.left + 1, table.box.right + 1):
        kinds = [view.kind(row, column) for row in table.body.rows[:200]]
        filled = [kind for kind in kinds if kind]
        if (filled and sum(kind in figures for kind in filled) * 2 > len(filled)) or (
            not table.body.rows and column > table.box.left
        ):
            numeric.add(column)
    return numeric


def _is_note_row(view: View, box: Box, row: int) -> bool:
    columns = view.own(row, box)
    return len(columns) == 1 and is_note(view.own_text(row, columns[0]))
