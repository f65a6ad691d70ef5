"""Sources, runs and findings as dicts for the API, the pages and the command line, in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.satudata.codes import findings
from ckanext.satudata.codes.findings import Finding, Severity
from ckanext.satudata.harvest import connectors, finding_wording, runs
from ckanext.satudata.harvest.engine.outlook import Outlook, outlook
from ckanext.satudata.harvest.errors import Message
from ckanext.satudata.harvest.model import Record, Run, RunState, Source, Stage, StoredFinding
from ckanext.satudata.harvest.model.source import now
from ckanext.satudata.harvest.notices.sending import TEXTS

EMPTY_RECORDS = {"stored": 0, "refused": 0, "missing": 0, "archived": 0}


def sources(found: Sequence[Source]) -> list[dict[str, Any]]:
    """Sources with their last run and the number of their records; three queries for any number of sources."""
    ids = [source.id for source in found]
    last_runs = {run.source_id: run for run in model.Session.scalars(_last_runs(ids))}
    records = _record_counts(ids)
    return [_source(source, last_runs.get(source.id), records.get(source.id, EMPTY_RECORDS)) for source in found]


def source(one: Source) -> dict[str, Any]:
    """One source as in `sources`."""
    return sources([one])[0]


def run(one: Run, source_title: str | None = None) -> dict[str, Any]:
    """A run with its counters; `progress` is a share (0..1), None while the source has not said how much it has."""
    ended = one.finished_at or now()
    return {
        "id": one.id,
        "source_id": one.source_id,
        "source_title": source_title,
        "kind": one.kind,
        "state": one.state,
        "is_open": one.state in (RunState.QUEUED.value, RunState.RUNNING.value),
        "requested_by": one.requested_by,
        "cancel_requested": bool(one.cancel_requested),
        "created_at": _time(one.created_at),
        "started_at": _time(one.started_at),
        "finished_at": _time(one.finished_at),
        "progressed_at": _time(one.progressed_at),
        "duration_s": round((ended - one.started_at).total_seconds(), 1) if one.started_at else None,
        "announced": one.announced,
        "received": one.received or 0,
        "progress": min(1.0, (one.received or 0) / one.announced) if one.announced else None,
        "complete": bool(one.complete),
        "counts": one.counts,
        "deletion": one.deletion,
        "deletion_refusal": _refusal(one),
        "approved_by": one.approved_by,
        "approved_at": _time(one.approved_at),
        "error": Message(one.error["msgid"], one.error["details"]).text(tk._) if one.error else None,
        "notice": _notice(one),
    }


def finding(one: StoredFinding) -> dict[str, Any]:
    """A finding with its message and what to do."""
    message, remedy = wording(one)
    return {
        "id": one.id,
        "run_id": one.run_id,
        "source_id": one.source_id,
        "guid": one.guid,
        "title": one.title,
        "package_id": one.package_id,
        "organization_id": one.organization_id,
        "code": one.code,
        "severity": one.severity,
        "place": one.place,
        "value": one.value,
        "message": message,
        "remedy": remedy,
        "created_at": _time(one.created_at),
    }


def wording(one: StoredFinding) -> tuple[str, str]:
    """Message and remedy; a code that this version no longer knows stands for itself."""
    if one.code not in findings.CODES:
        return one.code, ""
    found = Finding(
        code=one.code, severity=Severity(one.severity), place=one.place, value=one.value, details=one.details
    )
    return finding_wording.texts(found)


def _refusal(one: Run) -> str | None:
    """Why nothing was taken away, in words."""
    details = dict(one.deletion_details or {})
    code = details.pop("code", "")
    return findings.finding(code, place="", **details).message(tk._) if code in findings.CODES else None


def _notice(one: Run) -> str:
    """What became of the letter about a run, in words; "" where there is nothing to say."""
    note = one.notice or {}
    return tk._(TEXTS.get(note.get("outcome", ""), "")).format(**note) if note.get("outcome") in TEXTS else ""


def _source(one: Source, last_run: Run | None, records: dict[str, int]) -> dict[str, Any]:
    kind = connectors.registered().get(one.connector)
    return {
        "id": one.id,
        "name": one.name,
        "title": one.title,
        "connector": one.connector,
        "connector_title": tk._(kind.title) if kind else one.connector,
        "url": one.settings.get("url"),
        "settings": one.settings,
        "mapping": one.mapping,
        "mapping_version": one.mapping_version,
        "networks": one.networks or [],
        "schedule": one.schedule,
        "active": one.active,
        "is_leaving": bool(one.leaving),
        "priority": one.priority,
        "created_by": one.created_by,
        "created_at": _time(one.created_at),
        "modified_at": _time(one.modified_at),
        "records": records,
        "reading": _reading(outlook(one, kind)),
        "next_run_at": _time(runs.next_at(one, last_run)),
        "last_run": run(last_run, one.title) if last_run else None,
    }


def _reading(expected: Outlook) -> dict[str, Any]:
    """How far a source was read, and what its next run reads."""
    return {
        "changes_until": _time(expected.watermark),
        "compared_at": _time(expected.compared_at),
        "next": "everything" if expected.is_whole else "changes",
        "reason": expected.reason.text(tk._),
    }


def _last_runs(source_ids: Sequence[str]) -> sa.Select[tuple[Run]]:
    return (
        sa.select(Run)
        .where(Run.source_id.in_(source_ids))
        .distinct(Run.source_id)
        .order_by(Run.source_id, Run.created_at.desc())
    )


def _record_counts(source_ids: Sequence[str]) -> dict[str, dict[str, int]]:
    is_hidden = Record.stage.in_([Stage.ARCHIVING.value, Stage.ARCHIVED.value])
    is_gone = Record.stage.in_([Stage.DELETING.value, Stage.DELETED.value])
    is_missing = Record.missing_since.is_not(None)
    state = sa.case((is_hidden, "archived"), (is_missing, "missing"), else_=Record.state)
    rows = model.Session.execute(
        sa.select(Record.source_id, state, sa.func.count())
        .where(Record.source_id.in_(source_ids), sa.func.coalesce(~is_gone, sa.true()))
        .group_by(sa.literal_column("1"), sa.literal_column("2"))
    )
    counts: dict[str, dict[str, int]] = {}
    for source_id, state, number in rows:
        counts.setdefault(source_id, dict(EMPTY_RECORDS))[state] = number
    return counts


def _time(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None
