"""What is hidden in a workbook is told, whatever its kind: it would be published all the same."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ckanext.satudata.tabular.model import Workbook
from ckanext.satudata.tabular.reader.xls_facts import xls_facts
from ckanext.satudata.tests.tabular.binary_workbooks import xls
from ckanext.satudata.tests.tabular.views import codes, rows
from ckanext.satudata.tests.tabular.workbooks import ods

TABLE = [["Nama", "Nilai", "Catatan"], ["Anyar", 2, "a"], ["Ciruas", 3, "b"], ["Kibin", 4, "c"]]
RECORDS = [("Anyar", 2, "a"), ("Ciruas", 3, "b"), ("Kibin", 4, "c")]


@pytest.mark.parametrize("written", [xls, ods], ids=["xls", "ods"])
def test_hidden_rows_columns_and_sheets_are_told(
    read: Callable[[bytes], Workbook], written: Callable[..., bytes]
) -> None:
    workbook = read(written(TABLE, hidden=True, hidden_rows=[2], hidden_columns=[1]))

    places = [found.details["hidden"] for found in workbook.all_findings if found.code == "FILE-09"]
    assert (codes(workbook), places, workbook.sheets[0].is_hidden) == (["FILE-08", "FILE-09"], ["B, 3"], True)
    assert rows(workbook.tables[0]) == RECORDS


@pytest.mark.parametrize("written", [xls, ods], ids=["xls", "ods"])
def test_a_workbook_without_hidden_parts_says_nothing(
    read: Callable[[bytes], Workbook], written: Callable[..., bytes]
) -> None:
    workbook = read(written(TABLE))

    assert (codes(workbook), rows(workbook.tables[0])) == ([], RECORDS)


def test_empty_hidden_rows_to_the_end_of_an_opendocument_sheet_are_not_told(read: Callable[[bytes], Workbook]) -> None:
    filler = '<table:table-row table:number-rows-repeated="1048570" table:visibility="filter"><table:table-cell/>'

    workbook = read(ods(TABLE, filler=filler + "</table:table-row>"))

    assert (codes(workbook), rows(workbook.tables[0])) == ([], RECORDS)


@pytest.mark.parametrize("damage", [b"", b"\xff" * 40], ids=["cut", "overwritten"])
def test_a_damaged_binary_workbook_hides_nothing(damage: bytes) -> None:
    whole = xls(TABLE, hidden_rows=[2])

    assert [xls_facts(whole[:at] + damage) for at in (8, 60, 500, 600, 1000)] == [[]] * 5
