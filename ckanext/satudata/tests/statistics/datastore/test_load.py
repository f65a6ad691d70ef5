"""Loading a table into the DataStore: typed, described, searchable, and never half."""

from __future__ import annotations

import io
import json
from pathlib import Path
from threading import Thread
from typing import Any
from uuid import uuid4

import pytest

import ckan.plugins.toolkit as tk
from ckan.tests import factories
from ckan.tests.helpers import call_action

from ckanext.satudata.statistics.datastore import load, plain_text
from ckanext.satudata.statistics.datastore.content import Content, DatastoreField
from ckanext.satudata.statistics.datastore.load import load_content, load_workbook
from ckanext.satudata.statistics.errors import DatastoreLoadError
from ckanext.satudata.tabular.api import tidy
from ckanext.satudata.tests.metadata.complete import complete_dataset

pytestmark = pytest.mark.usefixtures("with_plugins", "non_clean_db")

CSV = """Kecamatan;Penduduk (Orang);Kepadatan;Tahun
Ciruas;70.100;2.086,3;2023
Kramatwatu;91.200;1.905,0;2023
Anyar;-;812,5;2023
"""
OTHER = "Kecamatan;Sekolah\nCiruas;12\nAnyar;9\n"


def workbook(text: str) -> Any:
    stream = io.BytesIO(text.encode())
    stream.name = "penduduk.csv"
    return tidy(stream)


