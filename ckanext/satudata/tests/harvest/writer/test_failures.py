"""What a writer does when Solr, PostgreSQL or another writer gets in its way."""

from __future__ import annotations

import datetime as dt
import threading
import time
import uuid
from typing import Any

import psycopg2
import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan import model
from ckan.lib.search.common import make_connection

from ckanext.satudata.harvest.writer import Mode, backlog, open_writer
from ckanext.satudata.harvest.writer.plain import creation, tags
from ckanext.satudata.tests.harvest.writer.conftest import Create, Update

ALL: tuple[Mode, ...] = ("action", "plain", "fast")


def in_solr(package_id: str) -> bool:
    solr = make_connection()
    solr.commit(waitSearcher=True)
    return solr.search(f'id:"{package_id}"').hits == 1


def backlog_of(package_id: str) -> list[str]:
    table = model.task_status_table
    query = sa.select(table.c.entity_id).where(table.c.task_type == backlog.TASK, table.c.value.contains(package_id))
    return list(model.Session.scalars(query))


@pytest.mark.parametrize("mode", ALL)
def test_a_document_that_solr_refuses_costs_no_other_its_place(
    mode: Mode, create: Create, monkeypatch: pytest.MonkeyPatch
) -> None:
    def spoil(document: dict[str, Any]) -> dict[str, Any]:
        return document | {"metadata_created": "bukan waktu"} if document["title"] == "Pemicu" else document

    monkeypatch.setattr(p.get_plugin("satudata"), "before_dataset_index", spoil)
    requests = [create(), create(title="Pemicu"), create()]

    with open_writer(mode) as writer:
        outcomes = writer.write(requests)

    ids = [str(outcome.package_id) for outcome in outcomes]
    assert [outcome.action for outcome in outcomes] == ["created"] * 3
    assert writer.unindexed == {ids[1]}
    assert [in_solr(package_id) for package_id in ids] == [True, False, True]
    assert backlog_of(ids[1]) != []
    model.Session.execute(sa.delete(model.task_status_table))
    model.Session.commit()


@pytest.mark.parametrize("mode", ALL)
def test_nothing_is_left_in_the_backlog_when_all_went_well(mode: Mode, create: Create) -> None:
    request = create()

    with open_writer(mode) as writer:
        outcome = writer.write([request])[0]

    assert (in_solr(str(outcome.package_id)), backlog_of(str(outcome.package_id))) == (True, [])


def test_datasets_of_a_killed_writer_are_indexed_by_the_next(create: Create) -> None:
    with open_writer("plain") as writer:
        package_id = str(writer.write([create()])[0].package_id)
    make_connection().delete(q=f'id:"{package_id}"', commit=True)
    key = str(uuid.uuid4())
    backlog.add(key, [package_id, str(uuid.uuid4())])
    table = model.task_status_table
    long_ago = dt.datetime(2024, 1, 2)  # noqa: DTZ001 - as CKAN's column has it
    model.Session.execute(sa.update(table).where(table.c.entity_id == key).values(last_updated=long_ago))
    model.Session.commit()
    assert not in_solr(package_id)

    with open_writer("auto"):
        pass

    assert (in_solr(package_id), backlog_of(package_id)) == (True, [])


@pytest.mark.parametrize("mode", ["plain", "fast"])
def test_a_lost_database_ends_the_run_and_refuses_nobody(
    mode: Mode, create: Create, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lost(_datasets: Any) -> None:
        raise OperationalError("INSERT", {}, psycopg2.OperationalError("server closed the connection unexpectedly"))

    monkeypatch.setattr(creation, "insert", lost)

    with pytest.raises(OperationalError), open_writer(mode) as writer:
        writer.write([create(), create()])


@pytest.mark.parametrize("mode", ["plain", "fast"])
def test_a_name_that_somebody_takes_after_validation_is_refused_as_ever(
    mode: Mode, create: Create, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted, other = create(), create()
    original = creation.insert

    def overtaken(datasets: Any) -> None:
        monkeypatch.setattr(creation, "insert", original)
        with model.ensure_engine().begin() as somebody:
            row = {"id": str(uuid.uuid4()), "name": wanted.dataset["name"], "extras": {}}
            somebody.execute(sa.insert(model.package_table), [row])
        original(datasets)

    monkeypatch.setattr(creation, "insert", overtaken)

    with open_writer(mode) as writer:
        outcomes = writer.write([other, wanted])

    assert [(outcome.action, outcome.errors) for outcome in outcomes] == [
        ("created", {}),
        ("refused", {"name": ["That URL is already in use."]}),
    ]


@pytest.mark.parametrize("mode", ALL)
def test_an_edit_in_the_portal_that_is_under_way_is_waited_for_and_seen(
    mode: Mode, create: Create, update: Update
) -> None:
    request = create()
    with open_writer(mode) as writer:
        writer.write([request])
    package_id = request.dataset["id"]
    locked = threading.Event()

    def edit() -> None:
        table = model.package_table
        now = dt.datetime.now(dt.timezone.utc).replace(tzinfo=None)
        with model.ensure_engine().begin() as portal:
            portal.execute(
                sa.update(table)
                .where(table.c.id == package_id)
                .values(title="Judul dari portal", metadata_modified=now)
            )
            locked.set()
            time.sleep(0.5)

    editor = threading.Thread(target=edit)
    editor.start()
    locked.wait()
    with open_writer(mode) as writer:
        outcome = writer.write([update(request)])[0]
    editor.join()

    # Without the wait the dataset would have looked as it does at its source.
    assert outcome.action == "updated"
    model.Session.expire_all()
    package = model.Package.get(package_id)
    assert package
    assert package.title == request.dataset["title"]


def test_writers_that_need_the_same_new_tags_make_them_once() -> None:
    names = [f"{uuid.uuid4().hex[:8]} {number}" for number in range(40)]
    found: list[dict[str, str]] = []

    def work() -> None:
        found.append(tags.ids_of_tags(names))
        model.Session.remove()

    writers = [threading.Thread(target=work) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert found[1:] == [found[0]] * 3
    query = sa.select(sa.func.count()).where(model.tag_table.c.name.in_(names))
    assert model.Session.scalar(query) == len(names)


@pytest.mark.parametrize("mode", ["plain", "fast"])
def test_a_portal_without_activity_stream_gets_none(
    mode: Mode, create: Create, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(tk.config, "ckan.activity_streams_enabled", False)

    with open_writer(mode) as writer:
        package_id = writer.write([create()])[0].package_id

    activity = model.meta.metadata.tables["activity"]
    query = sa.select(sa.func.count()).where(activity.c.object_id == package_id)
    assert model.Session.scalar(query) == 0
