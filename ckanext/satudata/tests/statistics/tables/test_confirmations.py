"""A file waits for a person where an alarm stands; who has looked says so with a reason, for that very file."""

from __future__ import annotations

import base64
from io import BytesIO
from typing import Any

import openpyxl
import pytest
import sqlalchemy as sa

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.satudata.statistics.model import Confirmation
from ckanext.satudata.tests.metadata.people import People
from ckanext.satudata.tests.statistics.conftest import Act, Publish
from ckanext.satudata.tests.statistics.tables.conftest import Upload, Uploaded

pytestmark = pytest.mark.usefixtures("with_plugins", "non_clean_db", "with_request_context")

ALARM = "Posyandu, 2023\n\nKecamatan;Kode Alat;Posyandu\n" + "".join(
    f"{name};36040945069000{at:02};{at}\n" for at, name in enumerate(("Anyar", "Ciruas", "Petir", "Kibin"), 10)
)
REASON = "Kolom itu berisi kode alat, sudah diperiksa satu per satu."


def confirm(act: Act, user: dict[str, Any] | None, upload: Upload, reason: str = REASON) -> dict[str, Any]:
    return act(user, "satudata_table_confirm", resource_id=upload.resource["id"], reason=reason)


def figures(act: Act, upload: Upload) -> int:
    return sum(row["facts"] for row in act(None, "satudata_fact_search", origin=upload.resource["id"])["results"])


def test_the_walidata_calls_personal_data_a_false_alarm_and_the_file_is_loaded(
    uploaded: Uploaded, act: Act, people: People
) -> None:
    upload = uploaded(ALARM)
    upload.read()
    assert (upload.show()["state"], upload.show()["is_kept"], figures(act, upload)) == ("refused", True, 0)

    confirm(act, people.walidata, upload)
    upload.read()

    told = upload.show(people.editor)
    assert (told["state"], told["is_kept"], told["alarm"], figures(act, upload)) == ("done", False, None, 4)
    (said,) = told["confirmations"]
    assert (said["alarm"], said["reason"], said["confirmed_by"]) == (
        "personal_data",
        REASON,
        people.walidata["name"],
    )
    kept = model.Session.scalars(Confirmation.of_resource(upload.resource["id"])).one()
    assert [found["code"] for found in kept.findings] == ["PRIVACY-01"]


def test_a_word_about_one_file_does_not_hold_for_the_next_one(uploaded: Uploaded, act: Act, people: People) -> None:
    upload = uploaded(ALARM)
    upload.read()
    confirm(act, people.walidata, upload)
    upload.read()

    upload.again(ALARM.replace("Kibin", "Kopo"), "data.csv")
    upload.read()

    assert (upload.show()["state"], upload.show()["is_kept"]) == ("refused", True)


def test_only_the_walidata_says_that_there_are_no_personal_data_and_only_with_a_reason(
    uploaded: Uploaded, act: Act, people: People
) -> None:
    upload = uploaded(ALARM)
    upload.read()

    for user in (None, people.editor, people.other_editor, people.member):
        with pytest.raises(tk.NotAuthorized):
            confirm(act, user, upload)
    with pytest.raises(tk.ValidationError, match="sentence"):
        confirm(act, people.walidata, upload, "ok")

    count = sa.select(sa.func.count()).where(Confirmation.resource_id == upload.resource["id"])
    assert (upload.show()["state"], model.Session.scalar(count)) == ("refused", 0)


def test_a_file_that_nothing_holds_back_needs_no_word(uploaded: Uploaded, act: Act, people: People) -> None:
    upload = uploaded("Posyandu, 2023\n\nKecamatan;Posyandu\nAnyar;1\nCiruas;2\nPetir;3\n")
    upload.read()

    with pytest.raises(tk.ValidationError, match="Nothing holds this file back"):
        confirm(act, people.walidata, upload)


def test_the_form_of_another_dataset_is_not_loaded_before_its_editor_says_that_it_belongs_here(
    uploaded: Uploaded, act: Act, publish: Publish, people: People
) -> None:
    other = publish(title="Bidan Menurut Kecamatan", cakupan_wilayah="36.73", tingkat_penyajian=["kecamatan"]).dataset
    upload = uploaded(filled_form(act, people, other["id"]), "bidan.xlsx", cakupan_wilayah="36.73")

    upload.read()

    told = upload.show(people.editor)
    assert (told["state"], told["alarm"], told["may_confirm"], figures(act, upload)) == ("held", "other_form", True, 0)
    (found,) = [one for one in told["findings"] if one["code"] == "FORM-08"]
    assert "Bidan Menurut Kecamatan" in found["message"]
    assert (upload.show(people.other_editor)["tables"], len(told["tables"])) == ([], 1)
    confirm(act, people.editor, upload)
    upload.read()
    assert (upload.show()["state"], upload.show()["is_kept"], figures(act, upload)) == ("done", False, 6)


def test_the_form_of_the_dataset_itself_is_loaded_at_once(uploaded: Uploaded, act: Act, people: People) -> None:
    upload = uploaded("", cakupan_wilayah="36.73", tingkat_penyajian=["kecamatan"])

    upload.again(filled_form(act, people, upload.resource["package_id"]), "bidan.xlsx")
    upload.read()

    assert (upload.show()["state"], figures(act, upload)) == ("done", 6)


def test_a_file_that_cannot_be_read_is_for_its_editors_until_the_walidata_has_looked(
    uploaded: Uploaded, act: Act, people: People
) -> None:
    upload = uploaded(b"PK\x03\x04 broken", "rusak.xlsx")
    upload.read()
    told = upload.show(people.editor)
    assert (told["state"], told["is_kept"], told["alarm"], told["may_confirm"]) == ("failed", True, "unread", False)

    confirm(act, people.walidata, upload, "Berkas contoh untuk pelatihan, tidak memuat data orang.")

    assert (upload.show()["state"], upload.show()["is_kept"]) == ("failed", False)


def filled_form(act: Act, people: People, dataset: str) -> bytes:
    """The form of a dataset with a figure in each of its white cells."""
    made = act(people.editor, "satudata_form_create", id=dataset, periode="2024")
    book = openpyxl.load_workbook(BytesIO(base64.b64decode(made["content"])))
    for row in book.worksheets[0].iter_rows():
        cells: Any = row
        for cell in cells:
            if not cell.protection.locked and str(row[0].value or "").startswith("36.73"):
                cell.value = cell.row
    out = BytesIO()
    book.save(out)
    return out.getvalue()
