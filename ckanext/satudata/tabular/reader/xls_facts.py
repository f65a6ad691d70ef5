"""Hidden rows and columns of a binary workbook, which calamine does not tell.

Reads the few record types that say it and steps over all others. Source: [MS-XLS] 2.4.21 (BOF), 2.4.28 (BoundSheet8),
2.4.53 (ColInfo), 2.4.221 (Row).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from ckanext.satudata.tabular.reader.compound_file import stream_of
from ckanext.satudata.tabular.reader.sheet_facts import SheetFacts

__all__ = ["xls_facts"]

BOF, END, BOUND_SHEET, ROW, COL_INFO = 0x0809, 0x000A, 0x0085, 0x0208, 0x007D
SUBSTREAM_STARTS = frozenset((0x0009, 0x0209, 0x0409, BOF))
ROW_IS_HIDDEN, COLUMN_IS_HIDDEN = 0x20, 0x01
LAST_COLUMN = 255
LONGEST_RECORD = 8_224


def xls_facts(data: bytes) -> list[SheetFacts]:
    """Facts in the order of the sheets; empty for a file that is no BIFF8 workbook, or is damaged."""
    stream = stream_of(data, ("Workbook", "Book"))
    starts = []
    for kind, at, length in _records(stream, 0):
        if kind == BOUND_SHEET and length >= 4:  # noqa: PLR2004 - the offset of the sheet
            starts.append(struct.unpack_from("<I", stream, at)[0])
        elif kind == END:
            break
    return [_sheet(stream, start) for start in starts]


def _sheet(stream: bytes, start: int) -> SheetFacts:
    rows: set[int] = set()
    columns: set[int] = set()
    depth = 0
    for kind, at, length in _records(stream, start):
        # A chart inside the sheet is a substream of its own, with an end of its own.
        depth += (kind in SUBSTREAM_STARTS) - (kind == END)
        if depth == 0:
            break
        if kind == ROW and length >= 16:  # noqa: PLR2004 - the record's size
            (row,) = struct.unpack_from("<H", stream, at)
            if stream[at + 12] & ROW_IS_HIDDEN:
                rows.add(row)
        elif kind == COL_INFO and length >= 10:  # noqa: PLR2004 - up to the flags
            first, last, _, _, flags = struct.unpack_from("<HHHHH", stream, at)
            if flags & COLUMN_IS_HIDDEN:
                columns.update(range(first, min(last, LAST_COLUMN) + 1))
    return SheetFacts(hidden_rows=frozenset(rows), hidden_columns=frozenset(columns))


def _records(stream: bytes, at: int) -> Iterator[tuple[int, int, int]]:
    """Kind, place of the contents and their length, from a place on."""
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        if length > LONGEST_RECORD or at + 4 + length > len(stream):
            return
        yield kind, at + 4, length
        at += 4 + length
