"""A sheet's blocks put together: a table cut by empty rows becomes one again, texts go to the table they belong to."""

from __future__ import annotations

from dataclasses import dataclass, field

from ckanext.satudata.tabular.layout.block import Block, BlockKind, read_block, without_header
from ckanext.satudata.tabular.layout.boxes import boxes_of
from ckanext.satudata.tabular.layout.lead import Lead
from ckanext.satudata.tabular.layout.view import Box, View
from ckanext.satudata.tabular.layout.wording import is_form_title, is_note, is_titleish
from ckanext.satudata.tabular.values.kinds import Kind

__all__ = ["Region", "read_sheet"]

TITLE_DISTANCE = 4
BODY_DISTANCE = 12


@dataclass(slots=True)
class Region:
    """One table of a sheet: its block, and the texts above and below it."""

    block: Block
    titles: list[str] = field(default_factory=list)
    preamble: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    lead_rows: list[int] = field(default_factory=list)
    note_rows: list[int] = field(default_factory=list)
    is_below_form_title: bool = False


def read_sheet(view: View) -> list[Region]:
    """The tables of a sheet in reading order."""
    regions: list[Region] = []
    texts: list[Block] = []
    queue = boxes_of(view)
    while queue:
        block = read_block(view, queue.pop(0))
        if block.body.split_at is not None:
            lower = block.box._replace(top=block.body.split_at, right=block.body.split_right or block.box.right)
            block.box = block.box._replace(bottom=block.body.split_at - 1)
            queue.insert(0, lower)
        above = _region_above(regions, block.box)
        if above is not None and _continues(view, above.block, block):
            above.block = _grown(view, above.block, block)
        elif block.kind in (BlockKind.TABLE, BlockKind.HEADER):
            regions.append(_region(block, texts))
        else:
            texts.append(block)
            if above is not None:
                above.notes.extend(_notes(view, block))
                above.note_rows.extend(range(block.box.top, block.box.bottom + 1))
    if not regions:
        regions = _promised(view, texts)
    if not regions and view.grid.delimiter:
        regions = [Region(block) for block in map(without_header, texts) if block is not None]
    finished = [_finished(view, region) for region in regions if region.block.kind is BlockKind.TABLE]
    return [region for region in finished if not _is_form(view, region)]


def _promised(view: View, texts: list[Block]) -> list[Region]:
    """Keys and values above ("Judul Tabel : …") promise a table: its first row is the header, even if it reads odd."""
    preamble = {key: value for text in texts for key, value in text.lead.preamble.items()}
    if not preamble:
        return []
    for block in texts:
        if block.kind is BlockKind.DATA and block.box.bottom > block.box.top:
            view.header_rows = frozenset((block.box.top,))
            table = read_block(view, block.box)
            view.header_rows = frozenset()
            if table.kind is BlockKind.TABLE:
                return [Region(table, preamble=preamble)]
    return []


def _is_form(view: View, region: Region) -> bool:
    """Rows of questions below the title of a form; a form that asks for figures is a table."""
    has_title = region.is_below_form_title or any(map(is_form_title, region.titles))
    return has_title and len(_numeric_columns(view, region.block)) <= 1


def _region_above(regions: list[Region], box: Box) -> Region | None:
    """The nearest table above that shares a column with the box."""
    for region in reversed(regions):
        if region.block.box.bottom < box.top and region.block.box.shares_columns(box):
            return region
    return None


def _continues(view: View, table: Block, block: Block) -> bool:
    """Whether the block goes on with the body of the table above it."""
    if table.header is None or block.box.right > table.box.right + 1 or block.box.left < table.box.left:
        return False
    rows = [row for row in range(block.box.top, block.box.bottom + 1) if view.own(row, block.box)]
    if _repeats_header(view, table, rows):
        return True
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
    over_figures = [column for column in columns[1:] if column in _numeric_columns(view, table)]
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


