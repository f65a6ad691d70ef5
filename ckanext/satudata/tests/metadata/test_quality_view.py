"""Quality: in the answer of `package_show`, not in the index, not in the way of an edit, shown to editors only."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import event

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.lib import search
from ckan.tests.helpers import CKANTestApp

from ckanext.satudata.metadata import quality, quality_view
from ckanext.satudata.tests.metadata.complete import complete_dataset
from ckanext.satudata.tests.metadata.conftest import Act, Harvest
from ckanext.satudata.tests.metadata.people import People

pytestmark = pytest.mark.usefixtures("with_plugins", "non_clean_db")


@pytest.fixture
def dataset(act: Act, people: People) -> dict[str, Any]:
    return act(
        people.editor,
        "package_create",
        **complete_dataset(title=f"Uji {people.opd['name']}", owner_org=people.opd["id"]),
    )


def test_package_show_gives_the_verdicts_with_their_reasons_and_date(act: Act, dataset: dict[str, Any]) -> None:
    shown = act(None, "package_show", id=dataset["id"])["satudata_quality"]

    assert [criterion["name"] for criterion in shown["criteria"]] == list(quality.CRITERIA)
    assert (shown["total"], shown["met"]) == (8, sum(criterion["met"] for criterion in shown["criteria"]))
    assert set(shown) == {"date", "met", "total", "criteria"}


def test_what_package_show_gave_can_be_sent_back(act: Act, people: People, dataset: dict[str, Any]) -> None:
    shown = act(people.editor, "package_show", id=dataset["id"])

    updated = act(people.editor, "package_update", **shown | {"definisi": "Penduduk yang tercatat."})

    assert updated["definisi"] == "Penduduk yang tercatat."
    stored: Any = model.Package.get(dataset["id"])
    assert "satudata_quality" not in stored.extras


def test_the_search_index_keeps_no_verdict(dataset: dict[str, Any]) -> None:
    stored = search.show(dataset["id"])

    assert "satudata_quality" not in json.loads(stored["validated_data_dict"])


def test_datasets_of_one_title_are_found_even_in_other_letters(act: Act, harvest: Harvest, people: People) -> None:
    title = f"Bidan Desa {people.opd['name']}"
    first = harvest(title=title, owner_org=people.opd["id"])
    harvest(title=title.upper(), owner_org=people.opd["id"])

    criteria = act(None, "package_show", id=first["id"])["satudata_quality"]["criteria"]

    assert [(each["met"], each["details"]) for each in criteria if each["name"] == "bukan_duplikat"] == [
        (False, {"count": "1"})
    ]


def test_looking_for_the_title_costs_one_query(act: Act, dataset: dict[str, Any]) -> None:
    queries: list[str] = []
    engine = model.meta.engine

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        queries.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        act(None, "package_show", id=dataset["id"])
    finally:
        event.remove(engine, "before_cursor_execute", note)

    assert [query.split(" ", 1)[0] for query in queries if "package.title IN" in query] == ["SELECT"]


def test_fields_and_rules_are_told_in_words(app: CKANTestApp, act: Act, people: People, harvest: Harvest) -> None:
    poor = harvest(title="Jumlah posyandu", frekuensi="tahunan", periode_akhir="2020", owner_org=people.opd["id"])

    with app.flask_app.test_request_context():
        shown = {each.name: each.sentence for each in quality_view.shown(act(None, "package_show", id=poor["id"]))}

    assert shown["kode_referensi"] == "These fields need a reference code: Cakupan wilayah, Tingkat penyajian."
    assert shown["mutakhir"].startswith("The data end on December 31, 2020: ")
    assert shown["judul"] == (
        "The title breaks naming rules of INDAH: words begin with a capital letter, "
        "it does not begin with a measure such as Jumlah."
    )


def test_the_page_shows_quality_to_editors_only(app: CKANTestApp, people: People, dataset: dict[str, Any]) -> None:
    address = tk.h.url_for("dataset.read", id=dataset["name"])

    as_editor: Any = app.get(address, headers={"Authorization": people.editor["token"]})
    as_visitor: Any = app.get(address)

    assert ("satudata-quality-item" in as_editor.body, "satudata-quality-item" in as_visitor.body) == (True, False)
