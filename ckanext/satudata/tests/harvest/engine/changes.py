"""What a run changed, as tests compare it."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from ckan import model

from ckanext.satudata.harvest.model import Run, StoredChange


def changes_of(done: Run, *kinds: str) -> list[tuple[str, Any]]:
    """Guid and fields of the changes of these kinds, by guid."""
    query = sa.select(StoredChange.guid, StoredChange.fields).where(
        StoredChange.run_id == done.id, StoredChange.kind.in_(kinds)
    )
    return sorted((guid, fields) for guid, fields in model.Session.execute(query))


def kinds_of(done: Run) -> list[tuple[str, str]]:
    """Kind and guid of all changes of a run, in order."""
    query = sa.select(StoredChange.kind, StoredChange.guid).where(StoredChange.run_id == done.id)
    return sorted((kind, guid) for kind, guid in model.Session.execute(query))
