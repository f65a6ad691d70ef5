"""Pairs of equal datasets as dicts for the API, the pages and the command line."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.satudata.codes.messages import N_
from ckanext.satudata.harvest.model import Duplicate, Reason, Source

REASONS: Mapping[str, str] = {
    Reason.GUID.value: N_("They have the same identifier."),
    Reason.SOURCE_URL.value: N_("They come from the same page."),
    Reason.TITLE.value: N_("Their titles say the same, and they are of the same organisation."),
}


def duplicates(found: Sequence[Duplicate]) -> list[dict[str, Any]]:
    """Pairs with what there is to know of both datasets; two queries for any number of pairs."""
    datasets = _datasets({id_ for one in found for id_ in (one.first_id, one.second_id)})
    return [
        {
            "id": one.id,
            "reason": one.reason,
            "reason_text": tk._(REASONS[one.reason]),
            "likeness": one.likeness,
            "state": one.state,
            "hidden_id": one.hidden_id,
            "decided_by": one.decided_by,
            "decided_at": one.decided_at.isoformat(timespec="seconds") if one.decided_at else None,
            "datasets": [datasets.get(id_) or _gone(id_) for id_ in (one.first_id, one.second_id)],
        }
        for one in found
    ]


def keep_back_unseen(pairs: Sequence[dict[str, Any]], may_see: Callable[[str], bool]) -> None:
    """Take name, title and origin of the datasets that the reader may not see out of the pairs."""
    for pair in pairs:
        for dataset in pair["datasets"]:
            if dataset["private"] and not may_see(dataset["id"]):
                dataset.update(_gone(dataset["id"]), title=tk._("A dataset that is not public"), state=dataset["state"])


def _datasets(ids: set[str]) -> dict[str, dict[str, Any]]:
    package, group = model.Package, model.Group
    source_id = package.extras["harvest_source_id"].astext
    rows = model.Session.execute(
        sa.select(package, group.title, group.name, Source.name, Source.title, Source.priority)
        .join(group, group.id == package.owner_org, isouter=True)
        .join(Source, Source.id == source_id, isouter=True)
        .where(package.id.in_(ids))
    )
    return {
        found.id: {
            "id": found.id,
            "name": found.name,
            "title": found.title or found.name,
            "state": found.state,
            "private": bool(found.private),
            "organization": organization or name,
            "source_name": source_name,
            "source_title": source_title or (found.extras or {}).get("harvest_source_title"),
            "priority": priority,
        }
        for found, organization, name, source_name, source_title, priority in rows
    }


def _gone(id_: str) -> dict[str, Any]:
    return {
        "id": id_,
        "name": id_,
        "title": tk._("A dataset that is no longer there"),
        "state": "deleted",
        "private": True,
        "organization": None,
        "source_name": None,
        "source_title": None,
        "priority": None,
    }
