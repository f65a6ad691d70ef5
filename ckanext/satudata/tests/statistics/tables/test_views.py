"""The pages of tidied files: what each visitor sees, corrections without scripts, and files to take away."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO
from typing import Any

import openpyxl
import pytest

from ckan import model

from ckanext.satudata.statistics.tables import job
from ckanext.satudata.tests.metadata.people import People
from ckanext.satudata.tests.statistics.conftest import Act, Publish
from ckanext.satudata.tests.statistics.tables.conftest import Upload, Uploaded
from ckanext.satudata.tests.tabular.workbooks import xlsx

pytestmark = pytest.mark.usefixtures("with_plugins", "non_clean_db")

HEADER = "Penduduk, 2023\n\nKecamatan;Laki-laki;Perempuan\n"
WRONG = HEADER + "Anyar;1.234;1.100\nCiruas;2.345;2.299\nPetir;belum;900\nKibin;30;31\n"
TOTAL = "Pasien, 2023\n\nKecamatan;Kode Unit;Pasien\nAnyar;11;120\nCiruas;12;130\nPetir;13;140\nSe-Serang;36;390\n"


def as_user(user: dict[str, Any]) -> dict[str, dict[str, str]]:
    return {"headers": {"Authorization": user["token"]}}


def resource_page(upload: Upload) -> str:
    return f"/en/dataset/{upload.resource['package_id']}/resource/{upload.resource['id']}"


def test_visitors_see_tidy_data_and_editors_also_what_is_wrong(uploaded: Uploaded, app: Any, people: People) -> None:
    upload = uploaded(WRONG)
    upload.read()

    public = app.get(resource_page(upload)).text
    mine = app.get(resource_page(upload), **as_user(people.editor)).text

    assert ("2,345" in public, "VALUE-04" in public, "Raw data" in public) == (True, False, False)
    assert ('id="sel-B6" class=" satudata-cell-warning"' in mine, "VALUE-04 · B6" in mine, "Raw data" in mine) == (
        True,
        True,
        True,
    )
    assert 'title="From B4" data-satudata-from="sel-B4">1,234</td>' in mine


def test_a_file_that_is_no_table_has_no_such_part(uploaded: Uploaded, app: Any, people: People) -> None:
    upload = uploaded(b"%PDF-1.4", "laporan.pdf")

    assert "satudata-tidied" not in app.get(resource_page(upload), **as_user(people.editor)).text


def test_a_file_that_was_never_read_can_be_read_by_its_editor(
    uploaded: Uploaded, app: Any, people: People, ckan_config: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(ckan_config, "ckanext.satudata.statistics.read_uploads", False)
    upload = uploaded(WRONG)
    assert "Read the file" not in app.get(resource_page(upload)).text
    assert "Read the file" in app.get(resource_page(upload), **as_user(people.editor)).text

    app.post(f"/en/berkas/{upload.resource['id']}/baca", **as_user(people.editor))

    assert upload.show()["state"] == "queued"
    assert "data-satudata-tidying" in app.get(resource_page(upload), **as_user(people.editor)).text
    progress = app.get(f"/en/berkas/{upload.resource['id']}/kemajuan", **as_user(people.editor)).json
    assert progress == {"state": "queued", "progress": 0, "findings": 0}


def test_a_file_with_personal_data_is_kept_from_all_but_its_editors(
    uploaded: Uploaded, app: Any, people: People
) -> None:
    upload = uploaded("Nama;NIK;Bantuan\nSiti Aminah;3604094506900001;100\nBudi;3604091212850002;200\n")
    file = f"{resource_page(upload)}/download/{upload.resource['url'].rpartition('/')[2]}"
    before = app.get(file).status_code
    upload.read()

    mine = app.get(resource_page(upload), **as_user(people.editor)).text
    strangers = (None, people.other_editor, people.member)
    answers = {app.get(file, **(as_user(user) if user else {})).status_code for user in strangers}

    assert "Nothing of it was loaded." in mine
    assert "The uploaded file is kept from everybody but the editors of this dataset." in mine
    assert (before, answers, app.get(file, **as_user(people.editor)).status_code) == (403, {403}, 200)
    public = app.get(resource_page(upload)).text
    assert ("This file is being checked" in public, 'class="btn btn-primary resource-url-analytics' in public) == (
        True,
        False,
    )


def test_a_file_is_for_its_editors_until_it_has_been_read(uploaded: Uploaded, app: Any, people: People) -> None:
    upload = uploaded(WRONG)
    file = f"{resource_page(upload)}/download/{upload.resource['url'].rpartition('/')[2]}"
    dataset = f"/en/dataset/{upload.resource['package_id']}"
    told = (
        "Being checked: it can be downloaded later." in app.get(dataset).text,
        "Being checked: so far only its editors and the walidata get it."
        in app.get(dataset, **as_user(people.editor)).text,
    )
    before = [app.get(file, **(as_user(user) if user else {})).status_code for user in (None, people.editor)]

    upload.read()

    assert (told, before, app.get(file).status_code) == ((True, True), [403, 200], 200)
    assert "Being checked" not in app.get(dataset).text
    # Read again, it is the same upload: nobody has to wait for it.
    app.post(f"/en/berkas/{upload.resource['id']}/baca", **as_user(people.editor))
    assert app.get(file).status_code == 200
    upload.again(TOTAL, "data.csv")
    assert app.get(file).status_code == 403


def test_a_false_alarm_is_confirmed_on_the_page_by_the_walidata(uploaded: Uploaded, app: Any, people: People) -> None:
    upload = uploaded("Kecamatan;Kode Alat\nAnyar;3604094506900001\nPetir;3604094506900002\n")
    upload.read()
    address = f"/en/berkas/{upload.resource['id']}/konfirmasi"
    mine = app.get(resource_page(upload), **as_user(people.editor)).text
    theirs = app.get(resource_page(upload), **as_user(people.walidata)).text
    assert ("ask the walidata to look" in mine, address in mine, address in theirs) == (True, False, True)
    app.post(address, data={"alasan": "Saya lihat sendiri."}, status=403, **as_user(people.editor))

    app.post(address, data={"alasan": "Kode alat kesehatan, bukan NIK."}, **as_user(people.walidata))
    upload.read()

    page = app.get(resource_page(upload), **as_user(people.editor)).text
    assert "that this file holds no personal data: “Kode alat kesehatan, bukan NIK.”" in page
    assert (upload.show()["state"], upload.show()["is_kept"]) == ("done", False)


def test_the_row_of_keys_of_a_form_is_not_shown(uploaded: Uploaded, app: Any, act: Act, people: People) -> None:
    upload = uploaded("", cakupan_wilayah="36.73", tingkat_penyajian=["kecamatan"])
    form = app.get(f"/en/dataset/{upload.resource['package_id']}/formulir.xlsx", **as_user(people.editor)).data
    upload.again(form, "formulir.xlsx")
    upload.read()

    page = app.get(resource_page(upload), **as_user(people.editor)).text

    assert ("kunci:" in page, "Kasemen" in page) == (False, True)


def test_of_two_clerks_the_second_learns_that_the_first_has_corrected(
    uploaded: Uploaded, app: Any, people: People
) -> None:
    upload = uploaded(TOTAL)
    upload.read()
    address = f"/en/berkas/{upload.resource['id']}/koreksi?tabel=0"
    seen = {"bacaan": str(upload.tidying().attempt), "langkah": "simpan"}
    app.post(address, data={**seen, "totals": "7"}, **as_user(people.editor))
    assert "being read just now" in app.post(address, data={**seen, "last_row": "5"}, **as_user(people.editor)).text
    upload.read()

    late = app.post(address, data={**seen, "last_row": "5"}, **as_user(people.editor)).text

    assert ("somebody else has corrected or replaced it" in late, 'name="last_row" value="5"' in late) == (True, True)
    assert upload.show(upload.user)["tables"][0]["layout"]["totals"] == [{"row": 7, "label": "Se-Serang"}]
    now = {**seen, "bacaan": str(upload.tidying().attempt), "last_row": "5"}
    app.post(address, data=now, **as_user(people.editor))
    upload.read()
    assert (upload.show(upload.user)["tables"][0]["layout"]["last_row"], upload.show()["tables"][0]["count"]) == (5, 2)


def test_of_a_sheet_that_is_too_large_the_first_rows_are_tried(
    uploaded: Uploaded, app: Any, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = uploaded(TOTAL)
    tidying = upload.read()
    sheets = [{**sheet, "height": 90_000} for sheet in tidying.sheets]
    tidying.sheets = sheets
    model.Session.commit()

    page = app.post(
        f"/en/berkas/{upload.resource['id']}/koreksi?tabel=0",
        data={"totals": "7", "langkah": "pratinjau"},
        **as_user(people.editor),
    ).text

    told = page.partition('id="pratinjau"')[2]
    assert ("its first 7 rows would give" in told, "Records: 3" in told) == (True, True)


def test_a_correction_is_looked_at_kept_and_taken_back(uploaded: Uploaded, app: Any, people: People) -> None:
    upload = uploaded(TOTAL)
    upload.read()
    address = f"/en/berkas/{upload.resource['id']}/koreksi?tabel=0"
    typed = {"totals": "7", "type-B": "integer", "wilayah_column": "A"}

    seen = app.post(address, data={**typed, "langkah": "pratinjau"}, **as_user(people.editor)).text
    assert "Records: 3" in seen.partition('id="pratinjau"')[2]
    assert upload.show()["tables"][0]["count"] == 4
    kept = app.post(address, data={**typed, "langkah": "simpan"}, follow_redirects=False, **as_user(people.editor))
    assert kept.headers["Location"].endswith(f"/berkas/{upload.resource['id']}/tabel?tabel=0")
    upload.read()

    (table,) = upload.show(upload.user)["tables"]
    assert (table["count"], table["columns"][1]["type"], table["layout"]["totals"]) == (
        3,
        "integer",
        [{"row": 7, "label": "Se-Serang"}],
    )
    assert 'name="totals" value="7"' in app.get(address, **as_user(people.editor)).text
    app.post(address, data={"langkah": "lupakan"}, **as_user(people.editor))
    upload.read()
    assert upload.show()["tables"][0]["count"] == 4


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        ({"header_rows": "atas"}, "Write row numbers"),
        ({"last_row": "0"}, "Write the number of one row."),
        ({"first_row": "9", "last_row": "4"}, "The first record stands below the header"),
        ({"totals": "1-100000"}, "Write row numbers"),
    ],
)
def test_what_cannot_be_understood_is_said_beside_its_field(
    uploaded: Uploaded, app: Any, people: People, typed: dict[str, str], complaint: str
) -> None:
    upload = uploaded(TOTAL)
    upload.read()

    page = app.post(
        f"/en/berkas/{upload.resource['id']}/koreksi?tabel=0",
        data={**typed, "langkah": "simpan"},
        **as_user(people.editor),
    ).text

    assert complaint in page
    assert upload.show(upload.user)["tables"][0]["layout"] is None


@pytest.mark.parametrize("page", ["koreksi?tabel=0", "tabel?tabel=0"])
def test_pages_of_others_are_closed(uploaded: Uploaded, app: Any, people: People, page: str) -> None:
    upload = uploaded(TOTAL)
    upload.read()
    closed = 403 if page.startswith("koreksi") else 200

    for user in (people.other_editor, people.member):
        app.get(f"/en/berkas/{upload.resource['id']}/{page}", status=closed, **as_user(user))
    app.get("/en/berkas/there-is-none/tabel", status=404)


def test_thousands_of_records_come_in_pages(uploaded: Uploaded, app: Any, people: People) -> None:
    lines = "".join(f"Desa {at:05};{at}\n" for at in range(1, 1_251))
    upload = uploaded("Nama Desa;Jiwa\n" + lines)
    upload.read()

    third = app.get(f"/en/berkas/{upload.resource['id']}/tabel?hal=3&mentah=13", **as_user(people.editor)).text
    behind = app.get(f"/en/berkas/{upload.resource['id']}/tabel?hal=99").text

    assert ("Desa 00201" in third, "Desa 00200<" in third, "Desa 01250" in third) == (True, False, True)
    assert "Rows 201 to 300 of 1,250" in third
    assert "?mentah=13&amp;hal=4" in third.replace("hal=4&amp;mentah=13", "mentah=13&amp;hal=4")
    assert "There are no rows on this page." in behind


def test_clean_csv_comes_wide_and_long(uploaded: Uploaded, app: Any) -> None:
    upload = uploaded(WRONG + "=1+1;5;6\n")
    upload.read()

    wide, long = (
        list(csv.reader(StringIO(app.get(f"/berkas/{upload.resource['id']}/tabel/0{ending}.csv").text)))
        for ending in ("", "-panjang")
    )

    assert wide[:3] == [["Kecamatan", "Laki-laki", "Perempuan"], ["Anyar", "1234", "1100"], ["Ciruas", "2345", "2299"]]
    assert wide[-1][0] == "'=1+1"
    assert long[:2] == [
        ["Kecamatan", "jenis_kelamin", "ukuran", "nilai", "satuan", "periode", "kode_wilayah", "catatan", "asal"],
        ["Anyar", "L", "Penduduk, 2023", "1234", "", "2023", "36.04.30", "", "B4"],
    ]


def test_the_clean_table_comes_as_an_excel_file_in_which_no_text_is_run(uploaded: Uploaded, app: Any) -> None:
    upload = uploaded(WRONG + "=1+1;5;6\n")
    upload.read()

    answer = app.get(f"/berkas/{upload.resource['id']}/tabel/0.xlsx")

    sheet = openpyxl.load_workbook(BytesIO(answer.data)).worksheets[0]
    rows = [tuple(cell.value for cell in row) for row in sheet.iter_rows()]
    assert rows[:2] == [("Kecamatan", "Laki-laki", "Perempuan"), ("Anyar", 1234, 1100)]
    assert (rows[3], rows[-1], sheet.cell(len(rows), 1).data_type) == (
        ("Petir", None, 900),
        ("=1+1", 5, 6),
        "s",
    )


def test_tables_of_hidden_sheets_are_for_editors(uploaded: Uploaded, app: Any, act: Act, people: People) -> None:
    upload = uploaded(xlsx([["Kecamatan", "Jiwa"], ["Anyar", 1], ["Ciruas", 2]], hidden=True), "sembunyi.xlsx")
    upload.read()

    app.get(f"/berkas/{upload.resource['id']}/tabel/0.csv", status=404)
    app.get(f"/berkas/{upload.resource['id']}/tabel/0.csv", **as_user(people.editor))


def test_the_form_is_downloaded_from_the_dataset_by_its_producer(publish: Publish, app: Any, people: People) -> None:
    dataset = publish(cakupan_wilayah="36.73", tingkat_penyajian=["kecamatan"]).dataset
    assert "Download the form" in app.get(f"/en/dataset/{dataset['name']}", **as_user(people.editor)).text
    assert "Download the form" not in app.get(f"/en/dataset/{dataset['name']}", **as_user(people.other_editor)).text

    answer = app.get(f"/en/dataset/{dataset['name']}/formulir.xlsx?periode=2024", **as_user(people.editor))

    sheet = openpyxl.load_workbook(BytesIO(answer.data)).worksheets[0]
    assert [sheet.cell(row, 2).value for row in range(sheet.max_row - 5, sheet.max_row + 1)][:2] == [
        "Serang",
        "Kasemen",
    ]
    app.get(f"/en/dataset/{dataset['name']}/formulir.xlsx", status=403, **as_user(people.other_editor))


def test_what_the_loading_says_is_told_in_the_readers_language(uploaded: Uploaded, app: Any, people: People) -> None:
    upload = uploaded("Pasien, 2023\n\nKecamatan;Pasien\nAnyar;1\nCiruas;2\nPos keliling dinas;3\nPetir;4\n")
    upload.read()
    address = f"/dataset/{upload.resource['package_id']}/resource/{upload.resource['id']}"

    page = app.get(f"/id{address}", **as_user(people.editor)).text

    assert upload.tidying().notes == [{"text": job.WITHOUT_REGION, "details": {"count": "1"}}]
    assert ("nothing says for which region" in page, "1 angka" in page) == (False, True)


def test_a_file_that_is_shown_as_tidy_data_is_not_said_to_have_nothing_to_show(
    uploaded: Uploaded, app: Any, people: People
) -> None:
    upload = uploaded(TOTAL)
    upload.read()

    page = app.get(resource_page(upload), **as_user(people.editor)).text

    assert 'id="data-rapi"' in page
    assert "This file cannot be shown here." not in page
