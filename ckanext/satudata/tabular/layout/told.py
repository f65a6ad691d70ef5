"""A table read the way a person says, instead of the way it was recognised (`layout/correction.py`)."""

from __future__ import annotations

from collections.abc import Sequence

from ckanext.satudata.tabular.header.find import Header, is_number_row
from ckanext.satudata.tabular.header.names import column_paths
from ckanext.satudata.tabular.layout.block import Block, BlockKind, kept_columns
from ckanext.satudata.tabular.layout.body import Body, read_body
from ckanext.satudata.tabular.layout.correction import Layout
from ckanext.satudata.tabular.layout.lead import Lead, read_lead
from ckanext.satudata.tabular.layout.sheet import Region
from ckanext.satudata.tabular.layout.view import Box, View

__all__ = ["corrected", "placed", "promised"]


def placed(view: View, block: Block) -> tuple[tuple[int, int], int]:
    """Where a recognised table stands: its first header row (1-based) and left column, and its last row."""
    first = block.header.rows[0] if block.header else block.box.top
    rows = [*block.body.rows, *block.body.repeated_headers, first]
    return (view.grid.row_number(first), block.box.left), view.grid.row_number(max(rows))


def corrected(view: View, region: Region, layout: Layout) -> Region:
    """The region with its header and its body where the layout says."""
    block = region.block
    told = layout.moved(*placed(view, block))
    if told.header_rows is None and told.first_row is None and told.last_row is None:
        return region
    header_rows = (
        _positions(view, told.header_rows) if told.header_rows else (block.header.rows if block.header else ())
    )
    again = _read(view, block.box, header_rows, told)
    if again is None:
        return region
    if told.header_rows:
        region.titles, region.preamble = _lead_above(view, again, region)
    region.block = again
    return region


def promised(view: View, layout: Layout) -> Region | None:
    """The table whose header a person has shown in a sheet in which none was found."""
    if not layout.header_rows or not view.height:
        return None
    width = max((columns[-1] for row in range(view.height) if (columns := view.held(row))), default=0)
    block = _read(view, Box(0, 0, view.height - 1, width), _positions(view, layout.header_rows), layout)
    return Region(block) if block is not None else None


def _positions(view: View, numbers: Sequence[int]) -> tuple[int, ...]:
    """Rows of the grid by the numbers that people see; what lies outside is left out."""
    if view.grid.row_numbers is None:
        return tuple(number - 1 for number in numbers if number <= view.height)
    places = {number: row for row, number in enumerate(view.grid.row_numbers)}
    return tuple(places[number] for number in numbers if number in places)


def _read(view: View, box: Box, header_rows: Sequence[int], told: Layout) -> Block | None:
    """None if the layout leaves no row for a body."""
    rows = _body_rows(view, box, header_rows, told)
    if not rows:
        return None
    box = _around(view, box, header_rows, rows)
    numbers = []
    while told.first_row is None and len(rows) > 1 and is_number_row(view, rows[0], box):
        numbers.append(rows.pop(0))
    header = Header(rows=tuple(header_rows), number_rows=tuple(numbers), body_start=rows[0], score=1.0)
    paths = column_paths(view, box, header_rows) if header_rows else dict.fromkeys(range(box.left, box.right + 1), ())
    body = _body(view, box, header, rows, paths, is_end_told=told.last_row is not None)
    block = Block(kind=BlockKind.TABLE, box=box, lead=Lead(), header=header if header_rows else None, body=body)
    block.paths = kept_columns(view, box, header, paths, body)
    return block if block.paths and body.rows else None


def _body_rows(view: View, box: Box, header_rows: Sequence[int], told: Layout) -> list[int]:
    below = (header_rows[-1] if header_rows else box.top - 1) + 1
    first = next(iter(_positions(view, [told.first_row] if told.first_row else [])), below)
    last = next(iter(_positions(view, [told.last_row] if told.last_row else [])), None)
    if last is None:
        last = view.height - 1 if told.last_row else box.bottom
    return [row for row in range(max(first, below), last + 1) if view.held(row, box)]


def _around(view: View, box: Box, header_rows: Sequence[int], rows: Sequence[int]) -> Box:
    """The recognised columns, and those beside them that a header row names."""
    held = [column for row in header_rows for column in view.held(row)]
    left, right = box.left, box.right
    while left - 1 in held:
        left -= 1
    while right + 1 in held:
        right += 1
    return Box(min([*header_rows, rows[0]]), left, rows[-1], right)


def _body(
    view: View, box: Box, header: Header, rows: list[int], paths: dict[int, tuple[str, ...]], *, is_end_told: bool
) -> Body:
    body = read_body(view, box, header, rows, paths)
    known = {*body.rows, *body.repeated_headers, *body.number_rows, *body.notes}
    if is_end_told:
        # Up to the row that a person names everything is a record, even what reads like a note or a title.
        known -= set(body.notes)
        body.rows = sorted({*body.rows, *(row for row in rows if row not in known and view.own(row, box))})
        body.notes = []
    body.split_at = None
    return body


def _lead_above(view: View, block: Block, region: Region) -> tuple[list[str], dict[str, str]]:
    """Titles and keys that still stand above the header; a header row that was taken for a title is none any more."""
    header = block.header.rows if block.header else ()
    said = {view.own_text(row, column) for row in header for column in view.own(row)}
    above = [row for row in range(region.block.box.top, header[0] if header else 0) if view.held(row, block.box)]
    lead = read_lead(view, block.box, above)
    titles = [*region.titles, *region.block.lead.titles, *lead.titles]
    return [title for title in dict.fromkeys(titles) if title not in said], region.preamble | lead.preamble
