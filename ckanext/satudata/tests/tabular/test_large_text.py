"""A text too large to hold gives the same table as a small one, and is read again for each pass."""

from __future__ import annotations

from io import BytesIO

import pytest

from ckanext.satudata.tabular.api import tidy
from ckanext.satudata.tabular.limits import Limits
from ckanext.satudata.tabular.model import Table
from ckanext.satudata.tests.tabular.views import names, rows

TEXT = (
    "Jumlah Penduduk Menurut Desa\n\nkode,desa,laki,luas\n"
    + "".join(f"36.04.{at % 30:02d},Desa {at},{at if at % 7 else '-'},{at / 4}\n" for at in range(2500))
    + "\nJumlah,,12,3\nSumber: Disdukcapil\n"
)


def read(streamed_bytes: int) -> Table:
    (table,) = tidy(BytesIO(TEXT.encode()), limits=Limits(streamed_bytes=streamed_bytes)).tables
    return table


def test_large_and_small_give_the_same_records() -> None:
    held, streamed = read(10**9), read(1000)

    assert isinstance(held.records, list)
    assert not isinstance(streamed.records, list)
    assert (names(streamed), rows(streamed)) == (names(held), rows(held))


def test_counts_and_sums_are_those_of_the_whole_file() -> None:
    columns = [[(c.name, c.type, c.missing, c.total) for c in read(size).columns] for size in (10**9, 1000)]

    assert columns[0] == columns[1]


@pytest.mark.parametrize("times", [2])
def test_records_can_be_gone_through_again(times: int) -> None:
    table = read(1000)

    assert [sum(1 for _ in table.records) for _ in range(times)] == [len(table.records)] * times


def test_words_in_number_columns_are_reported() -> None:
    text = TEXT.replace("Desa 2400,2400,", "Desa 2400,belum ada,")

    (table,) = tidy(BytesIO(text.encode()), limits=Limits(streamed_bytes=1000)).tables

    assert [(found.code, found.place, found.value) for found in table.findings] == [("VALUE-04", "C2404", "belum ada")]
