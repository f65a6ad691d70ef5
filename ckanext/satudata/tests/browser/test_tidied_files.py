"""A producer uploads the workbook of 44 sheets of a Kominfo office, corrects it by hand, and finds its figures again.

The real workbook is an instrument that nobody has filled in: 269 tables without one figure. So it is uploaded twice:
as it is, up to its clean tables; and with one of its tables filled in for the kecamatan of Kabupaten Serang, as the
office would hand it in, up to the figures of a kecamatan.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import openpyxl
import pytest

import ckan.plugins.toolkit as tk
from ckan.lib import jobs
from ckan.tests import factories

from ckanext.satudata.codes.wilayah import children
from ckanext.satudata.tests.metadata.complete import complete_dataset
from ckanext.satudata.tests.metadata.people import organization

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("with_plugins")]

SHARED = Path(__file__).resolve().parents[5] / "shared" / "data" / "spreadsheets"
WORKBOOK = "instrumen_data_sektoral_2021_44_sheets.xlsx"
SHEET, TITLE_ROW, FIRST_ROW = "34---DINAS KESEHATAN", 151, 153
PASSWORD = "kuda-baterai-staples-benar"
DESK = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}


@pytest.fixture
def workbook() -> bytes:
    found = next(SHARED.rglob(WORKBOOK), None) if SHARED.is_dir() else None
    if found is None:
        pytest.skip("the shared folder with real files does not lie beside the project")
    return found.read_bytes()


@pytest.fixture
def producer() -> dict[str, Any]:
    """An officer of an OPD with a dataset that has no file yet."""
    user = factories.User(password=PASSWORD)
    office = organization("opd", "Dinas Kesehatan", editor=user)
    described = complete_dataset(
        owner_org=office["id"], resources=[], title="Jumlah Posyandu", name=f"posyandu-{uuid4().hex[:8]}"
    )
    dataset = tk.get_action("package_create")(
        {"user": user["name"], "ignore_auth": False}, {**described, "state": "draft"}
    )
    return {"name": user["name"], "dataset": dataset["name"]}


@pytest.fixture
def tab(browser: Any, address: str, producer: dict[str, Any]) -> Any:
    """A browser in which the producer is logged in."""
    context = browser.new_context(viewport=DESK)
    page = context.new_page()
    page.goto(f"{address}/en/user/login")
    page.fill("input[name=login]", producer["name"])
    page.fill("input[name=password]", PASSWORD)
    page.locator("form:has(input[name=password]) button[type=submit]").click()
    page.wait_for_load_state()
    yield page
    context.close()


def test_the_instrument_of_44_sheets_is_read_in_full(
    address: str, tab: Any, producer: dict[str, Any], workbook: bytes
) -> None:
    upload(tab, address, producer["dataset"], workbook)
    assert tab.get_by_text("Waiting to be read").is_visible()

    jobs.Worker().work(burst=True)
    tab.goto(f"{address}/en/dataset/{producer['dataset']}")
    tab.locator(".satudata-file h3 a").first.click()

    choices = tab.locator("#satudata-tabel option")
    assert choices.count() > 250
    choose(tab, "Jumlah Posyandu Sulawesi Tenggara 2020")
    header = tab.locator(".satudata-grid-tidy thead th").all_inner_texts()
    assert header == ["Kabupaten/Kota", "Pratama", "Madya", "Purnama", "Mandiri", "Jumlah"]
    assert too_wide(tab) == 0


def test_a_filled_sheet_is_corrected_by_hand_and_found_as_figures_of_a_kecamatan(
    address: str, tab: Any, producer: dict[str, Any], workbook: bytes
) -> None:
    places = children("36.04")[:16]
    upload(tab, address, producer["dataset"], filled_in(workbook, [place.nama for place in places]))
    jobs.Worker().work(burst=True)
    tab.goto(f"{address}/en/dataset/{producer['dataset']}")
    tab.locator(".satudata-file h3 a").first.click()
    choose(tab, "Jumlah Posyandu Kabupaten Serang 2020")
    assert tab.get_by_text("Records: 17").is_visible()

    # The last row is what nobody but the office can know: a count that belongs to no kecamatan.
    tab.get_by_role("link", name="Correct what was recognised").click()
    tab.get_by_label("Rows that are totals").fill("169")
    with tab.expect_navigation():
        tab.get_by_role("button", name="Show what it would give").click()
    assert tab.locator("#pratinjau").get_by_text("Records: 16").first.is_visible()
    with tab.expect_navigation():
        tab.get_by_role("button", name="Keep the correction").click()
    jobs.Worker().work(burst=True)

    tab.goto(f"{address}/en/dataset/{producer['dataset']}")
    tab.locator(".satudata-file h3 a").first.click()
    choose(tab, "Jumlah Posyandu Kabupaten Serang 2020")
    assert tab.get_by_text("Records: 16").is_visible()
    known = tk.get_action("satudata_region_show")({"user": ""}, {"kode_wilayah": places[2].kode})["results"]
    figures = [row for row in known if row["dataset"]["name"] == producer["dataset"]]
    assert [(row["indicator"], row["value"], row["periode"]) for row in figures] == [
        ("Jumlah", 108, "2020"),
        ("Madya", 22, "2020"),
        ("Mandiri", 42, "2020"),
        ("Pratama", 12, "2020"),
        ("Purnama", 32, "2020"),
    ]

    tab.set_viewport_size(PHONE)
    assert too_wide(tab) == 0
    assert not tab.locator(".satudata-side-raw").is_visible()
    tab.get_by_text("Raw data", exact=True).first.click()
    assert tab.locator(".satudata-side-raw").is_visible()


def test_a_cell_with_something_wrong_says_what_and_why_without_scripts(
    address: str, browser: Any, tab: Any, producer: dict[str, Any]
) -> None:
    wrong = "Posyandu, 2023\n\nKecamatan;Jumlah\nAnyar;12\nCiruas;belum ada laporan\nPetir;30\nKibin;40\nKopo;50\n"
    upload(tab, address, producer["dataset"], wrong.encode(), name="posyandu.csv")
    jobs.Worker().work(burst=True)
    context = browser.new_context(viewport=PHONE, java_script_enabled=False, storage_state=tab.context.storage_state())
    page = context.new_page()
    page.goto(f"{address}/en/dataset/{producer['dataset']}")
    page.locator(".satudata-file h3 a").first.click()

    page.get_by_text("Raw data", exact=True).first.click()
    page.locator("#sel-B5 button").click()

    told = page.locator(".satudata-mark-told:popover-open").inner_text()
    assert "stands in a column of numbers" in told
    assert "Write a number" in told
    context.close()


def upload(tab: Any, address: str, dataset: str, content: bytes, *, name: str = WORKBOOK) -> None:
    """Through the form of a new file, as a producer does it."""
    tab.goto(f"{address}/en/dataset/{dataset}/resource/new")
    tab.locator("input[type=file]").set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    )
    tab.locator("input[name=name]").fill(name)
    tab.locator("button[value=go-metadata], button[value=go-dataset-complete]").first.click()
    tab.wait_for_load_state()
    if tab.locator(".satudata-file h3 a").count():
        tab.locator(".satudata-file h3 a").first.click()
        tab.wait_for_load_state()


def filled_in(workbook: bytes, names: list[str]) -> bytes:
    """The table of posyandu, filled in for these kecamatan, with one row that is none of them."""
    book = openpyxl.load_workbook(BytesIO(workbook))
    sheet: Any = book[SHEET]
    for row in sheet.iter_rows(min_row=TITLE_ROW, max_row=TITLE_ROW + 1):
        for cell in row:
            if isinstance(cell.value, str):
                cell.value = cell.value.replace("Sulawesi Tenggara", "Kabupaten Serang").replace(
                    "Kabupaten/Kota", "Kecamatan"
                )
    for at, name in enumerate([*names, "Pos keliling dinas"]):
        figures = (10 + at, 20 + at, 30 + at, 40 + at)
        for column, value in enumerate((name, *figures, sum(figures)), 2):
            sheet.cell(FIRST_ROW + at, column).value = value
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def choose(tab: Any, title: str) -> None:
    """The table of this title, in the list of the file's tables."""
    # Before its script has run the list would not submit itself.
    tab.locator("#satudata-tabel").wait_for()
    tab.wait_for_load_state("load")
    labels = tab.locator("#satudata-tabel option").all_text_contents()
    label = next(text.strip() for text in labels if title in text)
    with tab.expect_navigation():
        tab.locator("#satudata-tabel").select_option(label=label)


def too_wide(tab: Any) -> int:
    return tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
