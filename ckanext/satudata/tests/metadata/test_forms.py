"""The web forms, filled in page by page as a browser sends them: from a title to a published dataset."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from typing import Any
from uuid import uuid4

import pytest

from ckan.tests import factories
from ckan.tests.helpers import CKANTestApp

from ckanext.satudata.metadata import schema_files
from ckanext.satudata.tests.metadata.complete import complete_dataset, complete_kegiatan
from ckanext.satudata.tests.metadata.conftest import Act
from ckanext.satudata.tests.metadata.people import People

pytestmark = pytest.mark.usefixtures("with_plugins", "non_clean_db")


class Browser:
    """An editor at the form of one dataset type."""

    def __init__(self, app: CKANTestApp, user: Mapping[str, Any], dataset_type: str) -> None:
        self.app, self.type = app, dataset_type
        self.headers = {"Authorization": user["token"]}

    def get(self, address: str) -> str:
        answer: Any = self.app.get(f"/{self.type}{address}", headers=self.headers, status=200)
        return unescape(answer.body)

    def post(self, address: str, **data: Any) -> Any:
        form = {"save": "", **data}
        return self.app.post(f"/{self.type}{address}", headers=self.headers, data=form, follow_redirects=False)

    def errors(self, answer: Any) -> list[tuple[str, str]]:
        """Label and form page of each error that a page shows."""
        items = re.findall(r'<li data-field-label="[^"]*">\s*(.*?)</li>', answer.body, re.DOTALL)
        return [(re.sub(r"<[^>]+>|:.*", "", item, flags=re.DOTALL).strip(), _page(item)) for item in items]


def _page(item: str) -> str:
    found = re.search(r'href="[^"]*/(\d+)"', item)
    return found[1] if found else ""


def pages_of(dataset: dict[str, Any], dataset_type: str = "dataset") -> list[dict[str, Any]]:
    """The values of a dataset, split into what each page of the form sends."""
    pages: list[dict[str, Any]] = []
    for field in schema_files.dataset_fields(dataset_type):
        if "start_form_page" in field:
            pages.append({})
        value: Any = dataset.get(field["field_name"])
        if "repeating_subfields" in field:
            for number, row in enumerate(value or []):
                pages[-1] |= {f"{field['field_name']}-{number}-{name}": text for name, text in row.items()}
        elif value is not None:
            pages[-1][field["field_name"]] = value
    return pages


def test_a_dataset_is_drafted_from_its_title_and_published_when_all_pages_are_filled(
    app: CKANTestApp, act: Act, people: People
) -> None:
    browser = Browser(app, people.editor, "dataset")
    name = f"penduduk-{uuid4().hex[:8]}"
    pages = pages_of(complete_dataset(klasifikasi="Wilayah\nJenis Kelamin", satuan="jiwa"))

    first, others = pages[0], pages[1:]
    created = browser.post(
        "/new", title="Penduduk", name=name, owner_org=people.opd["id"], private="False", _ckan_phase="1"
    )
    draft = act(people.editor, "package_show", id=name)
    browser.post(f"/new/{name}/1", **first | {"name": name, "owner_org": people.opd["id"], "private": "False"})
    for number, page in enumerate(others, start=2):
        answer = browser.post(f"/new/{name}/{number}", **page, _ckan_phase=str(number))
        assert answer.status_code == 302, browser.errors(answer)
    browser.post(
        f"/{name}/resource/new", id="", url="https://opd.example/a.csv", name="A", format="", save="go-metadata"
    )

    assert (created.status_code, draft["state"]) == (302, "draft")
    published = act(people.editor, "package_show", id=name)
    shown = {
        key: published[key] for key in ("state", "title", "klasifikasi", "satuan", "tingkat_penyajian", "frekuensi")
    }
    assert shown == {
        "state": "active",
        "title": "Penduduk Menurut Kecamatan",
        "klasifikasi": ["Wilayah", "Jenis Kelamin"],
        "satuan": "Orang",
        "tingkat_penyajian": ["kecamatan"],
        "frekuensi": "tahunan",
    }
    assert published["resources"][0]["format"] == "CSV"


def test_publishing_too_early_names_each_missing_field_and_leads_to_its_page(
    app: CKANTestApp, act: Act, people: People
) -> None:
    browser = Browser(app, people.editor, "dataset")
    name = f"posyandu-{uuid4().hex[:8]}"
    browser.post("/new", title="Posyandu", name=name, owner_org=people.opd["id"], private="False", _ckan_phase="1")

    answer = browser.post(f"/{name}/resource/new", id="", url="https://opd.example/a.csv", save="go-metadata")

    assert browser.errors(answer)[:5] == [
        ("Description", "1"),
        ("Jenis data", "1"),
        ("Konsep", "2"),
        ("Definisi", "2"),
        ("Klasifikasi", "2"),
    ]
    assert act(people.editor, "package_show", id=name)["state"] == "draft"


def test_a_page_that_was_refused_is_sent_again_to_itself(app: CKANTestApp, act: Act, people: People) -> None:
    browser = Browser(app, people.editor, "dataset")
    name = f"gizi-{uuid4().hex[:8]}"
    browser.post("/new", title="Gizi", name=name, owner_org=people.opd["id"], private="False", _ckan_phase="1")

    refused = browser.post(f"/new/{name}/4", periode_awal="2024", periode_akhir="2023")

    assert [label for label, _ in browser.errors(refused)] == ["First period"]
    assert re.findall(r'<form id="dataset-edit" method="post" action="(.*?)"', refused.body) == [""]


def test_every_page_of_the_form_explains_each_field_and_shows_an_example(app: CKANTestApp, people: People) -> None:
    browser = Browser(app, people.editor, "dataset")
    name = f"bidan-{uuid4().hex[:8]}"
    browser.post("/new", title="Bidan", name=name, owner_org=people.opd["id"], private="False", _ckan_phase="1")
    fields = schema_files.dataset_fields()
    starts = [number for number, field in enumerate(fields) if "start_form_page" in field]

    for number, (start, end) in enumerate(zip(starts, [*starts[1:], len(fields)], strict=True), start=1):
        body = browser.get(f"/new/{name}/{number}")
        shown = [schema_files.expanded(field) for field in fields[start:end]]
        missing = [
            f["field_name"] for f in shown if f.get("form_snippet", "") is not None and f["help_text"] not in body
        ]
        assert missing == []


def test_an_edit_of_one_page_keeps_what_stands_on_the_others(app: CKANTestApp, act: Act, people: People) -> None:
    stored = act(
        people.editor, "package_create", **complete_dataset(owner_org=people.opd["id"], prioritas_tahun=["2025"])
    )
    browser = Browser(app, people.editor, "dataset")

    browser.get(f"/edit/{stored['name']}/4")
    answer = browser.post(f"/edit/{stored['name']}/4", **pages_of(stored)[3] | {"frekuensi": "semesteran"})

    changed = act(people.editor, "package_show", id=stored["id"])
    assert (answer.status_code, changed["frekuensi"], changed["prioritas_tahun"], changed["satuan"]) == (
        302,
        "semesteran",
        ["2025"],
        "Orang",
    )


def test_a_wrong_entry_comes_back_as_it_was_typed_with_what_to_do(app: CKANTestApp, act: Act, people: People) -> None:
    stored = act(people.editor, "package_create", **complete_dataset(owner_org=people.opd["id"]))

    answer = Browser(app, people.editor, "dataset").post(
        f"/edit/{stored['name']}/4", frekuensi="tahunan", cakupan_wilayah="Serang"
    )

    assert 'value="Serang"' in answer.body
    assert "Write the Kemendagri code with dots of the region that is meant." in answer.body


def test_an_activity_is_entered_page_by_page_with_its_variables(app: CKANTestApp, act: Act, people: People) -> None:
    browser = Browser(app, people.editor, "kegiatan")
    name = f"survei-{uuid4().hex[:8]}"
    pages = pages_of(complete_kegiatan(name=name, owner_org=people.opd["id"]), "kegiatan")

    browser.post("/new", **pages[0], private="False", _ckan_phase="1")
    for number, page in enumerate(pages[1:], start=2):
        browser.get(f"/new/{name}/{number}")
        answer = browser.post(f"/new/{name}/{number}", **page, _ckan_phase=str(number))
        assert answer.status_code == 302, browser.errors(answer)
    browser.post(f"/{name}/resource/new", id="", url="", save="go-metadata")

    stored = act(people.editor, "package_show", id=name)
    assert (stored["state"], stored["variabel"], stored["jadwal"]) == (
        "active",
        complete_kegiatan()["variabel"],
        complete_kegiatan()["jadwal"],
    )
    assert "Survei Kepuasan Masyarakat" in browser.get(f"/{name}")


def test_an_organisation_is_entered_with_its_kind(app: CKANTestApp, act: Act) -> None:
    sysadmin = factories.SysadminWithToken()
    browser = Browser(app, sysadmin, "organization")
    name = f"dinas-{uuid4().hex[:8]}"

    assert "The part that the organisation plays in Satu Data." in browser.get("/new")
    browser.post(
        "/new", title="Dinas Sosial", name=name, jenis_organisasi="opd", alias="Dinsos\nSosial", kode_bps="3604"
    )

    stored = act(sysadmin, "organization_show", id=name)
    assert {key: stored[key] for key in ("jenis_organisasi", "alias", "kode_bps")} == {
        "jenis_organisasi": "opd",
        "alias": ["Dinsos", "Sosial"],
        "kode_bps": "3604",
    }
