"""An uploaded file is read by itself, checked, loaded, and found again as figures; what is personal goes nowhere."""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.lib import jobs, uploader

from ckanext.satudata.statistics.model import TidyingPage
from ckanext.satudata.statistics.tables import job, process, results
from ckanext.satudata.tabular.api import tidy
from ckanext.satudata.tabular.tidy.long import long_rows
from ckanext.satudata.tests.metadata.people import People
from ckanext.satudata.tests.statistics.conftest import Act
from ckanext.satudata.tests.statistics.tables.conftest import Uploaded
from ckanext.satudata.tests.tabular.workbooks import xlsx

pytestmark = pytest.mark.usefixtures("with_plugins", "non_clean_db", "with_request_context")

PEOPLE = "Penduduk Menurut Kecamatan, 2023\n\nKecamatan;Laki-laki;Perempuan\nAnyar;1.234;1.100\nCiruas;2.345;2.299\n"
WRONG = PEOPLE + "Petir;belum;900\nKibin;30;31\nKopo;40;41\nJumlah;3.649;9.999\n"
NIK = "Nama;NIK;Bantuan\nSiti Aminah;3604094506900001;100\nBudi;3604091212850002;200\n"


def test_an_upload_is_read_checked_and_loaded_by_the_worker(uploaded: Uploaded, act: Act) -> None:
    upload = uploaded(PEOPLE)
    assert upload.show()["state"] == "queued"

    jobs.Worker().work(burst=True)

    told = upload.show(upload.user)
    names = ("state", "progress", "count_rows", "count_facts", "findings", "notes")
    assert [told[name] for name in names] == ["done", 100, 2, 4, [], []]
    found = act(None, "datastore_search", resource_id=upload.resource["id"])["records"]
    assert [(row["kecamatan"], row["laki_laki"], row["perempuan"]) for row in found] == [
        ("Anyar", 1234, 1100),
        ("Ciruas", 2345, 2299),
    ]
    (indicator,) = act(None, "satudata_fact_search", origin=upload.resource["id"])["results"]
    assert (indicator["facts"], indicator["levels"], indicator["first_day"]) == (4, ["kecamatan"], "2023-01-01")


def test_findings_are_for_editors_the_tidy_table_is_for_all(uploaded: Uploaded, act: Act, people: People) -> None:
    upload = uploaded(WRONG)
    upload.read()

    mine, others, public = upload.show(people.editor), upload.show(people.other_editor), upload.show(None)

    assert [(found["code"], found["place"]) for found in mine["findings"]] == [("VALUE-04", "B6")]
    assert all(found["message"] and found["remedy"] for found in mine["findings"])
    assert ("findings" in others, "findings" in public, "sheets" in public, "shape" in public["tables"][0]) == (
        False,
    ) * 4
    assert public["tables"][0]["columns"] == mine["tables"][0]["columns"]
    records = act(None, "satudata_table_records", resource_id=upload.resource["id"])["records"]
    assert [(record["row"], record["values"]) for record in records][2] == (6, ["Petir", None, 900])


def test_cells_of_the_file_are_for_editors(uploaded: Uploaded, act: Act, people: People) -> None:
    upload = uploaded(WRONG)
    upload.read()
    asked: dict[str, Any] = {"resource_id": upload.resource["id"], "sheet": 0}

    cells = act(people.editor, "satudata_table_cells", **asked)

    assert (cells["count"], cells["rows"][5]) == (9, {"row": 6, "cells": ["Petir", "belum", "900"]})
    for user in (None, people.other_editor):
        with pytest.raises(tk.NotAuthorized):
            act(user, "satudata_table_cells", **asked)


