"""Looking at a source before a run, in the browser: the check with its proposals, the preview, and the ways between
them and the form.
"""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from ckan import model

from ckanext.satudata.harvest.model import Source
from ckanext.satudata.tests.harvest.mapping.test_organizations import organization
from ckanext.satudata.tests.harvest.servers import Portal, success
from ckanext.satudata.tests.harvest.test_views import Headers, visitor, walidata

__all__ = ["visitor", "walidata"]

pytestmark = pytest.mark.usefixtures("with_plugins", "non_clean_db")


@pytest.fixture
def word() -> str:
    """A word that no other organisation has in its names."""
    return f"w{uuid.uuid4().hex[:12]}"


class WithOrganizations(Portal):
    """A portal that lists its organisations."""

    organizations: list[dict[str, Any]]

    def __call__(self, path: str, params: dict[str, str]) -> Any:
        if path.endswith("/organization_list"):
            return success(self.organizations)
        return super().__call__(path, params)


@pytest.fixture
def portal(word: str) -> WithOrganizations:
    made = WithOrganizations([])
    made.organizations = [{"name": f"dinas-{word}", "title": f"Dinas Kearsipan {word}", "package_count": 3}]
    return made


def form_of(stored: Source, **typed: str) -> dict[str, str]:
    return {
        "connector": "ckan_api",
        "title": stored.title,
        "settings__url": stored.settings["url"],
        "mapping__default_organization": stored.mapping["default_organization"],
        **typed,
    }


def test_a_proposed_organisation_is_ticked_and_stands_in_the_map(
    app: Any, walidata: Headers, source: Source, word: str
) -> None:
    here = organization(f"{word}-kita", f"Dinas Perpustakaan dan Kearsipan {word}")
    pair = f"dinas-{word} = {here['name']}"

    page = app.post(f"/sumber/{source.name}/periksa", headers=walidata).body
    app.post(f"/sumber/{source.name}/periksa/organisasi", headers=walidata, data={"pair": pair})

    assert f'name="pair" value="{pair}"' in page
    model.Session.expire_all()
    stored = model.Session.get(Source, source.id)
    assert stored is not None
    assert (stored.mapping["organization_map"], stored.mapping_version) == ({f"dinas-{word}": here["name"]}, 2)
    again = app.post(f"/sumber/{source.name}/periksa", headers=walidata).body
    assert "by the map" in again


def test_a_check_of_the_form_goes_back_to_the_form_with_what_is_ticked(
    app: Any, walidata: Headers, source: Source, word: str
) -> None:
    here = organization(f"{word}-kita", f"Dinas Perpustakaan dan Kearsipan {word}")
    typed = form_of(source, title="Belum Disimpan", mapping__organization_map="lain = lain")

    page = app.post("/sumber/periksa", headers=walidata, data=typed).body
    back = {**typed, "again": "true", "pair": f"dinas-{word} = {here['name']}"}
    form = app.post("/sumber/baru", headers=walidata, data=back).body

    assert f'name="pair" value="dinas-{word} = {here["name"]}"' in page
    assert '<input type="hidden" name="title" value="Belum Disimpan">' in page
    assert f"lain = lain\ndinas-{word} = {here['name']}</textarea>" in form
    assert model.Session.query(Source).filter_by(title="Belum Disimpan").all() == []


def test_the_preview_shows_record_and_dataset_side_by_side(
    app: Any, walidata: Headers, portal: Portal, source: Source
) -> None:
    portal.packages = [{"id": uuid.uuid4().hex, "name": "luas-<sawah>", "title": "Luas <Sawah>", "unit": "Hektar"}]
    source.mapping = {**source.mapping, "field_rules": ["satuan <- unit"]}
    model.Session.commit()

    page = app.get(f"/sumber/{source.name}/pratinjau?records=1", headers=walidata).body

    assert "Of the first 1 records, 1 would be taken over and 0 refused. Nothing was saved." in page
    assert "Luas &lt;Sawah&gt;" in page
    assert "<small>← unit</small>" in page
    assert '<option value="1" selected>' in page


def test_the_preview_of_the_form_keeps_what_was_typed(
    app: Any, walidata: Headers, portal: Portal, source: Source
) -> None:
    portal.packages = [{"id": uuid.uuid4().hex, "name": "luas", "title": "Luas Sawah", "unit": "Hektar"}]
    typed = form_of(source, source=source.name, mapping__field_rules="satuan <- unit", records="5")

    page = app.post("/sumber/pratinjau", headers=walidata, data=typed).body

    assert "Luas Sawah" in page
    assert 'name="mapping__field_rules" value="satuan &lt;- unit"' in page
    assert f'action="/sumber/{source.name}/ubah"' in page


def test_a_preview_of_wrong_values_is_the_form_with_what_is_wrong(app: Any, walidata: Headers, source: Source) -> None:
    typed = form_of(source, mapping__field_rules="satuan\ntopik <- x | kecil")

    page = app.post("/sumber/pratinjau", headers=walidata, data=typed).body

    assert "Line 1: “satuan” is no rule." in page
    assert "Line 2: there is no step “kecil”." in page
    assert "satuan\ntopik &lt;- x | kecil</textarea>" in page


@pytest.mark.parametrize("number", ["0", "999999999999", "banyak", "²"])
def test_any_number_in_the_address_gives_a_page(app: Any, walidata: Headers, source: Source, number: str) -> None:
    app.get(f"/sumber/{source.name}/pratinjau?records={number}", headers=walidata, status=200)


def test_a_visitor_looks_at_no_source(app: Any, visitor: Headers, source: Source) -> None:
    app.get(f"/sumber/{source.name}/pratinjau", headers=visitor, status=403)
    for path in ("pratinjau", "periksa", f"{source.name}/periksa/organisasi"):
        app.post(f"/sumber/{path}", headers=visitor, data=form_of(source), status=403)
