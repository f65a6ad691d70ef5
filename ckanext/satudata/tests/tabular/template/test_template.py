"""An empty form goes out, a filled one comes back: nothing is lost, and what was done to it is told with its cell."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from ckanext.satudata.codes.wilayah import Level, children
from ckanext.satudata.tabular.api import tidy
from ckanext.satudata.tabular.model import ColumnRole, Hints
from ckanext.satudata.tabular.template.definition import Dimension, FormColumn, FormDefinition, FormRow, rows_of
from ckanext.satudata.tabular.template.key import KEY_SHEET
from ckanext.satudata.tabular.template.write import write_form
from ckanext.satudata.tabular.tidy.long import long_rows
from ckanext.satudata.tabular.values.columns import ColumnType
from ckanext.satudata.tests.tabular.template.filling import (
    changed,
    columns_by_key,
    figures,
    filled,
    form_table,
    read_back,
    rows_by_code,
)
from ckanext.satudata.tests.tabular.views import codes, names, rows

STATUS = FormColumn(name="Status Gedung", type=ColumnType.STRING, choices=("Milik sendiri", "Sewa"))
DEFINITION = FormDefinition(
    title="Puskesmas Menurut Kecamatan",
    columns=(
        FormColumn(name="Puskesmas", unit="Unit", type=ColumnType.INTEGER),
        FormColumn(name="Luas", unit="km2"),
        STATUS,
    ),
    rows=rows_of("36.73", Level.KECAMATAN),
    period="2024",
    area="Kota Serang",
    producer="Dinas Kesehatan",
    key="puskesmas",
    row_name="Kecamatan",
)
BY_SEX = FormDefinition(
    title="Penduduk",
    columns=(FormColumn(name="Penduduk", unit="Orang", type=ColumnType.INTEGER),),
    rows=rows_of("36.73", Level.KECAMATAN),
    dimensions=(Dimension(name="Jenis Kelamin", values=("Laki-laki", "Perempuan")),),
    period="2024",
    row_name="Kecamatan",
)
CODES = [row.kode for row in DEFINITION.rows]
ANSWERS = {
    (kode, key): value
    for at, kode in enumerate(CODES)
    for key, value in (("0", 10 + at), ("1", 1.5 * at + 0.25), ("2", "Sewa" if at % 2 else "Milik sendiri"))
}


def test_a_filled_form_is_read_back_without_loss() -> None:
    table = form_table(filled(write_form(DEFINITION), ANSWERS))

    assert (table.title, table.period, table.wilayah_level, codes(table)) == (DEFINITION.title, "2024", "kecamatan", [])
    assert [(column.name, column.unit, column.role.value) for column in table.columns] == [
        ("Kode Wilayah", "", "kode_wilayah"),
        ("Kecamatan", "", "wilayah"),
        ("Puskesmas", "Unit", "value"),
        ("Luas", "km2", "value"),
        ("Status Gedung", "", "text"),
    ]
    assert rows(table) == [
        (row.kode, row.label, ANSWERS[row.kode, "0"], ANSWERS[row.kode, "1"], ANSWERS[row.kode, "2"])
        for row in DEFINITION.rows
    ]


def test_figures_of_a_form_know_their_code_period_and_cell() -> None:
    table = form_table(filled(write_form(BY_SEX), {(CODES[0], "0.0"): 7, (CODES[0], "0.1"): 8}))

    found = [
        (row.measure, row.value, row.unit, row.period, row.kode_wilayah, dict(row.dimensions), str(row.origin))
        for row in list(long_rows(table))[:2]
    ]

    assert found == [
        ("Penduduk", 7, "Orang", "2024", CODES[0], {"jenis_kelamin": "L"}, "Form!C9"),
        ("Penduduk", 8, "Orang", "2024", CODES[0], {"jenis_kelamin": "P"}, "Form!D9"),
    ]


def test_numbers_typed_as_text_are_numbers() -> None:
    typed = ["1.250", "12,5", "-", "2 691,8", "…", "7"]
    answers: dict[tuple[str, str], object] = {(kode, "1"): text for kode, text in zip(CODES, typed, strict=True)}

    table = form_table(filled(write_form(DEFINITION), answers))

    at = table.position("Luas")
    assert [record.values[at] for record in table.records] == [1250, 12.5, None, 2691.8, None, 7]
    assert [mark.text for record in table.records if (mark := table.mark(record, at))] == ["-", "…"]


def test_rows_may_be_sorted_and_explained() -> None:
    def sort_and_explain(sheet: Worksheet) -> None:
        where = rows_by_code(sheet)
        lines = [[cell.value for cell in sheet[where[kode]]] for kode in CODES]
        for row, line in zip(sorted(where[kode] for kode in CODES), reversed(lines), strict=True):
            for column, value in enumerate(line, 1):
                sheet.cell(row, column).value = value  # type: ignore[reportAttributeAccessIssue]  # no merged cell
        sheet.cell(where[CODES[0]], columns_by_key(sheet)["note"]).value = "pindah gedung"  # type: ignore[reportAttributeAccessIssue]
        sheet.cell(sheet.max_row + 2, 1).value = "Data dari 6 puskesmas"  # type: ignore[reportAttributeAccessIssue]

    table = form_table(changed(filled(write_form(DEFINITION), ANSWERS), sort_and_explain))

    assert codes(table) == []
    assert {record.values[0]: record.values[2:4] for record in table.records} == {
        kode: (ANSWERS[kode, "0"], ANSWERS[kode, "1"]) for kode in CODES
    }
    assert [record.values[table.position("Catatan")] for record in table.records][:1] == ["pindah gedung"]
    assert table.notes == ("Data dari 6 puskesmas",)


def test_a_column_put_in_between_does_no_harm() -> None:
    content = filled(write_form(DEFINITION), ANSWERS)

    table = form_table(changed(content, lambda sheet: sheet.insert_cols(columns_by_key(sheet)["1"])))

    assert figures(table) == figures(form_table(content))


def wrong_edits() -> dict[str, tuple]:
    def new_row(sheet: Worksheet) -> None:
        sheet.append(["36.73.99", "Kecamatan Baru", 5])

    def twice(sheet: Worksheet) -> None:
        sheet.append([CODES[0], "Serang", 5])

    def without(sheet: Worksheet) -> None:
        sheet.delete_rows(rows_by_code(sheet)[CODES[1]])

    def no_column(sheet: Worksheet) -> None:
        sheet.delete_cols(columns_by_key(sheet)["1"])

    def put(key: str, value: object) -> object:
        def change(sheet: Worksheet) -> None:
            sheet.cell(rows_by_code(sheet)[CODES[2]], columns_by_key(sheet)[key]).value = value  # type: ignore[reportAttributeAccessIssue]

        return change

    return {
        "a new row": (new_row, [("FORM-02", "Form!B16")]),
        "a copied row": (twice, [("FORM-04", "Form!B16")]),
        "a deleted row": (without, [("FORM-05", "Form")]),
        "a deleted column": (no_column, [("FORM-03", "Form")]),
        "a word among numbers": (put("0", "belum"), [("VALUE-04", "Form!C12")]),
        "no such answer": (put("2", "Pinjam"), [("FORM-07", "Form!E12")]),
        "a blank cell": (put("0", None), [("FORM-06", "Form!C12")]),
        "people": (put("note", "Siti 3604094506900001"), [("PRIVACY-01", "Form!F12")]),
    }


@pytest.mark.parametrize("name", sorted(wrong_edits()))
def test_what_was_done_wrong_is_told_with_its_cell(name: str) -> None:
    change, expected = wrong_edits()[name]
    content = filled(write_form(DEFINITION), ANSWERS)

    found = [(found.code, found.place) for found in read_back(changed(content, change)).all_findings]

    assert found == expected


def test_a_provisional_form_marks_every_figure() -> None:
    def choose(sheet: Worksheet) -> None:
        sheet["B5"] = "Provisional"

    table = form_table(changed(filled(write_form(DEFINITION), ANSWERS), choose))

    assert {mark.status.value for mark in table.marks.values()} == {"provisional"}
    assert len(table.marks) == 2 * len(CODES)


def test_a_form_without_its_key_is_read_like_any_other_file() -> None:
    def spoil(sheet: Worksheet) -> None:
        sheet.parent[KEY_SHEET]["A2"] = "{"  # type: ignore[reportOptionalSubscript]

    workbook = read_back(changed(filled(write_form(DEFINITION), ANSWERS), spoil))

    assert [found.code for found in workbook.findings] == ["FORM-01"]
    assert [record.values[1] for record in workbook.tables[0].records] == [row.label for row in DEFINITION.rows]


@pytest.mark.parametrize(("expected", "told"), [("", []), ("puskesmas", []), ("bidan", ["FORM-08"])])
def test_a_form_of_another_dataset_is_told(expected: str, told: list[str]) -> None:
    content = filled(write_form(DEFINITION), ANSWERS)

    workbook = tidy(BytesIO(content), hints=Hints(form_key=expected))

    assert [(found.code, found.value) for found in workbook.findings] == [(code, DEFINITION.title) for code in told]


def test_only_white_cells_can_be_changed_and_drop_downs_offer_the_answers() -> None:
    book = openpyxl.load_workbook(BytesIO(write_form(DEFINITION)))
    sheet = book.worksheets[0]

    unlocked = {cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked}
    rules = {str(rule.sqref): (rule.type, rule.formula1) for rule in sheet.data_validations.dataValidation}

    assert sheet.protection.sheet
    assert unlocked == {"B5", "B6", *(f"{letter}{row}" for letter in "CDEF" for row in range(10, 16))}
    assert rules["E10:E15"] == ("list", '"Milik sendiri,Sewa"')
    assert rules["C10:C15"][0] == "custom"
    assert [(one.title, one.sheet_state) for one in book.worksheets] == [
        ("Form", "visible"),
        ("How to fill in", "visible"),
        (KEY_SHEET, "veryHidden"),
    ]


def test_a_long_list_of_answers_stands_in_cells() -> None:
    choices = tuple(f"Jawaban nomor {at}, lengkap" for at in range(60))
    column = FormColumn(name="Pilihan", type=ColumnType.STRING, choices=choices)
    definition = FormDefinition(title="Pilihan", columns=(column,), rows=(FormRow(kode="36.04", label="Serang"),))

    table = form_table(filled(write_form(definition), {("36.04", "0"): choices[41].upper()}))

    assert (rows(table), codes(table)) == ([("36.04", "Serang", choices[41])], [])


def test_many_values_of_dimensions_go_down_the_rows() -> None:
    ages = tuple(f"{at}-{at + 4}" for at in range(0, 75, 5))
    definition = FormDefinition(
        title="Penduduk",
        columns=(FormColumn(name="Laki-laki", unit="Orang"), FormColumn(name="Perempuan", unit="Orang")),
        rows=DEFINITION.rows,
        dimensions=(Dimension(name="Kelompok Umur", values=ages),),
        row_name="Kecamatan",
    )

    table = form_table(write_form(definition))

    assert (names(table), len(table.records), table.records[1].values) == (  # type: ignore[reportIndexIssue]
        ["Kode Wilayah", "Kecamatan", "Kelompok Umur", "Laki-laki", "Perempuan"],
        len(CODES) * len(ages),
        (CODES[0], "Serang", "5-9", None, None),
    )


def test_villages_of_one_name_are_told_apart_by_code_and_kecamatan() -> None:
    level = Level.DESA
    definition = FormDefinition(
        title="Rumah Tangga", columns=(FormColumn(name="Rumah Tangga"),), rows=rows_of("36.04", level), row_name="Desa"
    )
    answers = {(row.kode, "0"): at for at, row in enumerate(definition.rows)}

    table = form_table(filled(write_form(definition), answers))

    count = sum(len(children(kecamatan.kode)) for kecamatan in children("36.04"))
    assert (len(table.records), {record.values[0]: record.values[3] for record in table.records}) == (
        count,
        {row.kode: at for at, row in enumerate(definition.rows)},
    )
    assert next(iter(table.records)).values[1] == children("36.04")[0].nama


def test_a_form_without_rows_takes_what_the_office_writes() -> None:
    definition = FormDefinition(
        title="Kegiatan", columns=(FormColumn(name="Anggaran", unit="Rupiah"),), row_name="Kegiatan"
    )

    def write(sheet: Worksheet) -> None:
        columns = columns_by_key(sheet)
        for row, (name, figure) in enumerate((("Rapat", 5), ("Survei", "1.250.000")), 7):
            sheet.cell(row, columns["label"]).value = name  # type: ignore[reportAttributeAccessIssue]
            sheet.cell(row, columns["0"]).value = figure  # type: ignore[reportAttributeAccessIssue]

    table = form_table(changed(write_form(definition), write))

    assert (rows(table), table.columns[0].role) == ([("Rapat", 5), ("Survei", 1_250_000)], ColumnRole.DIMENSION)


TEXT = st.text("abcdefghij KLMN,.'\"=<>&éü", min_size=1, max_size=12).map(str.strip).filter(bool)
# Two columns by two dimensions of three values each still stand across.
NAMES = st.lists(TEXT, min_size=1, max_size=2, unique_by=str.casefold).map(tuple)


@st.composite
def forms(draw: st.DrawFn) -> tuple[FormDefinition, dict[tuple[str, str], int | float]]:
    columns = tuple(FormColumn(name=name, unit=draw(st.sampled_from(("", "Orang", "km2")))) for name in draw(NAMES))
    dimensions = tuple(
        Dimension(name=name, values=draw(st.lists(TEXT, min_size=2, max_size=3, unique_by=str.casefold).map(tuple)))
        for name in draw(st.lists(TEXT, max_size=2, unique_by=str.casefold))
    )
    definition = FormDefinition(
        title=draw(TEXT),
        columns=columns,
        dimensions=dimensions,
        rows=rows_of("36.73", Level.KECAMATAN),
        period=draw(st.sampled_from(("", "2024", "2024-S1"))),
        producer=draw(TEXT),
    )
    figure = st.integers(-(10**9), 10**9) | st.floats(0.001, 1e9).map(lambda value: round(value, 3))
    answers = {(row.kode, column.key): draw(figure) for row in definition.rows for column in definition.inputs}
    return definition, answers


@given(form=forms())
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_form_is_read_back_as_it_was_filled_in(form: tuple[FormDefinition, dict]) -> None:
    definition, answers = form

    table = form_table(filled(write_form(definition), answers))

    assert FormDefinition.from_dict(definition.as_dict()) == definition
    assert [record.values[2:] for record in table.records] == [
        tuple(answers[row.kode, column.key] for column in definition.inputs) for row in definition.rows
    ]


@pytest.mark.parametrize(
    ("parent", "level", "count"),
    [("", Level.PROVINSI, 38), ("36", Level.KABKOTA, 8), ("36.04", Level.KECAMATAN, 29), ("36.04", Level.KABKOTA, 1)],
)
def test_the_rows_are_all_regions_of_a_level(parent: str, level: Level, count: int) -> None:
    assert len(rows_of(parent, level)) == count


def test_dates_are_asked_for_and_read_as_dates() -> None:
    definition = FormDefinition(
        title="Mulai",
        columns=(FormColumn(name="Mulai", type=ColumnType.DATE),),
        rows=(FormRow(kode="36.04", label="x"),),
    )

    table = form_table(filled(write_form(definition), {("36.04", "0"): "31 Desember 2023"}))

    assert rows(table) == [("36.04", "x", date(2023, 12, 31))]
