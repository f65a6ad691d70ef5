"""Shape: a fingerprint of a table's header, by which a correction is found again for the next file of its kind.

Made of the header's texts and their columns, never of values. Years and other numbers in the texts count as one mark,
so that the table of the next year has the same shape; where the table stands in the sheet does not matter.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable

from ckanext.satudata.codes.folding import fold
from ckanext.satudata.tabular.grid import Grid
from ckanext.satudata.tabular.layout.block import Block
from ckanext.satudata.tabular.values.kinds import Kind, as_text, kind_of

__all__ = ["shape_of_block", "shape_of_sheet"]

LENGTH = 16
SHEET_ROWS = 15
_NUMBER = re.compile(r"\d+")


def shape_of_block(block: Block) -> str:
    """The fingerprint of a recognised table."""
    return _fingerprint((column - block.box.left, block.paths[column]) for column in block.columns)


def shape_of_sheet(grid: Grid) -> str:
    """The fingerprint of a sheet in which no table was found: the words of its first rows."""
    words = [
        (column, [as_text(cell)])
        for row in grid.rows[:SHEET_ROWS]
        for column, cell in enumerate(row)
        if kind_of(cell) is Kind.TEXT
    ]
    return _fingerprint(words)


def _fingerprint(parts: Iterable[tuple[int, Iterable[str]]]) -> str:
    plain = [[column, *(_NUMBER.sub("#", fold(text)) for text in texts)] for column, texts in parts]
    return hashlib.sha256(json.dumps(plain, ensure_ascii=False).encode()).hexdigest()[:LENGTH]