def test_personal_data_are_loaded_nowhere_and_no_cell_is_kept(uploaded: Uploaded, act: Act) -> None:
    upload = uploaded(xlsx([line.split(";") for line in NIK.splitlines()]), "penerima.xlsx")

    tidying = upload.read()

    told = upload.show(upload.user)
    pages = sa.select(sa.func.count()).where(TidyingPage.table_id == tidying.id)
    assert (told["state"], {found["code"] for found in told["findings"]}, told["tables"]) == (
        "refused",
        {"PRIVACY-01", "PRIVACY-05"},
        [],
    )
    assert model.Session.scalar(pages) == 0
    assert "Siti" not in str((tidying.sheets, tidying.findings))
    with pytest.raises(tk.ObjectNotFound):
        act(upload.user, "datastore_search", resource_id=upload.resource["id"])


def test_what_was_loaded_before_stays_when_personal_data_come(uploaded: Uploaded, act: Act) -> None:
    upload = uploaded(PEOPLE)
    upload.read()

    upload.again(NIK, "penerima.csv")
    upload.read()

    assert upload.show()["state"] == "refused"
    assert act(None, "datastore_search", resource_id=upload.resource["id"])["total"] == 2


def test_a_file_without_a_table_says_so(uploaded: Uploaded) -> None:
    upload = uploaded("")

    upload.read()

    told = upload.show(upload.user)
    assert (told["state"], [found["code"] for found in told["findings"]]) == ("done", ["FILE-03"])


def test_figures_without_a_place_are_told(uploaded: Uploaded) -> None:
    upload = uploaded("Jenis;Jumlah\nSapi;1\nKambing;2\nAyam;3\n")

    upload.read()

    (note,) = upload.show(upload.user)["notes"]
    assert "for 3 of them nothing says for which period they are" in note


def test_a_form_that_nobody_has_filled_in_is_said_to_hold_no_figures(uploaded: Uploaded) -> None:
    upload = uploaded("Penduduk, 2023\n\nKecamatan;Laki-laki;Perempuan\nAnyar;;\nCiruas;;\nPetir;;\n")

    upload.read()

    assert upload.show(upload.user)["notes"] == [job.NO_FIGURES]


def test_figures_that_say_something_else_for_the_same_place_and_time_are_told_and_can_be_told_apart(
    uploaded: Uploaded, act: Act
) -> None:
    upload = uploaded(
        "Kecamatan;Tahun;Urutan;Kelahiran\n"
        + "".join(f"{name};2023;{at};{at * 10}\n" for name in ("Anyar", "Ciruas", "Petir") for at in (1, 2, 3))
    )
    upload.read()
    told = upload.show(upload.user)
    assert [note[:28] for note in told["notes"]] == ["12 figures were not loaded a"]

    table = told["tables"][0]
    place = {name: table[name] for name in ("sheet", "shape", "anchor", "end_row")}
    act(
        upload.user,
        "satudata_layout_save",
        resource_id=upload.resource["id"],
        layout={**place, "types": {"C": "string"}},
    )
    upload.read()

    told = upload.show(upload.user)
    assert (told["count_facts"], told["notes"]) == (9, [])


def test_loading_does_not_start_the_reading_anew_and_another_upload_does(uploaded: Uploaded) -> None:
    upload = uploaded(PEOPLE)
    first = upload.read()
    read_at, job_id = first.started_at, first.job_id
    assert (upload.tidying().started_at, upload.tidying().job_id) == (read_at, job_id)

    upload.again(PEOPLE.replace("2023", "2024"), "lain.csv")

    assert (upload.tidying().job_id != job_id, upload.show()["state"]) == (True, "queued")


def test_files_that_are_no_tables_are_left_alone(uploaded: Uploaded, act: Act) -> None:
    upload = uploaded(b"%PDF-1.4", "laporan.pdf")

    with pytest.raises(tk.ObjectNotFound):
        upload.show()
    with pytest.raises(tk.ValidationError):
        act(upload.user, "satudata_table_tidy", resource_id=upload.resource["id"])


