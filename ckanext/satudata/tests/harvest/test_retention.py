"""How long runs are kept, and what is never thrown away."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.tests.helpers import CKANCliRunner

from ckanext.satudata.harvest import jobs, retention, runs
from ckanext.satudata.harvest.model import Record, Run, Source, StoredChange, StoredFinding
from ckanext.satudata.harvest.model.source import now
from ckanext.satudata.harvest.retention import Keep, Pruned

pytestmark = pytest.mark.usefixtures("non_clean_db", "with_plugins")


def past_run(source: Source, days: int, **values: Any) -> Run:
    """A run that ended so many days ago, with a finding about the source and a change."""
    made = Run(source_id=source.id, **{"state": "finished", "created_at": now() - timedelta(days=days), **values})
    model.Session.add(made)
    model.Session.flush()
    about = {"run_id": made.id, "source_id": source.id}
    model.Session.add(StoredFinding(**about, code="HARVEST-06", severity="info", place="", value="", details={}))
    model.Session.add(StoredChange(**about, guid="satu", kind="changed", fields=[["title", "a", "b"]]))
    model.Session.commit()
    return made


def left(source: Source, made: Sequence[str]) -> list[int]:
    """Positions of the runs that are still there."""
    ids = set(model.Session.scalars(sa.select(Run.id).where(Run.source_id == source.id)))
    return [position for position, run_id in enumerate(made) if run_id in ids]


@pytest.mark.parametrize(
    ("keep", "expected"),
    [
        (Keep(runs=2, days=0), [0, 1]),
        (Keep(runs=2, days=35), [0, 1, 2, 3]),
        (Keep(runs=0, days=15), [0, 1]),
        (Keep(runs=0, days=1), [0]),
        (Keep(runs=0, days=0), [0, 1, 2, 3, 4]),
        (Keep(runs=9, days=0), [0, 1, 2, 3, 4]),
    ],
)
def test_a_number_of_runs_is_kept_and_all_of_the_last_days(keep: Keep, expected: list[int], source: Source) -> None:
    made = [past_run(source, days).id for days in (5, 10, 20, 30, 40)]

    gone = retention.prune(model.Session(), keep, source_id=source.id)

    number = 5 - len(expected)
    assert (left(source, made), gone) == (expected, Pruned(runs=number, findings=number, changes=number))


@pytest.mark.parametrize(
    "values",
    [{"complete": True}, {"is_settled": False}, {"state": "running"}, {"state": "queued"}],
    ids=lambda values: next(iter(values)),
)
def test_what_is_still_needed_stays(values: dict[str, Any], source: Source) -> None:
    needed = past_run(source, 400, **values).id
    made = [needed, past_run(source, 300).id, past_run(source, 2).id]

    retention.prune(model.Session(), Keep(runs=1, days=0), source_id=source.id)

    assert left(source, made) == [0, 2]


def test_findings_that_still_hold_stay_with_their_run(source: Source) -> None:
    old, new = past_run(source, 100), past_run(source, 1)
    row = {"run_id": old.id, "source_id": source.id, "severity": "error", "place": "", "value": "", "details": {}}
    for guid in ("masih", "sudah"):
        model.Session.add(StoredFinding(**row, guid=guid, code="META-40"))
    for guid, run in (("masih", old), ("sudah", new)):
        model.Session.add(Record(source_id=source.id, guid=guid, state="stored", mapping_version=1, last_run_id=run.id))
    model.Session.commit()

    gone = retention.prune(model.Session(), Keep(runs=1, days=0), source_id=source.id)

    kept = model.Session.scalars(sa.select(StoredFinding.guid).where(StoredFinding.run_id == old.id)).all()
    assert (left(source, [old.id, new.id]), kept) == ([0, 1], ["masih"])
    assert gone == Pruned(runs=0, findings=2, changes=1)


def test_a_dry_run_counts_and_deletes_nothing(source: Source) -> None:
    made = [past_run(source, days).id for days in (1, 2, 3)]

    gone = retention.prune(model.Session(), Keep(runs=1, days=0), source_id=source.id, dry_run=True)

    assert (gone, left(source, made)) == (Pruned(runs=2, findings=2, changes=2), [0, 1, 2])


def test_more_than_a_batch_goes(source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "BATCH", 2)
    made = [past_run(source, days).id for days in range(1, 8)]

    retention.prune(model.Session(), Keep(runs=1, days=0), source_id=source.id)

    assert left(source, made) == [0]


def test_room_is_made_after_each_run_of_a_worker(source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(tk.config, "ckanext.satudata.harvest.keep_runs", 2)
    monkeypatch.setitem(tk.config, "ckanext.satudata.harvest.keep_days", 0)
    made = [past_run(source, days).id for days in (3, 2, 1)]

    jobs.execute(runs.queue(source, None).id)

    assert left(source, made) == [2]


def test_the_command_shows_first_and_deletes_on_yes(cli: CKANCliRunner, source: Source) -> None:
    from ckan.cli.cli import ckan

    made = [past_run(source, days).id for days in (5000, 6000, 7000)]
    command = ["satudata", "runs", "prune", "--keep-runs", "2", "--keep-days", "3650"]

    shown = cli.invoke(ckan, command, catch_exceptions=False)
    before = left(source, made)
    deleted = json.loads(cli.invoke(ckan, [*command, "--yes", "--json"], catch_exceptions=False).stdout)

    assert shown.output.strip().endswith("would go; add --yes to delete them.")
    assert (before, left(source, made)) == ([0, 1, 2], [0, 1])
    assert deleted["deleted"] is True