def resource(**given: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    file = {"name": "Penduduk", "url": "http://satudata.test/penduduk.csv", "format": "CSV"}
    owner = factories.Organization()["id"]
    author = {"user": factories.Sysadmin()["name"], "ignore_auth": True}
    dataset = call_action("package_create", author, **complete_dataset(owner_org=owner, resources=[file], **given))
    return dataset, dataset["resources"][0]


def records(resource_id: str, **query: Any) -> list[tuple[Any, ...]]:
    found = call_action("datastore_search", resource_id=resource_id, sort="_id", **query)
    return [tuple(value for name, value in row.items() if name not in ("_id", "rank")) for row in found["records"]]


def test_a_table_arrives_with_typed_columns_in_the_order_of_the_file() -> None:
    dataset, made = resource()

    loaded = load_workbook(workbook(CSV), dataset, made)

    fields = call_action("datastore_search", resource_id=made["id"])["fields"]
    assert [(field["id"], field["type"]) for field in fields] == [
        ("_id", "int"),
        ("kecamatan", "text"),
        ("penduduk_orang", "int8"),
        ("kepadatan", "numeric"),
        ("tahun", "int8"),
    ]
    assert loaded.rows == 3
    assert records(made["id"]) == [
        ("Ciruas", 70_100, 2086.3, 2023),
        ("Kramatwatu", 91_200, 1905, 2023),
        ("Anyar", None, 812.5, 2023),
    ]


def test_the_data_dictionary_holds_header_unit_and_what_the_dataset_says_of_a_column() -> None:
    dataset, made = resource()
    made["kolom"] = [{"nama": "Kepadatan", "arti": "Orang per km²", "satuan": "Orang/km²"}]

    loaded = load_workbook(workbook(CSV), dataset, made)

    info = {row["id"]: row.get("info") for row in call_action("datastore_info", id=made["id"])["fields"]}
    assert info["kepadatan"] == {"label": "Kepadatan", "notes": "Orang per km²", "satuan": "Orang/km²"}
    assert info["kecamatan"] == {"label": "Kecamatan"}
    assert loaded.table_schema()["fields"][2] == {
        "name": "kepadatan",
        "type": "number",
        "title": "Kepadatan",
        "description": "Orang per km²",
        "unit": "Orang/km²",
    }


def test_the_resource_says_that_it_has_a_table_and_words_are_found_in_it() -> None:
    dataset, made = resource()

    load_workbook(workbook(CSV), dataset, made)

    shown = call_action("resource_show", id=made["id"])
    assert shown["datastore_active"] is True
    assert [field["type"] for field in json.loads(shown["schema"])["fields"]] == [
        "string",
        "integer",
        "number",
        "integer",
    ]
    assert call_action("satudata_table_schema_show", resource_id=made["id"]) == json.loads(shown["schema"])
    assert [row[0] for row in records(made["id"], q="ciruas")] == ["Ciruas"]
    assert call_action("datastore_search", resource_id=made["id"], limit=0)["total"] == 3


def test_a_second_load_replaces_table_and_columns_and_keeps_what_people_wrote() -> None:
    dataset, made = resource()
    load_workbook(workbook(CSV), dataset, made)
    fields = [{"id": "kecamatan", "type": "text", "info": {"label": "Nama kecamatan", "notes": "Ejaan resmi"}}]
    others = [("penduduk_orang", "int8"), ("kepadatan", "numeric"), ("tahun", "int8")]
    fields += [{"id": name, "type": type_} for name, type_ in others]
    call_action("datastore_create", resource_id=made["id"], fields=fields, force=True)

    load_workbook(workbook(OTHER), dataset, made)

    info = {row["id"]: row.get("info") for row in call_action("datastore_info", id=made["id"])["fields"]}
    assert records(made["id"]) == [("Ciruas", 12), ("Anyar", 9)]
    assert info["kecamatan"] == {"label": "Nama kecamatan", "notes": "Ejaan resmi"}


def test_a_failing_load_leaves_the_former_table() -> None:
    dataset, made = resource()
    load_workbook(workbook(OTHER), dataset, made)
    wrong = Content(
        fields=(DatastoreField(id="kecamatan", type="int8", label="Kecamatan"),), records=iter([("no number",)])
    )

    with pytest.raises(DatastoreLoadError, match="former table is still there"):
        load_content(wrong, made["id"])

    assert records(made["id"]) == [("Ciruas", 12), ("Anyar", 9)]


def test_records_that_break_off_leave_the_former_table() -> None:
    dataset, made = resource()
    load_workbook(workbook(OTHER), dataset, made)

    def breaking() -> Any:
        yield ("Ciruas",)
        raise OSError("The line is dead.")

    with pytest.raises(OSError, match="dead"):
        load_content(
            Content(fields=(DatastoreField(id="kecamatan", type="text", label="Kecamatan"),), records=breaking()),
            made["id"],
        )

    assert records(made["id"]) == [("Ciruas", 12), ("Anyar", 9)]


def test_a_file_without_a_table_is_told_and_changes_nothing() -> None:
    dataset, made = resource()
    load_workbook(workbook(OTHER), dataset, made)

    with pytest.raises(DatastoreLoadError, match="No table"):
        load_workbook(workbook(""), dataset, made)

    assert records(made["id"]) == [("Ciruas", 12), ("Anyar", 9)]


def test_two_loads_at_once_leave_one_whole_table() -> None:
    _dataset, made = resource()

    def load(count: int) -> None:
        rows = iter([(number,) for number in range(count)])
        load_content(Content(fields=(DatastoreField(id="nomor", type="int8", label="No"),), records=rows), made["id"])

    threads = [Thread(target=load, args=(count,)) for count in (400, 300, 200)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    total = call_action("datastore_search", resource_id=made["id"], limit=1)["total"]
    assert total in (400, 300, 200)


def test_an_alias_survives_a_load() -> None:
    dataset, made = resource()
    load_workbook(workbook(OTHER), dataset, made)
    alias = f"sekolah-{uuid4().hex[:8]}"
    call_action("datastore_create", resource_id=made["id"], aliases=[alias], force=True)

    load_workbook(workbook(OTHER), dataset, made)

    assert records(alias) == [("Ciruas", 12), ("Anyar", 9)]


def test_headers_that_are_alike_empty_or_very_long_become_columns() -> None:
    dataset, made = resource()
    text = f"Kecamatan;Jumlah;Jumlah;{'Nilai ' * 30}\nCiruas;1;2;3\nAnyar;4;5;6\n"

    load_workbook(workbook(text), dataset, made)

    fields = call_action("datastore_search", resource_id=made["id"])["fields"]
    assert [field["id"] for field in fields[1:4]] == ["kecamatan", "jumlah", "jumlah_2"]
    assert records(made["id"])[0] == ("Ciruas", 1, 2, 3)


@pytest.mark.parametrize("access", ["terbatas", "tertutup"])
def test_tables_of_restricted_data_are_kept_from_visitors(access: str) -> None:
    dataset, made = resource(klasifikasi_akses=access, dasar_pembatasan="UU 14/2008 Pasal 17")
    load_workbook(workbook(OTHER), dataset, made)
    visitor = {"user": "", "ignore_auth": False}

    for action, asked in (
        ("datastore_search", {"resource_id": made["id"]}),
        ("datastore_info", {"id": made["id"]}),
    ):
        with pytest.raises(tk.NotAuthorized):
            call_action(action, visitor, **asked)


PLAIN = "kode,desa,tahun,jumlah\n" + "".join(f"36.04.09.{n:04d},Desa {n},2023,{n}.50\n" for n in range(1, 2_500))


@pytest.mark.parametrize(
    ("tail", "last"),
    [
        ("", ("36.04.09.2499", "Desa 2499", 2023, 2499.5)),
        ("36.04.10.0001,Cigelam,2023,-\n", ("36.04.10.0001", "Cigelam", 2023, None)),
        ("36.04.10.0001,-,2023,5\n", ("36.04.10.0001", None, 2023, 5)),
        ("Jumlah,,2023,99\n", ("36.04.09.2499", "Desa 2499", 2023, 2499.5)),
        ('36.04.10.0001,"Cigelam, Ciruas",2023,5\n', ("36.04.10.0001", "Cigelam, Ciruas", 2023, 5)),
    ],
    ids=["plain", "missing mark", "missing word", "total", "quoted"],
)
def test_a_text_that_is_copied_as_it_is_gives_what_reading_it_gives(
    tail: str, last: tuple[Any, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plain_text, "SMALLEST_BYTES", 0)
    monkeypatch.setattr(load, "STREAMED_BYTES", 0)
    dataset, made = resource()
    path = tmp_path / "desa.csv"
    path.write_text(PLAIN + tail)

    load.load_text(path, dataset, made)

    assert records(made["id"], limit=3_000)[-1] == last


@pytest.mark.parametrize(
    ("text", "is_plain"),
    [
        (PLAIN, True),
        (PLAIN.replace(",", ";"), True),
        ("Tabel 1. Desa,,,\n" + PLAIN, False),
        (PLAIN.replace("1.50", "4.526.862"), False),
        (PLAIN.replace("Desa 1,", "Cimanggu é,"), True),
    ],
    ids=["plain", "semicolons", "with a title", "thousands", "accents"],
)
def test_only_texts_that_need_no_understanding_are_copied_as_they_are(
    text: str, is_plain: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plain_text, "SMALLEST_BYTES", 0)
    path = tmp_path / "desa.csv"
    path.write_text(text)

    assert (plain_text.plain_text(path, meanings={}, satuan="") is not None) is is_plain
