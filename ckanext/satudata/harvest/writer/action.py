"""The writer that calls CKAN's own actions, one dataset at a time: the reference all other writers equal.

It only avoids what CKAN does more than once: the answer is not built, one search document is made after the commit,
and Solr commits once at the end. Hooks, signals, chained actions: all as in a call through the API.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any
from uuid import uuid4

import sqlalchemy as sa

import ckan.plugins.toolkit as tk
from ckan import logic, model
from ckan.lib import search

from ckanext.satudata.harvest.writer import activities, backlog
from ckanext.satudata.harvest.writer.context import new_context, site_user
from ckanext.satudata.harvest.writer.json_copy import copy_json
from ckanext.satudata.harvest.writer.refusals import concerns_all, refusal
from ckanext.satudata.harvest.writer.types import Action, WriteOutcome, WriteRequest

log = logging.getLogger(__name__)

Documents = tuple[dict[str, Any], dict[str, Any]]
"""The dataset under CKAN's default show schema and under its own: what the search index wants."""


class ActionWriter:
    """Stores datasets through `package_create` and `package_update`."""

    mode = "action"

    def __init__(self) -> None:
        self._user = site_user()
        self._unindexed: set[str] = set()
        self._indexed: list[str] = []
        self._wrote = False

    @property
    def unindexed(self) -> frozenset[str]:
        return frozenset(self._unindexed)

    def write(self, requests: Sequence[WriteRequest]) -> list[WriteOutcome]:
        return [self.write_one(request) for request in requests]

    def write_one(self, request: WriteRequest) -> WriteOutcome:
        """Store one dataset, committed when this returns."""
        # CKAN's session keeps objects over commits: without this, a portal user's edit since then stays unseen.
        model.Session.expire_all()
        try:
            return self._create(request) if request.package_id is None else self._update(request)
        except Exception as err:
            model.Session.rollback()
            if concerns_all(err):
                raise
            if not isinstance(err, (tk.ValidationError, tk.ObjectNotFound)):
                log.exception("CKAN cannot take dataset %s", request.guid)
            return refusal(request, err)

    def close(self) -> None:
        self._unindexed = {each for each in self._unindexed if not backlog.reindex(self._user, each)}
        backlog.remove(self._indexed)
        model.Session.commit()
        if self._wrote:
            search.commit()

    def _create(self, request: WriteRequest) -> WriteOutcome:
        context = new_context(self._user)
        package_id = str(tk.get_action("package_create")(context, request.fresh_dataset()))
        documents = logic.package_show_default_and_custom_schemas(context, package_id)
        return self._commit(request, package_id, "created", documents, None)

    def _update(self, request: WriteRequest) -> WriteOutcome:
        # A portal user who saves the same dataset now waits for us, and we see what was saved before.
        table = model.package_table
        model.Session.execute(sa.select(table.c.id).where(table.c.id == request.package_id).with_for_update())
        context = new_context(self._user)
        before = tk.get_action("package_show")({"for_view": False, "ignore_auth": True}, {"id": request.package_id})
        package_id = str(tk.get_action("package_update")(context, request.fresh_dataset(before)))
        if not _session_has_changes():
            model.Session.rollback()
            return WriteOutcome(
                guid=request.guid, package_id=package_id, action="unchanged", before=before, after=before
            )
        documents = logic.package_show_default_and_custom_schemas(context, package_id)
        if activities.are_recorded():
            package, user = model.Package.get(package_id), model.User.get(self._user)
            assert package
            assert user
            answer = tk.get_action("package_show")({"for_view": False, "ignore_auth": True}, {"id": package_id})
            activities.insert([activities.row("changed", package, answer, user)])
        return self._commit(request, package_id, "updated", documents, before)

    def _commit(
        self,
        request: WriteRequest,
        package_id: str,
        action: Action,
        documents: Documents,
        before: dict[str, Any] | None,
    ) -> WriteOutcome:
        backlog.remove(self._indexed)
        self._indexed = []
        key = str(uuid4())
        backlog.add(key, [package_id])
        model.Session.commit()
        # Indexing takes the documents apart.
        after = copy_json(documents[1])
        self._index(package_id, documents, key)
        return WriteOutcome(guid=request.guid, package_id=package_id, action=action, before=before, after=after)

    def _index(self, package_id: str, documents: Documents, key: str) -> None:
        self._wrote = True
        try:
            logic.index_update_package_dicts(documents, defer_commit=True)
        except search.SearchIndexError:
            log.exception("Solr did not take dataset %s; it is tried again when the writer closes", package_id)
            self._unindexed.add(package_id)
        else:
            self._unindexed.discard(package_id)
            self._indexed.append(key)


def _session_has_changes() -> bool:
    """Whether something was flushed, or waits to be, since the last commit; CKAN keeps the list for its plugins."""
    model.Session.flush()
    return any(getattr(model.Session(), "_object_cache", {}).values())
