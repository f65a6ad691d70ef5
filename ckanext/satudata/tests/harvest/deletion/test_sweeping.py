"""Hidden datasets are deleted without a run, and a source that leaves takes its datasets along."""

from __future__ import annotations

import json
from typing import Any

import pytest
import sqlalchemy as sa

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.satudata.harvest import jobs, runs, sources
from ckanext.satudata.harvest.deletion import leaving, sweeping
from ckanext.satudata.harvest.lock import hold
from ckanext.satudata.harvest.model import Run, Source
from ckanext.satudata.tests.harvest.conftest import run_now, site
from ckanext.satudata.tests.harvest.deletion import withdrawing
from ckanext.satudata.tests.harvest.deletion.withdrawing import days_pass, states, visible
from ckanext.satudata.tests.harvest.servers import Portal

pytestmark = pytest.mark.usefixtures("with_plugins", "non_clean_db")


@pytest.fixture
def hidden(source: Source, portal: Portal) -> Source:
    """A source with one hidden dataset."""
    run_now(source)
    portal.packages.pop()
    run_now(source)
    return source


def test_a_sweep_deletes_only_what_is_due(hidden: Source) -> None:
    name = hidden.name
    early = sweeping.sweep().get(name)
    days_pass(hidden, 8)

    assert (early, sweeping.sweep().get(name), sweeping.sweep().get(name)) == (None, 1, None)
    assert states(hidden) == {("active", False): 4, ("deleted", True): 1}


def test_a_sweep_leaves_a_source_at_work_and_one_that_deletes_nothing_alone(hidden: Source) -> None:
    days_pass(hidden, 8)
    with hold(hidden.id):
        busy = sweeping.sweep().get(hidden.name)
    sources.change(hidden, sources.merged(hidden, {"mapping": {"deletion": False}}))
    model.Session.commit()

    assert (busy, sweeping.sweep().get(hidden.name)) == (None, None)


def test_a_sweep_is_not_stopped_because_the_last_complete_run_was_cancelled_late(hidden: Source) -> None:
    days_pass(hidden, 8)
    model.Session.execute(sa.update(Run).where(Run.source_id == hidden.id).values(cancel_requested=True))
    model.Session.commit()

    assert sweeping.sweep().get(hidden.name) == 1
    assert states(hidden) == {("active", False): 4, ("deleted", True): 1}


def test_what_a_sweep_deleted_comes_back_with_the_record(hidden: Source, portal: Portal) -> None:
    days_pass(hidden, 8)
    sweeping.sweep()
    number = int(portal.packages[0]["id"][-12:])
    portal.packages.append(withdrawing.package(number + 4))

    assert (run_now(hidden).counts["restored"], visible(hidden)) == (1, 5)


def test_the_sweep_has_a_command(hidden: Source, cli: Any) -> None:
    from ckan.cli.cli import ckan

    days_pass(hidden, 8)

    answer = cli.invoke(ckan, ["satudata", "source", "sweep", "--json"])

    assert json.loads(answer.output.splitlines()[-1])[hidden.name] == 1


def test_a_source_that_leaves_hides_its_datasets_and_is_forgotten(source: Source) -> None:
    run_now(source)
    answer = tk.get_action("satudata_source_delete")(site(), {"id": source.id, "datasets": "archive"})

    with pytest.raises(tk.ValidationError, match="is being deleted"):
        runs.queue(source, None)
    waiting = [one for one in jobs.jobs.get_queue().jobs if one.args == [source.id]]
    source_id, before = source.id, visible(source)
    for one in waiting:
        one.perform()
        one.delete()
    model.Session.expire_all()

    assert (answer["datasets"], len(waiting), before) == ("archive", 1, 5)
    assert model.Session.get(Source, source_id) is None
    found = tk.get_action("package_search")(
        {"ignore_auth": True}, {"fq": f'harvest_source_id:"{source_id}"', "include_private": True, "rows": 0}
    )
    public = tk.get_action("package_search")({"user": ""}, {"fq": f'harvest_source_id:"{source_id}"', "rows": 0})
    assert (found["count"], public["count"]) == (5, 0)


def test_a_source_that_stays_is_not_hidden_by_a_job_that_comes_too_late(source: Source) -> None:
    run_now(source)

    assert (leaving.hide_and_forget(source.id), visible(source)) == (0, 5)


def test_a_source_is_deleted_and_its_datasets_kept_unless_asked_otherwise(source: Source) -> None:
    run_now(source)
    source_id = source.id

    answer = tk.get_action("satudata_source_delete")(site(), {"id": source_id})

    assert answer["datasets"] == "keep"
    found = tk.get_action("package_search")({"user": ""}, {"fq": f'harvest_source_id:"{source_id}"', "rows": 0})
    assert found["count"] == 5
    with pytest.raises(tk.ValidationError):
        tk.get_action("satudata_source_delete")(site(), {"id": source_id, "datasets": "apa"})