def _repeats_header(view: View, table: Block, rows: list[int]) -> bool:
    """Whether one of the first rows says again what the table's header says."""
    header = table.header
    if header is None:
        return False
    for row in rows[:3]:
        columns = view.own(row, table.box)
        names = [{view.text(level, column).casefold() for level in header.rows} for column in columns]
        equal = sum(view.own_text(row, column).casefold() in said for column, said in zip(columns, names, strict=True))
        if (
            len(columns) > 1
            and equal == len(columns)
            and (columns[0] == table.box.left or len(columns) * 2 > len(table.paths))
        ):
            # The same years over two tables are no repetition: the first column's name must be there too.
            return (
                view.own_text(row, columns[0]) != ""
                and view.kind(row, columns[0]) is Kind.TEXT
                and not _is_new_table(view, table, row)
            )
    return False


def _is_new_table(view: View, table: Block, row: int) -> bool:
    """Equal headers over separate tables have a title each, and a first body row that starts again."""
    header = table.header
    above = row - 1
    while above > table.box.bottom and view.is_blank(above):
        above -= 1
    has_title = above > table.box.bottom and 0 < len(view.own(above)) <= 2  # noqa: PLR2004
    first, again = (header.body_start if header else 0), row + 1
    same_start = view.text(first, table.box.left) == view.text(again, table.box.left) != ""
    return has_title or (same_start and not view.text(first, table.box.left).isdigit())


def _fits(view: View, table: Block, row: int) -> bool | None:
    """Whether a row reads like a record of the table; None if it says nothing (a section head, a blank record)."""
    columns = view.own(row, table.box)
    numeric = _numeric_columns(view, table)
    labels = [column for column in columns if column not in numeric]
    figures = [column for column in columns if column in numeric]
    if not labels and figures and numeric != set(table.columns):
        return False
    if any(view.kind(row, column) is Kind.TEXT for column in figures):
        return False
    if figures:
        return True
    return None if len(columns) == 1 and numeric and columns[0] <= min(numeric) else False


def _numeric_columns(view: View, table: Block) -> set[int]:
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


def _grown(view: View, table: Block, block: Block) -> Block:
    """The table read again with the block's rows."""
    grown = read_block(view, table.box.around(block.box)._replace(top=table.box.top))
    grown.lead = table.lead if not grown.lead.rows else grown.lead
    return grown if grown.kind is BlockKind.TABLE else table


def _region(block: Block, texts: list[Block]) -> Region:
    """The table with the titles and keys that stand above it, since the last table."""
    region = Region(block)
    waiting = [text for text in texts if _is_over(text, block)]
    top = block.box.top
    region.is_below_form_title = any(is_form_title(title) for text in waiting for title in text.lead.titles)
    for text in reversed(waiting):
        texts.remove(text)
        region.preamble = text.lead.preamble | region.preamble
        region.lead_rows.extend(text.lead.rows if text.lead.preamble else ())
        titles = [title for title in text.lead.titles if not is_note(title)]
        # Lines above the title name the office, or the chapter: they are not part of it.
        is_said = any(is_titleish(title) for title in (*region.titles, *block.lead.titles))
        if titles and top - text.box.bottom <= TITLE_DISTANCE and not is_said:
            region.titles[:0] = titles
            region.lead_rows.extend(text.lead.rows)
            top = text.box.top
    return region


def _is_over(text: Block, block: Block) -> bool:
    return text.box.bottom < block.box.top and text.box.left <= block.box.right


def _notes(view: View, block: Block) -> list[str]:
    rows = range(block.box.top, block.box.bottom + 1)
    lines = [" ".join(view.own_text(row, column) for column in view.own(row, block.box)) for row in rows]
    return [line for line in lines if line]


def _is_note_row(view: View, box: Box, row: int) -> bool:
    columns = view.own(row, box)
    return len(columns) == 1 and is_note(view.own_text(row, columns[0]))


def _finished(view: View, region: Region) -> Region:
    lead: Lead = region.block.lead
    region.titles.extend(lead.titles)
    region.preamble.update(lead.preamble)
    inside = [
        " ".join(view.own_text(row, column) for column in view.own(row, region.block.box))
        for row in region.block.body.notes
    ]
    region.notes[:0] = inside
    return region
