"""Files that this portal gives out itself: of a folder or a table, to whom the dataset is shown, as downloads only."""

from __future__ import annotations

import os
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import sqlalchemy as sa

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.tests import factories
from ckan.tests.helpers import CKANTestApp

from ckanext.satudata.harvest import sources
from ckanext.satudata.harvest.connectors import sipd_ewalidata_calls
from ckanext.satudata.harvest.model import Source
from ckanext.satudata.tests.harvest.conftest import findings_of, nonzero, run_now, site
from ckanext.satudata.tests.harvest.connectors.reading import document
from ckanext.satudata.tests.harvest.servers import Portal, package, serving

pytestmark = pytest.mark.usefixtures("with_plugins", "non_clean_db", "loopback_allowed")

FILES = {
    "Dinas Kesehatan/Jumlah Puskesmas 2024.csv": "tahun,jumlah\n2024,5\n",
    "Dinas Kesehatan/Jumlah Puskesmas 2024.xlsx": "xlsx",
    "Dinas Kesehatan/gizi_balita/2023.csv": "1",
    "Dinas Kesehatan/gizi_balita/kecamatan/2024.csv": "1",
    "jumlah-penduduk.csv": "1",
    "Dinas Kesehatan/kosong.csv": "",
}


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A drop folder, as the operator has set it."""
    made = tmp_path / "kotak"
    made.mkdir()
    monkeypatch.setitem(tk.config, "ckanext.satudata.harvest.drop_folder", str(made))
    return made


@pytest.fixture
def filled(root: Path) -> Path:
    for name, content in FILES.items():
        put(root / name, content)
    return root


def put(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    os.utime(path, (1_700_000_000, 1_700_000_000))


def add(opd: Mapping[str, Any], connector: str = "folder", **settings: Any) -> Source:
    made = sources.create(
        {
            "title": f"Sumber {connector} {opd['name']}",
            "connector": connector,
            "settings": settings,
            "mapping": {"default_organization": opd["name"]},
        },
        None,
    )
    model.Session.commit()
    return made


def datasets(source: Source) -> dict[str, dict[str, Any]]:
    """The datasets of a source by their title."""
    table = model.Package
    query = sa.select(table.id).where(table.extras["harvest_source_id"].astext == source.id, table.state == "active")
    shown = (tk.get_action("package_show")(site(), {"id": id_}) for id_ in model.Session.scalars(query))
    return {one["title"]: one for one in shown}


def path_of(resource: Mapping[str, Any]) -> str:
    return urlsplit(resource["url"]).path


def test_files_become_datasets_by_office_name_and_folder(opd: dict[str, Any], filled: Path) -> None:
    source = add(opd)

    first, second = run_now(source), run_now(source)

    assert (first.state, first.complete, nonzero(first)["new"], nonzero(second)) == (
        "finished",
        True,
        3,
        {"unchanged": 3},
    )
    assert {
        title: [(one["name"], one["format"], one["size"]) for one in dataset["resources"]]
        for title, dataset in datasets(source).items()
    } == {
        "Jumlah Puskesmas 2024": [("Jumlah Puskesmas 2024", "CSV", 20), ("Jumlah Puskesmas 2024", "XLSX", 4)],
        "Gizi balita": [("2023", "CSV", 1), ("2024", "CSV", 1)],
        "Jumlah penduduk": [("Jumlah penduduk", "CSV", 1)],
    }
    assert "“Dinas Kesehatan” is not known here" in str(findings_of(first, "HARVEST-33"))


def test_a_visitor_downloads_the_file_and_a_changed_file_changes_the_dataset(
    app: CKANTestApp, opd: dict[str, Any], filled: Path
) -> None:
    source = add(opd)
    run_now(source)
    [resource] = datasets(source)["Jumlah penduduk"]["resources"]

    answer = app.get(path_of(resource))
    content = answer.get_data(as_text=True)
    put(filled / "jumlah-penduduk.csv", "12")
    changed = run_now(source)

    assert (answer.status_code, content) == (200, "1")
    assert answer.headers["Content-Disposition"] == "attachment; filename=jumlah-penduduk.csv"
    assert (answer.headers["X-Content-Type-Options"], answer.headers["Content-Security-Policy"]) == (
        "nosniff",
        "default-src 'none'; sandbox",
    )
    assert (nonzero(changed)["changed"], app.get(path_of(resource)).get_data(as_text=True)) == (1, "12")


def test_a_page_in_the_folder_is_never_shown_as_a_page_of_this_portal(
    app: CKANTestApp, opd: dict[str, Any], root: Path
) -> None:
    put(root / "halaman.html", "<script>alert(1)</script>")
    source = add(opd)
    run_now(source)
    [resource] = datasets(source)["Halaman"]["resources"]

    answer = app.get(path_of(resource))

    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_who_may_not_see_the_dataset_gets_no_file(app: CKANTestApp, opd: dict[str, Any], filled: Path) -> None:
    source = add(opd)
    run_now(source)
    dataset = datasets(source)["Jumlah penduduk"]
    tk.get_action("package_patch")(
        {**site(), "user": tk.get_action("get_site_user")(site(), {})["name"]}, {"id": dataset["id"], "private": True}
    )
    address = path_of(dataset["resources"][0])
    admin = factories.SysadminWithToken()

    refused = app.get(address, status=None)
    given = app.get(address, headers={"Authorization": admin["token"]})

    assert (refused.status_code in (401, 403, 404), refused.get_data(as_text=True) == "1") == (True, False)
    assert given.get_data(as_text=True) == "1"


@pytest.mark.parametrize("change", ["gone", "link"])
def test_a_file_that_is_gone_or_became_a_link_is_not_found(
    app: CKANTestApp, opd: dict[str, Any], filled: Path, change: str
) -> None:
    source = add(opd)
    run_now(source)
    [resource] = datasets(source)["Jumlah penduduk"]["resources"]
    (filled / "jumlah-penduduk.csv").unlink()
    if change == "link":
        put(filled.parent / "rahasia.txt", "rahasia")
        (filled / "jumlah-penduduk.csv").symlink_to("../rahasia.txt")

    answer = app.get(path_of(resource), status=404)

    assert "rahasia" not in answer.get_data(as_text=True)


@pytest.mark.parametrize("id_", ["tidak-ada", "00000000-0000-0000-0000-000000000000"])
def test_an_unknown_file_is_not_found(app: CKANTestApp, id_: str) -> None:
    app.get(f"/sumber/berkas/{id_}/a.csv", status=404)


def test_another_portal_cannot_name_a_file_of_the_drop_folder(
    app: CKANTestApp, opd: dict[str, Any], filled: Path
) -> None:
    named = {"id": "r", "name": "Curian", "kept": {"name": "a.csv", "path": "jumlah-penduduk.csv"}}
    with serving(Portal([package(uuid.uuid4().int % 10**9, title="Curian", resources=[named])])) as url:
        source = add(opd, "ckan_api", url=url)
        run_now(source)
    [resource] = datasets(source)["Curian"]["resources"]

    app.get(path_of(resource), status=404)


def test_a_share_that_is_not_connected_takes_nothing_away(opd: dict[str, Any], filled: Path) -> None:
    source = add(opd)
    run_now(source)
    before = sorted(datasets(source))
    filled.rename(filled.parent / "lain")
    filled.mkdir()

    empty = run_now(source)
    filled.rmdir()
    absent = run_now(source)

    shown = tk.get_action("satudata_run_show")(site(), {"id": empty.id})
    assert (empty.state, absent.state, "Is the share connected?" in shown["error"]) == ("failed", "failed", True)
    assert sorted(datasets(source)) == before


def test_a_list_in_the_folder_says_more_of_the_files(opd: dict[str, Any], filled: Path) -> None:
    put(
        filled / "daftar.csv",
        "Nama Data,File,Satuan,Produsen Data\n"
        "Jumlah Puskesmas,Dinas Kesehatan/Jumlah Puskesmas 2024.csv,unit,Dinkes\n"
        "Gizi Balita Kabupaten,Dinas Kesehatan/gizi_balita,,\n"
        "Tidak Ada,tidak-ada.csv,,\n",
    )
    source = add(opd)

    done = run_now(source)
    found = datasets(source)

    assert sorted(found) == ["Gizi Balita Kabupaten", "Jumlah Puskesmas", "Jumlah penduduk"]
    assert (found["Jumlah Puskesmas"]["satuan"], len(found["Jumlah Puskesmas"]["resources"])) == ("Unit", 2)
    assert [message for _, message in findings_of(done, "HARVEST-72")] == [
        "The list in the folder says something of a file that is not there (4): tidak-ada.csv"
    ]


def test_links_in_the_folder_are_reported(opd: dict[str, Any], filled: Path) -> None:
    (filled / "sandi.csv").symlink_to("/etc/passwd")

    done = run_now(add(opd))

    assert [code for code, _ in findings_of(done, "HARVEST-70")] == ["HARVEST-70"]


@pytest.mark.parametrize("path", ["../lain", "/etc", "tidak-ada"])
def test_a_source_that_points_out_of_the_drop_folder_is_not_read(opd: dict[str, Any], filled: Path, path: str) -> None:
    done = run_now(add(opd, path=path))

    assert (done.state, done.received) == ("failed", 0)


def test_a_table_of_a_record_is_given_out_as_csv(
    app: CKANTestApp, opd: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    row = '{"kodeindikator": "1.01.1", "uraian_indikator": "Jumlah Sekolah", "tahun": "2024", "data": "%s"}'
    monkeypatch.setenv("SATUDATA_SECRET_SIPD", "x" * 32)
    source = add(opd, "sipd_ewalidata", kodepemda="3604")
    for figure in ("7", "=1+1"):
        with serving(document(f"[{row % figure}]".encode())) as url:
            monkeypatch.setattr(sipd_ewalidata_calls, "API", url)
            run_now(source)
        [resource] = datasets(source)["Jumlah Sekolah"]["resources"]
        answer = app.get(path_of(resource))
        shown = figure if figure == "7" else f"'{figure}"
        assert answer.get_data(as_text=True) == f"tahun,kode_wilayah,nilai,satuan\n2024,36.04,{shown},\n"
        assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
        assert answer.headers["Content-Disposition"] == "attachment; filename=1.01.1.csv"