def test_uploads_wait_for_a_request_where_the_site_wants_it(
    uploaded: Uploaded, act: Act, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(tk.config, "ckanext.satudata.statistics.read_uploads", False)
    upload = uploaded(PEOPLE)
    with pytest.raises(tk.ObjectNotFound):
        upload.show()

    told = act(upload.user, "satudata_table_tidy", resource_id=upload.resource["id"])

    assert told["state"] == "queued"


def test_only_editors_have_a_file_read(uploaded: Uploaded, act: Act, people: People) -> None:
    upload = uploaded(PEOPLE)

    for user in (None, people.other_editor, people.member):
        with pytest.raises(tk.NotAuthorized):
            act(user, "satudata_table_tidy", resource_id=upload.resource["id"])


def test_a_reading_that_is_stopped_has_failed_with_a_reason(
    uploaded: Uploaded, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Too little memory for the interpreter's own libraries: the child is gone before its first line.
    monkeypatch.setitem(tk.config, "ckanext.satudata.statistics.reading_memory_mb", 20)
    upload = uploaded(PEOPLE)

    upload.read()

    told = upload.show(upload.user)
    assert (told["state"], [found["code"] for found in told["findings"]]) == ("failed", ["FILE-16"])


def test_a_child_that_does_not_end_is_ended(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "GRACE_S", 0.5)
    pipe = tmp_path / "never.csv"
    os.mkfifo(pipe)

    with pytest.raises(process.ReadingError):
        list(process.lines_of(pipe, {"seconds": 1}))


def test_a_file_that_is_gone_is_asked_for_again(uploaded: Uploaded) -> None:
    upload = uploaded(PEOPLE)
    path = uploader.get_resource_uploader({}).get_path(upload.resource["id"])
    Path(path).unlink()

    upload.read()

    assert (upload.show()["state"], upload.show(upload.user)["notes"]) == (
        "failed",
        ["The file is not in the storage. Upload it again."],
    )


def test_a_result_is_read_back_as_it_was_found(uploaded: Uploaded) -> None:
    content = xlsx(
        [["Judul"], [], ["Kecamatan", 2022, 2023], ["Anyar", 1, "-"], ["Ciruas", "2.345", 3], ["Jumlah", 3, 3]]
    )
    tidying = uploaded(content, "tabel.xlsx").read()

    (stored,) = results.workbook_of(tidying).tables

    (fresh,) = tidy(BytesIO(content)).tables
    assert list(long_rows(stored)) == list(long_rows(fresh))
    assert (stored.rows, stored.shape, stored.findings, list(stored.totals)) == (
        fresh.rows,
        fresh.shape,
        fresh.findings,
        list(fresh.totals),
    )


def test_a_deleted_file_leaves_no_cell_behind(uploaded: Uploaded, act: Act) -> None:
    upload = uploaded(PEOPLE)
    tidying = upload.read()
    pages = sa.select(sa.func.count()).where(TidyingPage.table_id == tidying.id)
    assert model.Session.scalar(pages) == 2

    act(upload.user, "resource_create", package_id=upload.resource["package_id"], url="https://opd.example/lain.pdf")
    act(upload.user, "resource_delete", id=upload.resource["id"])

    assert model.Session.scalar(pages) == 0


def test_small_counts_are_told_where_the_data_are_not_for_everybody(uploaded: Uploaded) -> None:
    secret = {"klasifikasi_akses": "terbatas", "dasar_pembatasan": "UU 14/2008 Pasal 17 huruf h"}
    upload = uploaded(PEOPLE + "Petir;3;900\n", **secret)

    upload.read()

    assert [(found["code"], found["place"]) for found in upload.show(upload.user)["findings"]] == [("PRIVACY-06", "B6")]


def test_an_order_may_be_longer_than_an_argument(tmp_path: Path) -> None:
    path = tmp_path / "penduduk.csv"
    path.write_text(PEOPLE)
    layouts = [{"sheet": "x" * 1_000, "shape": f"{at:016x}"} for at in range(500)]

    kinds = [line["kind"] for line in process.lines_of(path, {"seconds": 20, "layouts": layouts})]

    assert kinds == ["file", "sheet", "findings", "cells", "records", "end"]
