"""What the pages say of open data of which a file is kept back."""

from __future__ import annotations

from typing import Any

import pytest

from ckanext.satudata.tests.metadata.people import People
from ckanext.satudata.tests.statistics.conftest import Act
from ckanext.satudata.tests.statistics.tables.conftest import Upload, Uploaded

pytestmark = pytest.mark.usefixtures("with_plugins", "non_clean_db")

HARMLESS = "Penduduk, 2023\n\nKecamatan;Jumlah\nAnyar;1.234\nCiruas;2.345\nPetir;900\nKibin;30\n"
OPEN = "Open: anyone may look at and download these data."
FILE_KEPT = "Open as soon as this file has been checked. So far only its editors and the walidata get it."
SOME_KEPT = "Open, but for the files that are being checked: so far only their editors and the walidata get those."
LATER = "Once it is public, anyone may look at and download these data."
LATER_AND_CHECKED = "Once it is public and its files have been checked, anyone may look at and download these data."
SENTENCES = (OPEN, FILE_KEPT, SOME_KEPT, LATER, LATER_AND_CHECKED)


def said(app: Any, address: str, **asked: Any) -> list[str]:
    page = app.get(address, **asked).text
    return [sentence for sentence in SENTENCES if sentence in page]


def addresses(upload: Upload) -> tuple[str, str]:
    """The pages of the dataset and of the file."""
    dataset = f"/en/dataset/{upload.resource['package_id']}"
    return dataset, f"{dataset}/resource/{upload.resource['id']}"


def test_nothing_is_said_to_be_open_to_anyone_before_it_has_been_read(uploaded: Uploaded, app: Any) -> None:
    upload = uploaded(HARMLESS)
    dataset, file = addresses(upload)
    before = (said(app, dataset), said(app, file))

    upload.read()

    assert before == ([SOME_KEPT], [FILE_KEPT])
    assert (said(app, dataset), said(app, file)) == ([OPEN], [OPEN])


def test_one_kept_file_does_not_close_its_neighbour(uploaded: Uploaded, app: Any, act: Act, people: People) -> None:
    upload = uploaded(HARMLESS)
    dataset, file = addresses(upload)
    link = {"name": "Penjelasan", "url": "https://opd.example/penjelasan.pdf", "format": "PDF"}
    other = act(people.editor, "resource_create", package_id=upload.resource["package_id"], **link)

    assert said(app, f"{dataset}/resource/{other['id']}") == [OPEN]
    assert (said(app, dataset), said(app, file)) == ([SOME_KEPT], [FILE_KEPT])


def test_of_a_private_dataset_both_steps_to_the_public_are_told(uploaded: Uploaded, app: Any, people: People) -> None:
    upload = uploaded(HARMLESS, private=True)
    dataset, file = addresses(upload)
    mine = {"headers": {"Authorization": people.editor["token"]}}
    before = (said(app, dataset, **mine), said(app, file, **mine))

    upload.read()

    assert before == ([LATER_AND_CHECKED], [LATER_AND_CHECKED])
    assert (said(app, dataset, **mine), said(app, file, **mine)) == ([LATER], [LATER])
