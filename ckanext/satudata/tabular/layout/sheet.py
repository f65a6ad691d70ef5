"""A sheet's blocks put together: a table cut by empty rows becomes one again, texts go to the table they belong to."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from ckanext.satudata.tabular.layout.beside import table_beside
from ckanext.satudata.tabular.layout.block import Block, BlockKind, read_block, without_header
from ckanext.satudata.tabular.layout.boxes import boxes_of
from ckanext.satudata.tabular.layout.continued import continues, numeric_columns
from ckanext.satudata.tabular.layout.lead import Lead
from ckanext.satudata.tabular.layout.view import Box, View
from ckanext.satudata.tabular.layout.wording import is_form_title, is_note, is_titleish

__all__ = ["Region", "read_sheet"]

TITLE_DISTANCE = 4


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
        beside = table_beside(view, block)
        if beside is not None:
            queue[:0] = [block.box._replace(right=beside.left - 1), beside]
            continue
        above = _region_above(regions, block.box)
        if above is not None and continues(view, above.block, block):
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
    _share_titles(finished)
    return [region for region in finished if not _is_form(view, region)]


def _share_titles(regions: list[Region]) -> None:
    """A title over two tables that touch side by side is that of both."""
    for left, right in pairwise(regions):
        touches = left.block.box.right + 1 == right.block.box.left
        heads = [region.block.header.rows[0] for region in (left, right) if region.block.header]
        if touches and len(set(heads)) == 1 and not right.titles and not right.preamble:
            right.titles, right.preamble = list(left.titles), dict(left.preamble)


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
    return has_title and len(numeric_columns(view, region.block)) <= 1


def _region_above(regions: list[Region], box: Box) -> Region | None:
    """The nearest table above that shares a column with the box."""
    for region in reversed(regions):
        if region.block.box.bottom < box.top and region.block.box.shares_columns(box):
            return region
    return None


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
