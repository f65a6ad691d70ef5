"""What kind of file it is decides the content, and what cannot be read is a finding."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from ckanext.satudata.tabular.api import tidy
from ckanext.satudata.tabular.limits import Limits
from ckanext.satudata.tabular.model import Workbook
from ckanext.satudata.tests.tabular.views import codes, names, rows
from ckanext.satudata.tests.tabular.workbooks import ods, xlsx, xlsx_of

TABLE = [["Kecamatan", "Jumlah"], ["Anyar", 12], ["Ciruas", 34]]
CSV = "Kecamatan;Jumlah\nAnyar;12\nCiruas;34\n"
HTML = "<html><body><table><tr><th>Kecamatan<th>Jumlah<tr><td>Anyar<td>12<tr><td>Ciruas<td>34</table></body></html>"


@pytest.mark.parametrize(
    ("kind", "content"),
    [("xlsx", xlsx(TABLE)), ("text", CSV.encode()), ("html", HTML.encode())],
    ids=["xlsx", "csv", "html"],
)
def test_every_kind_gives_the_same_table(read: Callable[[bytes], Workbook], kind: str, content: bytes) -> None:
    workbook = read(content)

    assert (workbook.kind, names(workbook.tables[0]), rows(workbook.tables[0])) == (
        kind,
        ["Kecamatan", "Jumlah"],
        [("Anyar", 12), ("Ciruas", 34)],
    )


def test_a_wrong_ending_is_told_and_does_not_matter(tmp_path: Path) -> None:
    path = tmp_path / "data.xls"
    path.write_text(HTML)

    workbook = tidy(path)

    assert (codes(workbook), rows(workbook.tables[0])) == (["FILE-07"], [("Anyar", 12), ("Ciruas", 34)])


@pytest.mark.parametrize(
    ("code", "content"),
    [
        ("FILE-03", b""),
        ("FILE-03", b"\xef\xbb\xbf \r\n"),
        ("FILE-06", b"%PDF-1.7 table"),
        ("FILE-06", b"\x89PNG\r\n\x1a\n"),
        ("FILE-01", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500 + "EncryptedPackage".encode("utf-16-le")),
        ("FILE-02", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
        ("FILE-02", b"PK\x03\x04 cut short"),
        ("FILE-02", xlsx(TABLE)[: len(xlsx(TABLE)) // 2]),
        ("FILE-02", xlsx(TABLE)[:-200] + xlsx(TABLE)[-22:]),
    ],
    ids=["empty", "blank", "pdf", "picture", "password", "broken xls", "broken zip", "half an xlsx", "cut xlsx"],
)
def test_what_cannot_be_read_says_why(read: Callable[[bytes], Workbook], code: str, content: bytes) -> None:
    workbook = read(content)

    assert (codes(workbook), workbook.tables) == ([code], [])


def test_an_archive_gives_the_tables_of_its_files(read: Callable[[bytes], Workbook]) -> None:
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("a/satu.csv", CSV)
        archive.writestr("dua.xlsx", xlsx(TABLE))
        archive.writestr("__MACOSX/._dua.xlsx", b"rubbish")

    workbook = read(content.getvalue())

    assert [(sheet.name, len(sheet.tables)) for sheet in workbook.sheets] == [("a/satu.csv", 1), ("dua.xlsx/Data", 1)]


def test_a_bomb_is_refused_before_it_is_unpacked(read: Callable[[bytes], Workbook]) -> None:
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>" + b" " * 30_000_000)

    assert codes(read(content.getvalue())) == ["FILE-05"]


def test_a_file_over_the_limit_is_refused() -> None:
    assert codes(tidy(BytesIO(CSV.encode()), limits=Limits(file_bytes=10))) == ["FILE-04"]


def test_a_cell_at_the_end_of_the_sheet_costs_no_memory_and_keeps_its_row_number(
    read: Callable[[bytes], Workbook],
) -> None:
    # Sosial_Kesejahteraan.xlsx of Sumbar-Dalam-Angka has such a sum below a table of nineteen rows.
    cells = "".join(
        f'<row r="{row}"><c r="A{row}" t="inlineStr"><is><t>{name}</t></is></c><c r="B{row}"><v>{row}</v></c></row>'
        for row, name in ((2, "Anyar"), (3, "Ciruas"))
    )
    head = "".join(
        f'<c r="{at}1" t="inlineStr"><is><t>{name}</t></is></c>' for at, name in (("A", "Nama"), ("B", "Nilai"))
    )
    head = f'<row r="1">{head}</row>'
    far = '<row r="1048576"><c r="XFD1048576"><v>5</v></c></row>'

    workbook = read(xlsx_of(f"<sheetData>{head}{cells}{far}</sheetData>"))

    assert "FILE-11" in codes(workbook)
    assert [(record.row, record.values) for record in workbook.tables[0].records] == [
        (2, ("Anyar", 2)),
        (3, ("Ciruas", 3)),
    ]


def test_formulas_without_a_stored_result_are_told(read: Callable[[bytes], Workbook]) -> None:
    content = '<sheetData><row r="1"><c r="A1"><v>1</v></c><c r="B1"><f>A1+1</f></c></row></sheetData>'

    (found,) = [found for found in read(xlsx_of(content)).findings if found.code == "FILE-10"]

    assert found.details == {"count": "1"}


def test_hidden_sheets_rows_and_columns_are_marked(read: Callable[[bytes], Workbook]) -> None:
    rows_xml = "".join(
        f'<row r="{row}"{" hidden=" + chr(34) + "1" + chr(34) if row == 3 else ""}>'
        f'<c r="A{row}" t="inlineStr"><is><t>{label}</t></is></c>'
        + (f'<c r="B{row}"><v>{row}</v></c>' if row > 1 else f'<c r="B{row}" t="inlineStr"><is><t>Nilai</t></is></c>')
        + "</row>"
        for row, label in ((1, "Nama"), (2, "Anyar"), (3, "Ciruas"), (4, "Kibin"))
    )
    content = f'<cols><col min="2" max="2" hidden="1"/></cols><sheetData>{rows_xml}</sheetData>'

    workbook = read(xlsx_of(content, hidden=True))

    (hidden,) = [found for found in workbook.all_findings if found.code == "FILE-09"]
    assert (codes(workbook), hidden.details["hidden"]) == (["FILE-08", "FILE-09"], "B, 3")


def test_a_workbook_saved_as_a_web_page_is_read_with_its_folder(spreadsheets: Path) -> None:
    path = next(spreadsheets.glob("lydia*/Source/Data/*.xls"))

    assert [(sheet.name, len(sheet.tables[0].records)) for sheet in tidy(path).sheets] == [
        ("Tidak Ada Sinyal", 34),
        ("table", 34),
    ]


def test_an_opendocument_sheet_is_read(read: Callable[[bytes], Workbook]) -> None:
    workbook = read(ods(TABLE))

    assert (workbook.kind, rows(workbook.tables[0])) == ("ods", [("Anyar", 12), ("Ciruas", 34)])


def test_empty_rows_without_end_in_an_opendocument_sheet_cost_nothing(read: Callable[[bytes], Workbook]) -> None:
    cell = '<table:table-cell table:number-columns-repeated="16384"/>'
    filler = f'<table:table-row table:number-rows-repeated="1048570">{cell}</table:table-row>'

    assert rows(read(ods(TABLE, filler=filler)).tables[0]) == [("Anyar", 12), ("Ciruas", 34)]


def test_a_value_repeated_without_end_is_refused(read: Callable[[bytes], Workbook]) -> None:
    cell = '<table:table-cell table:number-columns-repeated="16384" office:value-type="float" office:value="1"/>'
    filler = f'<table:table-row table:number-rows-repeated="1048570">{cell}</table:table-row>'

    assert codes(read(ods(TABLE, filler=filler))) == ["FILE-05"]
