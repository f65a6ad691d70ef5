"""What happens to a file while its job runs: two uploads are never mixed, and of a deleted one nothing stays."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
import sqlalchemy as sa

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.satudata.statistics.model import Tidying, TidyingPage
from ckanext.satudata.statistics.tables import job, process
from ckanext.satudata.tests.statistics.conftest import Act
from ckanext.satudata.tests.statistics.tables.conftest import Upload, Uploaded

pytestmark = pytest.mark.usefixtures("with_plugins", "non_clean_db", "with_request_context")

PEOPLE = "Penduduk Menurut Kecamatan, 2023\n\nKecamatan;Laki-laki;Perempuan\nAnyar;1.234;1.100\nCiruas;2.345;2.299\n"
OTHER = "Posyandu Menurut Kecamatan, 2024\n\nKecamatan;Posyandu\nPetir;11\nKibin;12\nKopo;13\n"

Meanwhile = Callable[[Upload, Callable[[], object], str], None]


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> Meanwhile:
    """Runs the job of an upload, and does something as soon as the child has handed over a line of a kind."""

    def run(upload: Upload, happens: Callable[[], object], kind: str) -> None:
        lines_of = process.lines_of

        def lines(path: Any, order: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
            for line in lines_of(path, order):
                yield line
                if line["kind"] == kind:
                    monkeypatch.setattr(process, "lines_of", lines_of)
                    happens()

        monkeypatch.setattr(process, "lines_of", lines)
        tidying = upload.tidying()
        job.execute(tidying.id, tidying.attempt)

    return run


@pytest.mark.parametrize("kind", ["cells", "end"])
def test_a_file_that_is_deleted_while_it_is_read_leaves_no_cell_and_no_table(
    uploaded: Uploaded, act: Act, meanwhile: Meanwhile, kind: str
) -> None:
    upload = uploaded(PEOPLE)
    key = upload.tidying().id

    meanwhile(upload, lambda: act(upload.user, "resource_delete", id=upload.resource["id"]), kind)

    pages = sa.select(sa.func.count()).where(TidyingPage.table_id == key)
    assert (model.Session.scalar(pages), model.Session.get(Tidying, key)) == (0, None)
    assert act(None, "satudata_fact_search", origin=upload.resource["id"])["results"] == []


def test_a_file_that_is_deleted_while_it_is_loaded_leaves_no_table_in_the_datastore(
    uploaded: Uploaded, act: Act, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = uploaded(PEOPLE)
    load_workbook = job.datastore.load_workbook

    def load_late(*given: Any) -> Any:
        act(upload.user, "resource_delete", id=upload.resource["id"])
        return load_workbook(*given)

    monkeypatch.setattr(job.datastore, "load_workbook", load_late)
    tidying = upload.tidying()
    job.execute(tidying.id, tidying.attempt)

    with pytest.raises(tk.ObjectNotFound):
        tk.get_action("datastore_search")({"ignore_auth": True}, {"resource_id": upload.resource["id"]})


@pytest.mark.parametrize("kind", ["cells", "end"])
def test_the_job_of_a_replaced_file_gives_way_to_that_of_the_new_one(
    uploaded: Uploaded, act: Act, meanwhile: Meanwhile, kind: str
) -> None:
    upload = uploaded(PEOPLE)

    meanwhile(upload, lambda: upload.again(OTHER, "data.csv"), kind)

    assert (upload.show()["state"], upload.tidying().sheets) == ("queued", [])
    upload.read()
    records = act(None, "satudata_table_records", resource_id=upload.resource["id"])["records"]
    assert [record["values"] for record in records] == [["Petir", 11], ["Kibin", 12], ["Kopo", 13]]
    found = act(None, "satudata_fact_search", origin=upload.resource["id"])["results"]
    assert [(row["facts"], row["first_day"]) for row in found] == [(3, "2024-01-01")]


def test_a_job_that_waited_too_long_does_not_read_a_file_that_another_job_has_read(uploaded: Uploaded) -> None:
    upload = uploaded(PEOPLE)
    late = upload.tidying().attempt
    upload.again(OTHER, "data.csv")
    upload.read()
    done = upload.tidying().finished_at

    job.execute(upload.tidying().id, late)

    assert (upload.show()["state"], upload.tidying().finished_at) == ("done", done)


def test_a_file_replaced_by_one_that_is_no_table_is_not_shown_as_the_table_it_was(uploaded: Uploaded, act: Act) -> None:
    upload = uploaded(PEOPLE)
    key = upload.read().id

    act(upload.user, "resource_patch", id=upload.resource["id"], url="https://opd.example/laporan.pdf", format="PDF")

    assert model.Session.get(Tidying, key, populate_existing=True) is None
