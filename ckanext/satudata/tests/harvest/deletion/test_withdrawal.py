"""Datasets that are gone at their source: hidden, deleted after days of grace, brought back as they were."""

from __future__ import annotations

from typing import Any

import pytest

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.tests import factories

from ckanext.satudata.harvest import runs, sources
from ckanext.satudata.harvest.deletion import withdrawal
from ckanext.satudata.harvest.engine import run
from ckanext.satudata.harvest.engine.differences import between
from ckanext.satudata.harvest.model import Run, Source
from ckanext.satudata.tests.harvest.conftest import findings_of, nonzero, run_now
from ckanext.satudata.tests.harvest.deletion import withdrawing
from ckanext.satudata.tests.harvest.deletion.withdrawing import (
    dataset,
    days_pass,
    id_of,
    patch,
    stages,
    states,
    visible,
)
from ckanext.satudata.tests.harvest.engine.changes import kinds_of
from ckanext.satudata.tests.harvest.servers import Portal, crash

pytestmark = pytest.mark.usefixtures("with_plugins", "non_clean_db")

HIDDEN, PUBLIC, DELETED = ("active", True), ("active", False), ("deleted", True)


def set_policy(source: Source, **settings: Any) -> None:
    sources.change(source, sources.merged(source, {"mapping": settings}))
    model.Session.commit()


@pytest.mark.parametrize("writer", ["action", "plain", "fast"])
def test_what_is_gone_is_hidden_from_visitors_and_found_by_editors(
    source: Source, portal: Portal, monkeypatch: pytest.MonkeyPatch, writer: str
) -> None:
    monkeypatch.setitem(tk.config, "ckanext.satudata.harvest.writer", writer)
    run_now(source)
    gone = portal.packages.pop()

    done = run_now(source)

    assert (visible(source), withdrawing.found_by_editors(source)) == (4, 5)
    assert states(source) == {PUBLIC: 4, HIDDEN: 1}
    with pytest.raises(tk.NotAuthorized):
        tk.get_action("package_show")(withdrawing.visitor(), {"id": id_of(source, gone)})
    assert kinds_of(done) == [("archived", gone["id"]), ("missing", gone["id"])]
    assert done.deletion == "done"


def test_a_second_run_says_nothing_more_of_what_is_hidden(source: Source, portal: Portal) -> None:
    run_now(source)
    portal.packages.pop()
    run_now(source)

    again = run_now(source)

    assert (nonzero(again), findings_of(again), again.deletion) == ({"unchanged": 4}, [], "nothing")


@pytest.mark.parametrize("writer", ["action", "plain", "fast"])
def test_it_is_deleted_after_the_days_of_grace_and_comes_back_with_its_edits(
    source: Source, portal: Portal, monkeypatch: pytest.MonkeyPatch, writer: str
) -> None:
    monkeypatch.setitem(tk.config, "ckanext.satudata.harvest.writer", writer)
    run_now(source)
    gone = portal.packages.pop()
    patch(id_of(source, gone), notes="Diperbaiki di sini.")
    before = dataset(source, gone)
    run_now(source)

    days_pass(source, 6)
    early = run_now(source)
    days_pass(source, 1)
    late = run_now(source)
    deleted = states(source)
    portal.packages.append(gone)
    back = run_now(source)

    assert (early.counts["deleted"], late.counts["deleted"]) == (0, 1)
    assert findings_of(late)[0][0] == "HARVEST-53"
    assert deleted == {PUBLIC: 4, DELETED: 1}
    assert (nonzero(back), kinds_of(back)) == ({"unchanged": 5, "restored": 1}, [("restored", gone["id"])])
    assert between(before, dataset(source, gone)) == []
    assert (visible(source), stages(source)) == (5, {None: 5})


def test_the_history_of_what_comes_back_is_still_there(source: Source, portal: Portal) -> None:
    run_now(source)
    gone = portal.packages.pop()
    run_now(source)
    days_pass(source, 8)
    run_now(source)
    portal.packages.append(gone)
    run_now(source)

    reader: Any = {"ignore_auth": True, "user": factories.Sysadmin()["name"]}
    asked = {"id": id_of(source, gone), "include_hidden_activity": True}
    history = tk.get_action("package_activity_list")(reader, asked)

    assert [one["activity_type"] for one in history] == [
        "changed package",
        "deleted package",
        "changed package",
        "new package",
    ]


def test_what_comes_back_changed_is_updated(source: Source, portal: Portal) -> None:
    run_now(source)
    gone = portal.packages.pop()
    run_now(source)
    days_pass(source, 8)
    run_now(source)
    portal.packages.append({**gone, "title": "Kembali"})

    back = run_now(source)

    assert nonzero(back) == {"unchanged": 4, "changed": 1, "restored": 1, "with_warnings": 1}
    assert (dataset(source, gone)["title"], visible(source)) == ("Kembali", 5)


