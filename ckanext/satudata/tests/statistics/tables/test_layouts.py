"""A correction is seen before it is kept, holds for the file, and is found again for the next one of its office."""

from __future__ import annotations

from typing import Any

import pytest

import ckan.plugins.toolkit as tk

from ckanext.satudata.tests.metadata.people import People
from ckanext.satudata.tests.statistics.conftest import Act
from ckanext.satudata.tests.statistics.tables.conftest import Upload, Uploaded, stored

pytestmark = pytest.mark.usefixtures("with_plugins", "non_clean_db", "with_request_context")

FILE = "Pasien, 2023\n\nKecamatan;Kode Unit;Pasien\nAnyar;11;120\nCiruas;12;130\nPetir;13;140\nSe-Serang;36;390\n"
NEXT = FILE.replace("2023", "2024").replace("Petir;13;140\n", "Kibin;14;135\nPetir;13;145\n").replace("390", "530")
RECORDS = [["Anyar", "11", 120], ["Ciruas", "12", 130], ["Petir", "13", 140]]


def correction(upload: Upload, **changes: Any) -> dict[str, Any]:
    (table,) = upload.show(upload.user)["tables"]
    place = {"sheet": table["sheet"], "shape": table["shape"], "anchor": table["anchor"], "end_row": table["end_row"]}
    return {**place, **changes}


def records(upload: Upload) -> list[list[Any]]:
    found = upload.act(upload.user, "satudata_table_records", resource_id=upload.resource["id"])
    return [record["values"] for record in found["records"]]


TOTAL = {"totals": [{"row": 7, "label": "Se-Serang"}]}


def test_a_correction_is_seen_before_it_is_kept(uploaded: Uploaded, act: Act) -> None:
    upload = uploaded(FILE)
    upload.read()
    before = records(upload)
    layout = correction(upload, **TOTAL)

    seen = act(upload.user, "satudata_layout_preview", resource_id=upload.resource["id"], sheet=0, layout=layout)

    assert [record[1:] for record in seen["tables"][0]["records"]] == RECORDS
    assert records(upload) == before


def test_a_kept_correction_holds_for_the_file_and_the_next_of_its_office(uploaded: Uploaded, act: Act) -> None:
    upload = uploaded(FILE)
    upload.read()

    act(upload.user, "satudata_layout_save", resource_id=upload.resource["id"], layout=correction(upload, **TOTAL))
    upload.read()
    following = Upload(resource=another(upload, NEXT), act=act, user=upload.user)
    following.read()

    assert records(upload) == RECORDS
    assert records(following) == [
        ["Anyar", "11", 120],
        ["Ciruas", "12", 130],
        ["Kibin", "14", 135],
        ["Petir", "13", 145],
    ]


def test_a_correction_of_one_office_is_none_of_another(uploaded: Uploaded, act: Act, people: People) -> None:
    upload = uploaded(FILE)
    upload.read()
    act(upload.user, "satudata_layout_save", resource_id=upload.resource["id"], layout=correction(upload, **TOTAL))

    with pytest.raises(tk.NotAuthorized):
        act(people.other_editor, "satudata_layout_save", resource_id=upload.resource["id"], layout={"shape": "x"})
    with pytest.raises(tk.NotAuthorized):
        act(people.other_editor, "satudata_layout_preview", resource_id=upload.resource["id"], layout={"shape": "x"})


def test_a_correction_taken_back_leaves_the_table_as_recognised(uploaded: Uploaded, act: Act) -> None:
    upload = uploaded(FILE)
    upload.read()
    before = records(upload)
    layout = correction(upload, skip=True)
    act(upload.user, "satudata_layout_save", resource_id=upload.resource["id"], layout=layout)
    upload.read()
    assert upload.show()["tables"] == []
    assert [table["shape"] for table in upload.show(upload.user)["sheets"][0]["skipped"]] == [layout["shape"]]

    act(upload.user, "satudata_layout_delete", resource_id=upload.resource["id"], layout=layout)
    upload.read()

    assert records(upload) == before


@pytest.mark.parametrize("wrong", [{"header_rows": ["a"]}, {"colour": 1}, "{", {"sheet": "Sheet1"}])
def test_what_is_no_correction_is_refused(uploaded: Uploaded, act: Act, wrong: object) -> None:
    upload = uploaded(FILE)
    upload.read()

    with pytest.raises(tk.ValidationError):
        act(upload.user, "satudata_layout_save", resource_id=upload.resource["id"], layout=wrong)


def another(upload: Upload, content: str) -> dict[str, Any]:
    return upload.act(
        upload.user,
        "resource_create",
        package_id=upload.resource["package_id"],
        name="berikutnya.csv",
        format="csv",
        upload=stored(content, "berikutnya.csv"),
    )
