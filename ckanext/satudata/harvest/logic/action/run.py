"""Actions on runs."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.types import Context, DataDict

from ckanext.satudata.harvest import access, runs, showing, sources
from ckanext.satudata.harvest.logic import schema
from ckanext.satudata.harvest.logic.action.finding import counts_by_code, counts_by_severity, visible
from ckanext.satudata.harvest.model import Run, Source, StoredFinding


@tk.side_effect_free
@tk.validate_action_data(schema.reference)
def satudata_run_show(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """One run: state, counters, progress, duration, error, `source`, and its findings counted by code and severity.

    Ask again every few seconds while `is_open` is true to follow its progress.
    """
    tk.check_access("satudata_run_show", context, data_dict)
    run = _find(data_dict["id"])
    source = model.Session.get(Source, run.source_id)
    conditions = [StoredFinding.run_id == run.id, *visible(context)]
    return {
        **showing.run(run, source.title if source else None),
        "source": showing.source(source) if source else None,
        "findings_by_code": counts_by_code(conditions),
        "findings_by_severity": counts_by_severity(conditions),
    }


@tk.side_effect_free
@tk.validate_action_data(schema.run_list)
def satudata_run_list(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """`count` and `results`: runs, the newest first. Filters: `source_id` (id or name), `state`; `limit`, `offset`."""
    tk.check_access("satudata_run_list", context, data_dict)
    query = sa.select(Run, Source.title).join(Source, Source.id == Run.source_id)
    if not access.manages(context):
        query = query.where(access.concerned(access.own_organizations(context)))
    if data_dict.get("source_id"):
        query = query.where(Run.source_id == sources.find(data_dict["source_id"]).id)
    if data_dict.get("state"):
        query = query.where(Run.state == data_dict["state"])
    count = model.Session.scalar(sa.select(sa.func.count()).select_from(query.subquery()))
    page = query.order_by(Run.created_at.desc(), Run.id).limit(data_dict["limit"]).offset(data_dict["offset"])
    return {"count": count, "results": [showing.run(run, title) for run, title in model.Session.execute(page)]}


@tk.validate_action_data(schema.reference)
def satudata_run_cancel(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Ask a run to stop. A working one ends after its present batch; what it has taken over is kept."""
    tk.check_access("satudata_run_cancel", context, data_dict)
    run = _find(data_dict["id"])
    if not showing.run(run)["is_open"]:
        raise tk.ValidationError({"id": [tk._("This run has already ended.")]})
    runs.cancel(run)
    return showing.run(run)


def _find(run_id: str) -> Run:
    run = model.Session.get(Run, run_id)
    if run is None:
        raise tk.ObjectNotFound(tk._("There is no run “{id}”.").format(id=run_id))
    return run
