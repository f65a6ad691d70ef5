"""Damaged files of every kind: no exception leaves `tidy()`, and none takes long."""

from __future__ import annotations

import time
import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ckanext.satudata.codes.findings import CODES
from ckanext.satudata.codes.wilayah import Level
from ckanext.satudata.tabular.api import tidy
from ckanext.satudata.tabular.limits import Limits
from ckanext.satudata.tabular.template.definition import FormColumn, FormDefinition, rows_of
from ckanext.satudata.tabular.template.write import write_form
from ckanext.satudata.tests.tabular.binary_workbooks import xls
from ckanext.satudata.tests.tabular.workbooks import ods, xlsx, xlsx_of

SECONDS = 5.0
SMALL = Limits(file_bytes=2_000_000, unpacked_bytes=4_000_000, cells=200_000, seconds=SECONDS)
TABLE = [
    ["Judul Tabel :", "x"],
    [],
    ["Kecamatan", 2022, 2023],
    ["Anyar", 1, "-"],
    ["Ciruas", "2.345", 3],
    ["Jumlah", 3, 3],
]
FORM = FormDefinition(
    title="Posyandu",
    columns=(FormColumn(name="Posyandu", unit="Unit"), FormColumn(name="Milik", choices=("Desa", "Lain"))),
    rows=rows_of("36.73", Level.KECAMATAN),
)


def archive(members: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as container:
        for name, content in members.items():
            container.writestr(name, content)
    return out.getvalue()


def repacked(content: bytes, member: str, change: Callable[[bytes], bytes]) -> bytes:
    """A container with one member changed, its check sums right: damage that the container itself does not tell."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            target.writestr(name, change(source.read(name)) if name == member else source.read(name))
    return out.getvalue()


SEEDS = {
    "xlsx": xlsx(TABLE, merges=["A1:B1"]),
    "csv": b'Kecamatan;2022;2023\nAnyar;1;2\nCiruas;"3;4\nJumlah;4;6\n',
    "html": b"<html><table><tr><td rowspan=2>a<td colspan=3>b<tr><td>c<tr><td>1<td>2</table></html>",
    "utf-16": "Kecamatan\t2022\nAnyar\t1\n".encode("utf-16"),
    "xls": xls(TABLE, hidden_rows=[3], hidden_columns=[1]),
    "ods": ods(TABLE, hidden_rows=[3]),
    "zip": archive({"a/satu.csv": b"Kecamatan;2022\nAnyar;1\n", "dua.xlsx": xlsx(TABLE)}),
    "form": write_form(FORM),
}


@pytest.mark.parametrize("kind", sorted(SEEDS))
@given(data=st.data())
@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
def test_a_damaged_file_is_answered_with_findings(kind: str, data: st.DataObject) -> None:
    content = bytearray(SEEDS[kind])
    for _ in range(data.draw(st.integers(1, 12))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(content)))

    start = time.perf_counter()
    workbook = tidy(BytesIO(bytes(content[:cut])), limits=SMALL)

    assert ({found.code for found in workbook.all_findings} <= set(CODES), time.perf_counter() - start < SECONDS) == (
        True,
        True,
    )


MEMBERS = {
    ("xlsx", "xl/worksheets/sheet1.xml"),
    ("xlsx", "xl/workbook.xml"),
    ("ods", "content.xml"),
    ("form", "xl/worksheets/sheet1.xml"),
    ("form", "xl/sharedStrings.xml"),
}


@pytest.mark.parametrize(("kind", "member"), sorted(MEMBERS))
@given(data=st.data())
@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
def test_damage_inside_a_container_is_answered_with_findings(kind: str, member: str, data: st.DataObject) -> None:
    def damaged(content: bytes) -> bytes:
        changed = bytearray(content)
        for _ in range(data.draw(st.integers(1, 8))):
            # Digits and letters for their like: the XML stays well formed, and says something else.
            at = data.draw(st.integers(0, len(changed) - 1))
            changed[at] = data.draw(st.sampled_from(b'0123456789ABCXZaz<>/" '))
        return bytes(changed)

    start = time.perf_counter()
    workbook = tidy(BytesIO(repacked(SEEDS[kind], member, damaged)), limits=SMALL)

    found = [one.details for one in workbook.all_findings if one.details.get("reason") == "internal error"]
    assert (found, time.perf_counter() - start < SECONDS) == ([], True)


@given(content=st.binary(max_size=400))
@settings(max_examples=80, deadline=None)
def test_any_bytes_are_answered(content: bytes) -> None:
    assert isinstance(tidy(BytesIO(content), limits=SMALL).kind, str)


CELL = st.one_of(
    st.just(""), st.integers(-5, 3000), st.floats(allow_nan=False, allow_infinity=False, width=16),
    st.text("abcXYZ .,-()|:*\n%0123…", max_size=12),
    st.sampled_from(("Jumlah", "Sumber :", "(1)", "2020", "dst...", "-", "No")),
)  # fmt: skip


@given(
    sheet=st.lists(st.lists(CELL, max_size=6), max_size=12),
    merges=st.lists(st.tuples(st.integers(1, 9), st.integers(0, 3), st.integers(0, 4), st.integers(0, 3)), max_size=4),
)
@settings(max_examples=70, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_sheet_is_read_without_an_internal_error(sheet: list, merges: list) -> None:
    ranges = [f"{'ABCD'[left]}{top}:{'ABCDEFGH'[left + wide]}{top + high}" for top, left, high, wide in merges]

    workbook = tidy(BytesIO(xlsx(sheet, merges=ranges)), limits=SMALL)

    assert [found.details for found in workbook.all_findings if found.details.get("reason") == "internal error"] == []


def test_a_sheet_merged_from_end_to_end_is_read_quickly() -> None:
    row = '<row r="1"><c r="A1" t="inlineStr"><is><t>Judul</t></is></c></row>'
    content = xlsx_of(f'<sheetData>{row}</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')

    start = time.perf_counter()
    workbook = tidy(BytesIO(content))

    assert (workbook.tables, time.perf_counter() - start < SECONDS) == ([], True)


def test_hundreds_of_thousands_of_empty_formatted_rows_cost_nothing() -> None:
    rows = "".join(f'<row r="{number}"><c r="A{number}" s="1"/></row>' for number in range(4, 200_000))
    head = "".join(
        f'<row r="{number}"><c r="A{number}" t="inlineStr"><is><t>{text}</t></is></c>'
        f'<c r="B{number}"><v>{number}</v></c></row>'
        for number, text in ((2, "a"), (3, "b"))
    )
    names = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c><c r="B1" t="inlineStr"><is><t>y</t></is></c></row>'
    )

    start = time.perf_counter()
    (table,) = tidy(BytesIO(xlsx_of(f"<sheetData>{names}{head}{rows}</sheetData>"))).tables

    assert (len(table.records), time.perf_counter() - start < SECONDS) == (2, True)
