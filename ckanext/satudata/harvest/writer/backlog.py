"""Which committed datasets Solr may not know yet, kept in the database itself.

The entry of a batch is written in the transaction of the batch and removed when Solr has taken it. A worker that is
killed in between leaves the entry, and the next writer indexes those datasets. Lives in CKAN's `task_status` table.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
from collections.abc import Collection, Sequence

import sqlalchemy as sa

from ckan import logic, model
from ckan.lib import search

from ckanext.satudata.harvest.writer.context import new_context

log = logging.getLogger(__name__)

TASK = "satudata_harvest_index"
# Younger entries may belong to a writer at work; indexing its datasets too would be harmless, but slow.
ABANDONED_AFTER = dt.timedelta(minutes=15)


def add(key: str, package_ids: Sequence[str]) -> None:
    """Note the datasets, in the session's transaction."""
    entry = {
        "entity_id": key,
        "entity_type": "batch",
        "task_type": TASK,
        "key": "package_ids",
        "value": json.dumps(list(package_ids)),
        "state": "committed",
        "last_updated": dt.datetime.now(tz=dt.timezone.utc).replace(tzinfo=None),
    }
    model.Session.execute(sa.insert(model.task_status_table), [entry])


def remove(keys: Collection[str]) -> None:
    """Forget the entries, in the session's transaction."""
    if keys:
        table = model.task_status_table
        model.Session.execute(sa.delete(table).where(table.c.task_type == TASK, table.c.entity_id.in_(keys)))


def reindex_abandoned(user: str) -> None:
    """Index what killed writers have left; commits. What Solr still does not take stays in the backlog."""
    for key, package_ids in _abandoned().items():
        log.info("Indexing %d datasets that a writer has left behind", len(package_ids))
        failed = [package_id for package_id in package_ids if not reindex(user, package_id)]
        if not failed:
            remove([key])
        model.Session.commit()
        search.commit()


def reindex(user: str, package_id: str) -> bool:
    """Bring one dataset into the search index, without Solr's commit; False if Solr does not take it."""
    try:
        logic.index_update_package(new_context(user), package_id, defer_commit=True)
    except logic.NotFound:
        # Purged since, which takes it out of the index as well.
        return True
    except search.SearchIndexError:
        log.exception("Solr did not take dataset %s, not even alone", package_id)
        return False
    return True


def _abandoned() -> dict[str, list[str]]:
    """Entries that no living writer can still be working on: package ids by key."""
    table = model.task_status_table
    before = dt.datetime.now(tz=dt.timezone.utc).replace(tzinfo=None) - ABANDONED_AFTER
    query = sa.select(table.c.entity_id, table.c.value).where(table.c.task_type == TASK, table.c.last_updated < before)
    return {key: json.loads(value) for key, value in model.Session.execute(query)}
