"""After a run that died: datasets that are in the database but not in the search, because Solr had not got them yet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ckan import model
from ckan.lib import search

from ckanext.satudata.harvest.model import Record

CHUNK = 500


def reindex(session: Session, run_ids: Sequence[str]) -> int:
    """Index the datasets that these runs wrote last and that the search does not know as they are now; how many."""
    written = session.scalars(
        sa.select(Record.package_id).where(Record.last_run_id.in_(run_ids), Record.package_id.is_not(None))
    )
    ids = (id_ for id_ in written if id_)
    repaired = 0
    while chunk := list(islice(ids, CHUNK)):
        stale = list(_stale(session, chunk))
        if stale:
            search.rebuild(package_ids=stale, force=True, quiet=True, defer_commit=True)
        repaired += len(stale)
    search.commit()
    return repaired


def _stale(session: Session, ids: Sequence[str]) -> Iterator[str]:
    package = model.Package
    indexed = _indexed(ids)
    for id_, modified in session.execute(
        sa.select(package.id, package.metadata_modified).where(package.id.in_(ids), package.state == "active")
    ):
        # Solr keeps milliseconds.
        if indexed.get(id_, "")[:22] != modified.isoformat()[:22]:
            yield id_


def _indexed(ids: Sequence[str]) -> dict[str, str]:
    connection = search.make_connection(decode_dates=False)
    found = connection.search(
        "*:*", fq=f"{{!terms f=id}}{','.join(ids)}", fl="id,metadata_modified", rows=len(ids), start=0
    )
    return {document["id"]: document["metadata_modified"] for document in found.docs}
