"""The form of a dataset has the rows of its coverage, goes out to its producer, and comes back as figures."""

from __future__ import annotations

import base64
from typing import Any

import pytest

import ckan.plugins.toolkit as tk

from ckanext.satudata.tests.metadata.people import People
from ckanext.satudata.tests.statistics.conftest import Act, Publish
from ckanext.satudata.tests.statistics.tables.conftest import Upload, Uploaded, stored
from ckanext.satudata.tests.tabular.template.filling import filled

pytestmark = pytest.mark.usefixtures("with_plugins", "non_clean_db", "with_request_context")

SERANG: dict[str, Any] = {"cakupan_wilayah": "36.73", "tingkat_penyajian": ["kecamatan"], "satuan": "Orang"}
CODES = [f"36.73.0{at}" for at in range(1, 7)]


def test_the_form_has_the_rows_of_the_dataset(publish: Publish, act: Act, people: People) -> None:
    dataset = publish(**SERANG, title="Jumlah Guru").dataset

    form = act(people.editor, "satudata_form_create", id=dataset["name"], periode="2024")

    assert (form["name"], form["rows"], form["columns"]) == (
        f"formulir-{dataset['name']}-2024.xlsx",
        6,
        ["Jumlah Guru"],
    )


def test_a_filled_form_comes_back_as_figures(publish: Publish, act: Act, people: People) -> None:
    dataset = publish(**SERANG, title="Jumlah Guru").dataset
    form = base64.b64decode(act(people.editor, "satudata_form_create", id=dataset["id"], periode="2024")["content"])
    content = filled(form, {(kode, "0"): f"1.{at}00" for at, kode in enumerate(CODES)})

    resource = act(
        people.editor,
        "resource_create",
        package_id=dataset["id"],
        name="terisi.xlsx",
        format="xlsx",
        upload=stored(content, "terisi.xlsx"),
    )
    Upload(resource=resource, act=act, user=people.editor).read()

    (indicator,) = act(None, "satudata_fact_search", origin=resource["id"])["results"]
    values = act(None, "satudata_fact_search", step="values", indicator=indicator["id"], origin=resource["id"])[
        "results"
    ]
    assert [(row["kode_wilayah"], row["periode"], row["value"]) for row in values] == [
        (kode, "2024", 1000 + 100 * at) for at, kode in enumerate(CODES)
    ]


def test_the_form_is_for_the_producer(publish: Publish, act: Act, people: People) -> None:
    dataset = publish(**SERANG).dataset

    for user in (None, people.other_editor, people.member):
        with pytest.raises(tk.NotAuthorized):
            act(user, "satudata_form_create", id=dataset["id"])


@pytest.mark.parametrize(
    "asked", [{"tingkat": "lainnya"}, {"periode": "kapan-kapan"}, {"tingkat": "provinsi"}], ids=str
)
def test_a_form_that_cannot_be_is_refused(publish: Publish, act: Act, people: People, asked: dict[str, str]) -> None:
    dataset = publish(**SERANG).dataset

    with pytest.raises(tk.ValidationError):
        act(people.editor, "satudata_form_create", id=dataset["id"], **asked)


def test_a_draft_without_coverage_is_told_what_is_missing(uploaded: Uploaded, act: Act, people: People) -> None:
    dataset = act(people.editor, "package_create", title="Rancangan", state="draft", owner_org=people.opd["id"])

    with pytest.raises(tk.ValidationError, match="region it covers"):
        act(people.editor, "satudata_form_create", id=dataset["id"])
