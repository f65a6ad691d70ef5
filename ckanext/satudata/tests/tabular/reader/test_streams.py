"""A stream is read from its start to its end, whatever its size and wherever it stands."""

from __future__ import annotations

from hashlib import sha512
from io import BytesIO, RawIOBase
from typing import BinaryIO, cast

import pytest

from ckanext.satudata.tabular.api import tidy
from ckanext.satudata.tabular.limits import Limits
from ckanext.satudata.tabular.reader.workbook import HEAD_BYTES
from ckanext.satudata.tests.tabular.workbooks import xlsx

COUNT = HEAD_BYTES // 100
REMARK = "Keterangan " + "yang panjang sekali " * 5
LARGE = ("Desa;Jumlah;Keterangan\n" + "".join(f"Desa {at:06};{at};{REMARK}\n" for at in range(COUNT))).encode()


class Pipe(RawIOBase):
    """What comes over a network: it can be read once, from front to back, in the pieces it likes."""

    def __init__(self, content: bytes) -> None:
        self.content = BytesIO(content)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]  # the base class says Buffer
        piece = self.content.read(min(len(buffer), 10_000))
        buffer[: len(piece)] = piece
        return len(piece)


@pytest.mark.parametrize(
    "stream", [BytesIO(LARGE), Pipe(LARGE)], ids=["a seekable stream", "a stream that gives pieces"]
)
def test_a_stream_larger_than_its_first_look_is_read_to_the_end(stream: BinaryIO) -> None:
    assert len(LARGE) > HEAD_BYTES

    (table,) = tidy(stream).tables

    first, *_, last = table.records
    assert (len(table.records), first.values[:2], last.values[:2]) == (
        COUNT,
        ("Desa 000000", 0),
        (f"Desa {COUNT - 1:06}", COUNT - 1),
    )


def test_a_stream_that_was_read_before_is_read_from_its_start() -> None:
    stream = BytesIO(LARGE)
    stream.read()

    assert len(tidy(stream).tables[0].records) == COUNT


def test_a_large_workbook_from_a_stream_is_whole() -> None:
    records = [[f"Desa {at}", at, sha512(b"%d" % at).hexdigest()] for at in range(4_000)]
    content = xlsx([["Desa", "Jumlah", "Keterangan"], *records])
    assert len(content) > HEAD_BYTES

    assert len(tidy(BytesIO(content)).tables[0].records) == 4_000


def test_a_pipe_over_the_limit_is_refused() -> None:
    limits = Limits(file_bytes=len(LARGE) - 1)

    assert [found.code for found in tidy(cast("BinaryIO", Pipe(LARGE)), limits=limits).findings] == ["FILE-04"]
