"""Two tables side by side that touch: the names of the columns start over in the middle of a header."""

from __future__ import annotations

from ckanext.satudata.tabular.layout.block import Block, BlockKind
from ckanext.satudata.tabular.layout.view import Box, View
from ckanext.satudata.tabular.values.kinds import Kind

__all__ = ["table_beside"]

MIN_COLUMNS = 2
MIN_RECORDS = 2
WORD_SHARE = 0.7


def table_beside(view: View, block: Block) -> Box | None:
    """The box of the second table, if all names of the first come again behind it in the same order.

    "Kecamatan | Jumlah | Kecamatan | Jumlah": lists are folded so to save paper. Its labels must be words, beside
    figures, so that years under one group after the other are not taken for it.
    """
    columns = block.columns
    if block.kind is not BlockKind.TABLE or block.header is None or len(columns) < 2 * MIN_COLUMNS:
        return None
    paths = [block.paths[column] for column in columns]
    width = next((at for at in range(MIN_COLUMNS, len(paths) // 2 + 1) if paths[at] == paths[0]), 0)
    if not paths[0] or not width or paths[width : 2 * width] != paths[:width] or len(paths) % width:
        return None
    start = columns[width]
    if not any(view.own_text(row, start) for row in block.header.rows) or not _has_labels(view, block, columns, width):
        return None
    return Box(block.header.rows[0], start, block.box.bottom, block.box.right)


def _has_labels(view: View, block: Block, columns: list[int], width: int) -> bool:
    """Whether both parts have the same columns of labels, and figures behind them."""
    words = [_is_label(view, block, column) for column in columns[: 2 * width]]
    return words[:width] == words[width:] and any(words[:MIN_COLUMNS]) and not all(words[:width])


def _is_label(view: View, block: Block, column: int) -> bool:
    kinds = [kind for row in block.body.rows if (kind := view.kind(row, column))]
    are_words = sum(kind is Kind.TEXT for kind in kinds) >= WORD_SHARE * len(kinds)
    return len(kinds) >= MIN_RECORDS and (are_words or all(kind is Kind.YEAR for kind in kinds))