def test_a_dataset_that_was_private_before_is_private_again(source: Source, portal: Portal) -> None:
    run_now(source)
    gone = portal.packages.pop()
    patch(id_of(source, gone), private=True)
    run_now(source)
    portal.packages.append(gone)

    back = run_now(source)

    assert (back.counts["restored"], dataset(source, gone)["private"]) == (1, True)


def test_what_somebody_makes_public_again_is_left_to_them(source: Source, portal: Portal) -> None:
    run_now(source)
    gone = portal.packages.pop()
    run_now(source)
    patch(id_of(source, gone), private=False)
    days_pass(source, 30)

    first, second = run_now(source), run_now(source)

    assert [code for code, _ in findings_of(first)] == ["HARVEST-59"]
    assert (findings_of(second), states(source), stages(source)) == ([], {PUBLIC: 5}, {None: 4, "left": 1})
    portal.packages.append(gone)
    assert nonzero(run_now(source)) == {"unchanged": 5}
    assert stages(source) == {None: 5}


def test_what_somebody_deletes_while_it_is_hidden_stays_deleted(source: Source, portal: Portal) -> None:
    run_now(source)
    gone = portal.packages.pop()
    run_now(source)
    user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    tk.get_action("package_delete")({"ignore_auth": True, "user": user}, {"id": id_of(source, gone)})
    portal.packages.append({**gone, "title": "Kembali"})

    back = run_now(source)

    assert (back.counts["restored"], back.counts["skipped"]) == (0, 1)
    assert dataset(source, gone)["state"] == "deleted"


def test_a_source_may_be_set_to_take_nothing_away(source: Source, portal: Portal) -> None:
    set_policy(source, deletion=False)
    run_now(source)
    portal.packages.pop()

    done = run_now(source)

    assert (done.deletion, nonzero(done)) == ("off", {"unchanged": 4, "missing": 1, "with_warnings": 1})
    assert [code for code, _ in findings_of(done)] == ["HARVEST-06"]
    assert visible(source) == 5


@pytest.mark.parametrize("bad_night", ["page", "count", "record"])
def test_nothing_goes_after_a_reading_that_was_not_complete(source: Source, portal: Portal, bad_night: str) -> None:
    run_now(source)
    portal.packages.pop()
    if bad_night == "page":
        portal.faults = dict.fromkeys(range(portal.requests["package_search"] + 2, 40), crash)
    elif bad_night == "count":
        portal.extra_count = 1
    else:
        portal.packages[0] = {**portal.packages[0], "id": "x" * 600}

    done = run_now(source)

    assert (done.complete, done.deletion, visible(source)) == (False, None, 5)


def test_a_dataset_that_cannot_be_hidden_is_told_and_tried_again(
    source: Source, portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_now(source)
    portal.packages.pop()
    with monkeypatch.context() as patched:
        patched.setattr(withdrawal, "_write", _refusing(withdrawal._write))
        failed = run_now(source)

    assert [code for code, _ in findings_of(failed)] == ["HARVEST-58"]
    assert (failed.counts["archived"], stages(source), visible(source)) == (0, {None: 5}, 5)
    assert (run_now(source).counts["archived"], visible(source)) == (1, 4)


def _refusing(write: Any) -> Any:
    """A writer that finds every dataset without its organisation."""
    return lambda portion, _revise, shop: write(portion, lambda stored: {**stored, "owner_org": "tidak-ada"}, shop)


def test_a_run_that_is_cancelled_while_it_hides_is_finished_by_the_next(
    wide_source: Source, wide: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(withdrawal, "PORTION", 2)
    del wide.packages[:6]
    queued = runs.queue(wide_source, None).id
    confirm = withdrawal._confirm

    def confirm_and_cancel(*args: Any) -> None:
        confirm(*args)
        model.Session.get(Run, queued).cancel_requested = True  # type: ignore[union-attr]
        model.Session.commit()

    with monkeypatch.context() as patched:
        patched.setattr(withdrawal, "_confirm", confirm_and_cancel)
        run.execute(queued)
    model.Session.expire_all()
    cancelled = model.Session.get(Run, queued)
    assert cancelled is not None

    assert (cancelled.state, cancelled.counts["archived"], visible(wide_source)) == ("cancelled", 2, 28)
    assert (run_now(wide_source).counts["archived"], visible(wide_source)) == (4, 24)
    assert stages(wide_source) == {None: 24, "archived": 6}
