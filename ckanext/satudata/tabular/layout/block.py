"""Block: a box read as a table, with the role of every row; or the finding that it is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum

from ckanext.satudata.tabular.header.find import Header, find_header
from ckanext.satudata.tabular.header.names import column_paths, owns_name
from ckanext.satudata.tabular.layout.body import Body, read_body
from ckanext.satudata.tabular.layout.lead import Lead, key_value, read_lead
from ckanext.satudata.tabular.layout.view import Box, View
from ckanext.satudata.tabular.layout.wording import is_form_title, is_instruction, is_note
from ckanext.satudata.tabular.values.kinds import Kind

__all__ = ["Block", "BlockKind", "kept_columns", "read_block", "without_header"]

LONG_CELL = 120
SAMPLE_ROWS = 200
MIN_NAMELESS_ROWS = 3


class BlockKind(Enum):
    """What a box turned out to be."""

    TABLE = "table"
    HEADER = "header"
    """Names without a body: the body may follow below an empty row."""
    DATA = "data"
    """Figures without names: they may continue a table above."""
    TEXT = "text"


@dataclass(slots=True, kw_only=True)
class Block:
    """A box and what its rows are. For a table `columns` are the columns kept, with the path of names of each."""

    kind: BlockKind
    box: Box
    lead: Lead
    header: Header | None = None
    paths: dict[int, tuple[str, ...]] = field(default_factory=dict)
    body: Body = field(default_factory=Body)

    @property
    def columns(self) -> list[int]:
        """The columns that are kept, left to right."""
        return sorted(self.paths)


def read_block(view: View, box: Box) -> Block:
    """What the box is."""
    rows = [row for row in range(box.top, box.bottom + 1) if view.held(row, box)]
    lead = read_lead(view, box, rows)
    rest = rows[len(lead.rows) :]
    block = Block(kind=BlockKind.TEXT, box=box, lead=lead)
    if not rest:
        return block
    inner = _narrowed(view, box, rest)
    if lead.rows and inner != box:
        # With the item number of a title gone, the table may start one column further right.
        more = read_lead(view, inner, rest)
        lead.rows += more.rows
        lead.titles += more.titles
        rest = rest[len(more.rows) :]
        if not rest:
            return block
        inner = _narrowed(view, inner, rest)
    block.box = inner._replace(top=box.top)
    header = find_header(view, inner, rest)
    if header is None:
        block.kind = BlockKind.DATA if _has_figures(view, inner, rest) else BlockKind.TEXT
        return block
    _read_lead_above(view, block, rest, header)
    return _with_body(view, inner, rest, header, block)


def without_header(block: Block) -> Block | None:
    """Figures without names as a table of nameless columns; None if they are too few to be one.

    Meant for delimited text, where programs leave the header out; in a sheet lone figures belong to a table nearby.
    """
    box = block.box
    if block.kind is not BlockKind.DATA or box.right == box.left or box.bottom - box.top < MIN_NAMELESS_ROWS - 1:
        return None
    block.kind = BlockKind.TABLE
    block.paths = dict.fromkeys(range(box.left, box.right + 1), ())
    block.body = Body(rows=list(range(box.top, box.bottom + 1)))
    return block


def _with_body(view: View, inner: Box, rest: Sequence[int], header: Header, block: Block) -> Block:
    block.header = header
    paths = column_paths(view, inner, header.rows)
    below = [row for row in rest if row >= header.body_start]
    block.body = read_body(view, inner, header, below, paths)
    if not block.body.rows:
        block.kind = BlockKind.HEADER if _is_header_alone(inner, paths) else BlockKind.TEXT
        block.paths = paths
        return block
    block.paths = kept_columns(view, inner, header, paths, block.body)
    block.kind = BlockKind.TABLE if _is_table(view, block, paths) else BlockKind.TEXT
    return block


def _narrowed(view: View, box: Box, rows: Sequence[int]) -> Box:
    held = [columns for row in rows if (columns := view.held(row, box))]
    return Box(rows[0], min(columns[0] for columns in held), box.bottom, max(columns[-1] for columns in held))


def _has_figures(view: View, box: Box, rows: Sequence[int]) -> bool:
    return any(
        view.kind(row, column) in (Kind.NUMBER, Kind.WITH_UNIT, Kind.YEAR, Kind.MISSING)
        for row in rows[:50]
        for column in view.own(row, box)
    )


def _read_lead_above(view: View, block: Block, rest: Sequence[int], header: Header) -> None:
    """Rows between lead and header: words in them are titles, the rest (references, sums) is left out."""
    for row in rest:
        if row >= header.rows[0]:
            return
        block.lead.rows.append(row)
        columns = view.own(row, block.box)
        if len(columns) == 1 and view.kind(row, columns[0]) is Kind.TEXT:
            block.lead.titles.append(view.own_text(row, columns[0]))


def _is_header_alone(box: Box, paths: dict[int, tuple[str, ...]]) -> bool:
    names = {path for path in paths.values() if path}
    return len(names) > 1 and box.right > box.left and all(len(part) < LONG_CELL for path in names for part in path)


def kept_columns(
    view: View, box: Box, header: Header, paths: dict[int, tuple[str, ...]], body: Body
) -> dict[int, tuple[str, ...]]:
    """Columns with a value, or with a name of their own; a name that only reaches into an empty column is none."""
    kept: dict[int, tuple[str, ...]] = {}
    for column in range(box.left, box.right + 1):
        has_values = any(view.own_text(row, column) for row in body.rows)
        if has_values or (paths[column] and owns_name(view, header.rows, column)):
            kept[column] = paths[column]
    return kept


def _is_table(view: View, block: Block, paths: dict[int, tuple[str, ...]]) -> bool:
    named = [column for column in block.columns if block.paths[column]]
    if len(named) < 2 and not (len(named) == 1 and len(block.columns) > 1):  # noqa: PLR2004
        return False
    rows = block.body.rows
    if _is_form(view, block, rows):
        return False
    if len(rows) == 1 and not _has_figures(view, block.box, rows):
        return False
    if len({path for path in paths.values() if path}) > 1:
        return True
    # A small table of one figure per label, with nothing but the year over the figures.
    return len(named) == 1 and named[0] > block.box.left and len(rows) > 1 and _has_figures(view, block.box, rows)


def _is_form(view: View, block: Block, rows: Sequence[int]) -> bool:
    """Rows of keys and values with colons, or of a question and a long answer, are a form to be filled in."""
    rows = rows[:SAMPLE_ROWS]
    pairs = sum(key_value(view, row, block.box) is not None for row in rows)
    colons = sum(":" in (view.own_text(row, column) for column in view.own(row, block.box)[:4]) for row in rows)
    notes = sum(is_note(view.own_text(row, columns[0])) for row in rows if (columns := view.own(row, block.box)))
    told = sum(any(is_instruction(view.own_text(row, column)) for column in view.own(row, block.box)) for row in rows)
    if told * 4 > len(rows) or (len(rows) > len(block.columns) and any(map(is_form_title, block.lead.titles))):
        return True
    return pairs * 2 > len(rows) or colons * 3 > len(rows) or (notes * 2 > len(rows) and len(block.columns) < 3)  # noqa: PLR2004
