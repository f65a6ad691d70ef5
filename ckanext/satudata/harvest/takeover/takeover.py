"""Takes over all sources of ckanext-harvest with the links to their datasets. May be done again at any time.

A source keeps its id and name, so that a second time finds it: then only links that are missing are added, and what was
changed here stays. Datasets are not touched: they keep id, name and address; the first run of the source reads their
records again and brings them into our fields, as changed ones, never as new ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy.dialects.postgresql import insert

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.satudata.harvest import sources
from ckanext.satudata.harvest.errors import HarvestError
from ckanext.satudata.harvest.mapping.dataset import Target
from ckanext.satudata.harvest.mapping.target import target
from ckanext.satudata.harvest.model import Record, RecordState, Source
from ckanext.satudata.harvest.model.source import now
from ckanext.satudata.harvest.takeover import old_tables
from ckanext.satudata.harvest.takeover.old_tables import OldSource
from ckanext.satudata.harvest.takeover.translating import guid_here, translate

__all__ = ["MARK", "NothingToTakeOverError", "Taken", "take_over"]

MARK = "takeover"
"""Stands for the run that has last touched a record, until one has."""
BATCH = 500
NO_MAPPING = 0
"""A version that no mapping has: whatever the record is, its first run maps it."""


class NothingToTakeOverError(HarvestError):
    """Raised by `take_over` where ckanext-harvest has left no tables."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What became of one old source. `name` is "" and `reasons` say why where it could not be taken over."""

    title: str
    kind: str
    name: str
    is_new: bool
    linked: int
    remarks: Sequence[str] = ()
    reasons: Sequence[str] = ()


def take_over(*, dry_run: bool = False) -> Iterator[Taken]:
    """Each source in its own transaction; with `dry_run` everything is tried and nothing stays."""
    session = model.Session()
    if not old_tables.are_there(session):
        raise NothingToTakeOverError("There are no tables of ckanext-harvest in this database.")
    here = target()
    for old in old_tables.old_sources(session):
        taken = _one(old, here)
        if dry_run or not taken.name:
            session.rollback()
        else:
            session.commit()
        yield taken


def _one(old: OldSource, here: Target) -> Taken:
    found = model.Session.get(Source, old.id)
    if found is not None:
        return Taken(title=found.title, kind=old.kind, name=found.name, is_new=False, linked=_link(old))
    translated = translate(old, here)
    if translated.data is None:
        return _left(old, translated.remarks)
    try:
        made = sources.create(translated.data, None, source_id=old.id)
    except tk.ValidationError as error:
        return _left(old, [f"{name}: {text}" for name, texts in error.error_dict.items() for text in _texts(texts)])
    return Taken(
        title=old.title, kind=old.kind, name=made.name, is_new=True, linked=_link(old), remarks=translated.remarks
    )


def _left(old: OldSource, reasons: Sequence[str]) -> Taken:
    return Taken(title=old.title, kind=old.kind, name="", is_new=False, linked=0, reasons=reasons)


def _link(old: OldSource) -> int:
    """Add a record for each dataset that has none; how many."""
    rows = (
        {
            "source_id": old.id,
            "guid": guid_here(old.kind, link),
            "state": RecordState.STORED.value,
            "url": "",
            "mapping_version": NO_MAPPING,
            "package_id": link.package_id,
            "organization_id": link.organization_id,
            "last_run_id": MARK,
            "created_at": now(),
            "modified_at": now(),
        }
        for link in old_tables.links(model.Session(), old.id)
    )
    added = 0
    while batch := list(islice(rows, BATCH)):
        statement = insert(Record).on_conflict_do_nothing(constraint="satudata_record_guid_key").returning(Record.id)
        added += len(model.Session.scalars(statement, batch).all())
    return added


def _texts(messages: Any) -> list[str]:
    return [str(text) for text in messages] if isinstance(messages, (list, tuple)) else [str(messages)]
