"""The figures of a file on its page, and the page of a region: everybody finds what he may see."""

from __future__ import annotations

import csv
import re
from io import StringIO
from typing import Any

import pytest

from ckanext.satudata.tests.metadata.people import People
from ckanext.satudata.tests.statistics.conftest import Act
from ckanext.satudata.tests.statistics.tables.conftest import Upload, Uploaded

pytestmark = pytest.mark.usefixtures("with_plugins", "non_clean_db")

PEOPLE = "Warga Menurut Kecamatan, 2023\n\nKecamatan;Laki-laki;Perempuan\nAnyar;1.234;1.100\nCiruas;2.345;2.299\n"


@pytest.fixture
def upload(uploaded: Uploaded) -> Upload:
    made: Upload = uploaded(PEOPLE, title="Warga & Tetangga")
    made.read()
    return made


def test_the_page_of_a_file_leads_to_its_figures_and_to_its_region(upload: Upload, app: Any) -> None:
    page = app.get(f"/en/dataset/{upload.resource['package_id']}/resource/{upload.resource['id']}").text

    assert "4 figures, 2023" in page
    (address,) = re.findall(r'href="(/[^"]*fakta\.csv[^"]*)"', page)
    rows = list(csv.DictReader(StringIO(app.get(address.replace("&amp;", "&")).text)))
    assert sorted((row["wilayah"], row["jenis_kelamin"], row["value"]) for row in rows) == [
        ("Anyar", "L", "1234"),
        ("Anyar", "P", "1100"),
        ("Ciruas", "L", "2345"),
        ("Ciruas", "P", "2299"),
    ]
    assert 'href="/en/statistik/wilayah/36.04"' in page


def test_the_page_of_a_replaced_file_tells_what_the_new_one_changed(upload: Upload, app: Any) -> None:
    address = f"/en/dataset/{upload.resource['package_id']}/resource/{upload.resource['id']}"
    before = app.get(address).text

    upload.again(PEOPLE.replace("1.234", "1.334") + "Petir;900;800\n", "data.csv")
    upload.read()

    after = app.get(address).text
    assert ("figures added" in before, "Largest changes" in before) == (False, False)
    assert "Release 2 of" in after
    assert "2 figures added, 1 changed, 0 removed." in after
    (change,) = re.findall(r"<li>([^<]* became [^<]*)</li>", after)
    assert change == "Warga &amp; Tetangga · L, Anyar, 2023: 1,234 became 1,334"


def test_the_page_of_a_region_tells_its_figures_with_their_datasets(upload: Upload, app: Any) -> None:
    page = app.get("/en/statistik/wilayah/36.04.30").text

    assert ("Figures of Anyar" in page, 'href="/en/statistik/wilayah/36.04"' in page) == (True, True)
    assert "Warga &amp; Tetangga" in page


def test_a_search_without_an_answer_and_a_region_that_is_none_say_so(app: Any) -> None:
    assert "No figure of this region is called that." in app.get("/en/statistik/wilayah/36.04.30?q=zzzzqq").text

    app.get("/en/statistik/wilayah/99.99", status=404)
    app.get("/en/statistik/wilayah/serang", status=404)


def test_figures_of_a_private_dataset_are_on_no_page_of_strangers(
    upload: Upload, app: Any, act: Act, people: People
) -> None:
    act(people.editor, "package_patch", id=upload.resource["package_id"], title="Rahasia Besar", private=True)

    mine = app.get("/en/statistik/wilayah/36.04.30", headers={"Authorization": people.editor["token"]}).text

    assert "Rahasia Besar" in mine
    assert "Rahasia Besar" not in app.get("/en/statistik/wilayah/36.04.30").text
