"""Actions on what runs changed, and on what they refused to take away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.types import Context, DataDict

from ckanext.satudata.harvest import access, change_showing, jobs, showing
from ckanext.satudata.harvest.deletion import approving
from ckanext.satudata.harvest.logic import schema
from ckanext.satudata.harvest.logic.action.finding import counts_by_code, visible
from ckanext.satudata.harvest.model import COUNTERS, ChangeKind, Run, Source, StoredChange, StoredFinding

SEARCHED = (StoredChange.title, StoredChange.guid)
KINDS = [kind.value for kind in ChangeKind]
IN_ORDER = sa.case({kind: number for number, kind in enumerate(KINDS)}, value=StoredChange.kind)


@tk.side_effect_free
@tk.validate_action_data(schema.run_changes)
def satudata_run_changes(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """What a run did to datasets: `count`, `results`, and `by_kind` with the number of each kind.

    A kind is one of new, changed, kept (edited here and left so), missing, archived, deleted, restored. Each result
    has `fields`: place, label, before and after; for "kept" the source's value stands before, the kept one after.
    Filters: `kind`, `q` (in title and identifier); `limit`, `offset`.
    """
    tk.check_access("satudata_run_changes", context, data_dict)
    run = _run(data_dict["id"])
    conditions = [StoredChange.run_id == run.id, *_visible(context)]
    if text := data_dict.get("q"):
        conditions.append(sa.or_(*(column.icontains(text, autoescape=True) for column in SEARCHED)))
    by_kind = _by_kind(conditions)
    if kind := data_dict.get("kind"):
        conditions.append(StoredChange.kind == kind)
    page = _in_order(conditions).limit(data_dict["limit"]).offset(data_dict["offset"])
    return {
        "count": by_kind[kind] if kind else sum(by_kind.values()),
        "results": change_showing.changes(model.Session.scalars(page).all()),
        "by_kind": by_kind,
    }


@tk.side_effect_free
@tk.validate_action_data(schema.run_compare)
def satudata_run_compare(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Two runs of one source side by side: `id` and, usually earlier, `other`.

    Gives `run` and `other`; `counts` with both numbers by counter; `findings` by code with both numbers, those that
    are new or gone first; `only_here` and `only_there`, each `count` and the first `limit` `results`: what only one of
    them did to a dataset.
    """
    tk.check_access("satudata_run_compare", context, data_dict)
    run, other = _run(data_dict["id"]), _run(data_dict["other"])
    if run.source_id != other.source_id:
        raise tk.ValidationError({"other": [tk._("These are runs of two different sources.")]})
    return {
        "run": showing.run(run, _title(run)),
        "other": showing.run(other, _title(other)),
        "counts": [{"name": name, "here": run.counts[name], "there": other.counts[name]} for name in COUNTERS],
        "findings": _findings(context, run, other),
        "only_here": _only(context, run, other, data_dict["limit"]),
        "only_there": _only(context, other, run, data_dict["limit"]),
    }


@tk.validate_action_data(schema.reference)
def satudata_deletion_approve(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Let go what a run (`id`) refused to take away: exactly its missing datasets that are still missing are hidden.

    Done in the background. Who approved and when stands in the run, which is returned. Raises ValidationError if there
    is nothing to approve, or if somebody has approved it already.
    """
    tk.check_access("satudata_deletion_approve", context, data_dict)
    run = _run(data_dict["id"])
    approving.approve(run, context.get("user"))
    jobs.enqueue_approval(run.id, _title(run) or "")
    return showing.run(run, _title(run))


def _visible(context: Context) -> list[sa.ColumnElement[bool]]:
    """As for findings: those who do not manage sources see what is about their organisations."""
    if access.manages(context):
        return []
    return [StoredChange.organization_id.in_(access.own_organizations(context))]


def _by_kind(conditions: Sequence[sa.ColumnElement[bool]]) -> dict[str, int]:
    rows = model.Session.execute(
        sa.select(StoredChange.kind, sa.func.count()).where(*conditions).group_by(StoredChange.kind)
    )
    return {**dict.fromkeys(KINDS, 0), **dict(rows.tuples().all())}


def _in_order(conditions: Sequence[sa.ColumnElement[bool]]) -> sa.Select[tuple[StoredChange]]:
    return sa.select(StoredChange).where(*conditions).order_by(IN_ORDER, StoredChange.title, StoredChange.id)


def _only(context: Context, run: Run, other: Run, limit: int) -> dict[str, Any]:
    """What was done to datasets in the one run and not in the other."""
    there = aliased(StoredChange)
    same = sa.select(there.id).where(
        there.run_id == other.id, there.guid == StoredChange.guid, there.kind == StoredChange.kind
    )
    conditions = [StoredChange.run_id == run.id, ~same.exists(), *_visible(context)]
    count = model.Session.scalar(sa.select(sa.func.count()).select_from(StoredChange).where(*conditions))
    rows = model.Session.scalars(_in_order(conditions).limit(limit)).all()
    return {"count": count, "results": change_showing.changes(rows)}


def _findings(context: Context, run: Run, other: Run) -> list[dict[str, Any]]:
    here, there = (
        {kind["code"]: kind for kind in counts_by_code([StoredFinding.run_id == one.id, *visible(context)])}
        for one in (run, other)
    )
    found = []
    for code in dict.fromkeys((*here, *there)):
        numbers = {"here": here.get(code, {}).get("count", 0), "there": there.get(code, {}).get("count", 0)}
        change = "new" if not numbers["there"] else "gone" if not numbers["here"] else "both"
        kind = here.get(code) or there[code]
        found.append(
            {"code": code, "severity": kind["severity"], "example": kind["example"], **numbers, "change": change}
        )
    return sorted(found, key=lambda one: ("new", "gone", "both").index(one["change"]))


def _run(run_id: str) -> Run:
    run = model.Session.get(Run, run_id)
    if run is None:
        raise tk.ObjectNotFound(tk._("There is no run “{id}”.").format(id=run_id))
    return run


def _title(run: Run) -> str | None:
    source = model.Session.get(Source, run.source_id)
    return source.title if source else None
