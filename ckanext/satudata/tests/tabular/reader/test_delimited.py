"""Texts with any separator, encoding and line end."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ckanext.satudata.tabular.model import Table, Workbook
from ckanext.satudata.tests.tabular.views import names, rows

EXPECTED = (["Kecamatan", "Luas"], [("Anyar", 12.5), ("Ciruas", 3.25)])


@pytest.mark.parametrize(
    "text",
    [
        'Kecamatan,Luas\nAnyar,"12,5"\nCiruas,"3,25"\n',
        "Kecamatan;Luas\nAnyar;12,5\nCiruas;3,25\n",
        "Kecamatan\tLuas\nAnyar\t12.5\nCiruas\t3.25\n",
        "Kecamatan|Luas\nAnyar|12,5\nCiruas|3,25\n",
        "sep=;\nKecamatan;Luas\nAnyar;12,5\nCiruas;3,25\n",
        "Kecamatan;Luas\rAnyar;12,5\rCiruas;3,25",
        '"Kecamatan,Luas"\n"Anyar,12.5"\n"Ciruas,3.25"\n',
        "| Kecamatan | Luas |\n|-----------|------|\n| Anyar | 12,5 |\n| Ciruas | 3,25 |\n",
        "Kecamatan     Luas\n------------------\nAnyar         12,5\nCiruas        3,25\n",
        "<META>\nauthor:Sari\n</META>\n<DATA>\nKecamatan;Luas\nAnyar;12,5\nCiruas;3,25\n</DATA>\n",
    ],
    ids=["comma", "semicolon", "tab", "bar", "sep line", "CR only", "quoted lines", "drawn", "blanks", "meta"],
)
def test_every_way_to_set_columns_apart(only_table: Callable[[str], Table], text: str) -> None:
    table = only_table(text)

    assert (names(table), rows(table)) == EXPECTED


def test_empty_cells_at_the_ends_of_lines_with_bars_stay_cells(only_table: Callable[[str], Table]) -> None:
    table = only_table("Kecamatan|Luas||\n|2021|2022|\nAnyar|12|13|14\nCiruas|3|4|5\nKopo|6|7|8\n")

    assert [path[0] for path in (column.path for column in table.columns) if path] == ["Kecamatan", "Luas", "Luas"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_every_encoding(only_table: Callable[[bytes], Table], encoding: str) -> None:
    table = only_table("Nama;Nilai\nKé Ujung – 1;12\nÀ La;13\n".encode(encoding))

    assert rows(table) == [("Ké Ujung – 1", 12), ("À La", 13)]


def test_a_guessed_encoding_is_told(read: Callable[[bytes], Workbook]) -> None:
    workbook = read("Nama;Nilai\nKé;12\nÀ;13\n".encode("cp1252"))

    assert [(found.code, found.value) for found in workbook.findings] == [("FILE-12", "cp1252")]


def test_row_numbers_are_lines_of_the_file(only_table: Callable[[str], Table]) -> None:
    table = only_table("<META>\na:b\n</META>\nKecamatan;Luas\nAnyar;1\nCiruas;2\n")

    assert ([record.row for record in table.records], dict(table.preamble)) == ([5, 6], {"a": "b"})
