"""Which of two equal datasets is public: by priority, by itself or after a decision, and until something changes."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
import sqlalchemy as sa

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.tests import factories

from ckanext.satudata.harvest import lock
from ckanext.satudata.harvest.duplicates import hiding, pairs
from ckanext.satudata.harvest.engine import after_run
from ckanext.satudata.harvest.model import Record, Source
from ckanext.satudata.harvest.writer.action import ActionWriter
from ckanext.satudata.tests.harvest.conftest import add_source, run_now, site
from ckanext.satudata.tests.harvest.duplicates.conftest import decide, harvested, is_private, pairs_with
from ckanext.satudata.tests.harvest.servers import Portal, package, serving

pytestmark = pytest.mark.usefixtures("with_plugins", "non_clean_db")


def test_the_same_identifier_hides_by_itself_and_the_same_title_asks_first(two: tuple[Source, Source]) -> None:
    first = harvested(two[0])
    second = harvested(two[1])

    assert pairs_with(*second) == [("guid", "open", second[0]), ("title", "open", None)]
    assert is_private(*first, *second) == [False, False, False, True, False]


def test_hiding_goes_in_batches_and_leaves_everything_else(
    two: tuple[Source, Source], monkeypatch: pytest.MonkeyPatch
) -> None:
    harvested(two[0])
    done = run_now(two[1])
    of_source = sa.select(Record.package_id).where(Record.source_id == two[1].id)
    hidden = model.Session.scalars(of_source.order_by(Record.guid)).all()[0]
    before = tk.get_action("package_show")(site(), {"id": hidden})
    one_by_one: list[str] = []
    monkeypatch.setattr(ActionWriter, "write_one", lambda _self, request: one_by_one.append(request.guid))

    after_run.follow_up(done.id)

    after = tk.get_action("package_show")(site(), {"id": hidden})
    times = {"metadata_modified": None, "resources": None, "private": None}
    assert (one_by_one, after["private"], {**after, **times}) == ([], True, {**before, **times})


def test_the_source_with_the_higher_priority_stays_public(two: tuple[Source, Source]) -> None:
    tk.get_action("satudata_source_patch")(site(), {"id": two[1].id, "priority": 60})

    first, second = harvested(two[0]), harvested(two[1])

    assert is_private(first[0], second[0]) == [True, False]


def test_a_hidden_dataset_stays_hidden_when_its_source_changes_it(two: tuple[Source, Source]) -> None:
    harvested(two[0])
    second = harvested(two[1])
    tk.get_action("satudata_source_patch")(site(), {"id": two[1].id, "mapping": {"fixed_fields": "satuan = Orang"}})

    harvested(two[1])

    assert is_private(*second) == [True, False]


def test_a_confirmed_title_hides_and_a_rejected_pair_comes_back_and_is_not_asked_again(
    two: tuple[Source, Source],
) -> None:
    first, second = harvested(two[0]), harvested(two[1])

    confirmed = decide("title", second[1], "confirmed")
    after_confirming = is_private(first[1], second[1])
    rejected = decide("guid", second[0], "rejected")
    pairs.find(model.Session(), {*first, *second})
    hiding.settle(model.Session())

    assert (confirmed["hidden_id"], after_confirming) == (second[1], [False, True])
    assert (rejected["hidden_id"], is_private(first[0], second[0])) == (None, [False, False])
    assert pairs_with(*second) == [("guid", "rejected", None), ("title", "confirmed", second[1])]


def test_when_the_public_one_is_deleted_the_hidden_one_comes_back(two: tuple[Source, Source]) -> None:
    first, second = harvested(two[0]), harvested(two[1])
    context: Any = {"ignore_auth": True, "user": factories.Sysadmin()["name"]}

    tk.get_action("package_delete")(context, {"id": first[0]})
    hiding.settle(model.Session())

    assert is_private(second[0]) == [False]


def test_what_its_source_has_withdrawn_does_not_come_back_by_a_decision(two: tuple[Source, Source]) -> None:
    harvested(two[0])
    second = harvested(two[1])
    record = model.Session.scalars(sa.select(Record).where(Record.package_id == second[0])).one()
    record.stage, record.was_private = "archived", True
    model.Session.commit()

    decide("guid", second[0], "rejected")

    assert is_private(second[0]) == [True]
    assert model.Session.get_one(Record, record.id).was_private is False


def test_of_three_equal_datasets_one_stays_public(opd: dict[str, Any]) -> None:
    shared = package(uuid.uuid4().int % 10**9 * 1000)
    ids = []
    for priority in (10, 30, 20):
        with serving(Portal([shared])) as url:
            source = add_source(url, opd["name"])
            tk.get_action("satudata_source_patch")(site(), {"id": source.id, "priority": priority})
            ids += harvested(source)

    hidden = is_private(*ids)
    tk.get_action("satudata_source_patch")(site(), {"id": source.id, "priority": 40})
    hiding.settle(model.Session())

    assert (hidden, is_private(*ids)) == ([True, False, True], [True, True, False])


def test_while_another_process_hides_and_shows_nothing_is_decided_and_the_next_run_sees_to_it(
    two: tuple[Source, Source], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hiding, "WAIT_S", 0)
    harvested(two[0])

    with lock.hold(hiding.LOCK):
        second = harvested(two[1])
        meanwhile = is_private(*second)
    hiding.settle(model.Session())

    assert (meanwhile, is_private(*second)) == ([False, False], [True, False])
