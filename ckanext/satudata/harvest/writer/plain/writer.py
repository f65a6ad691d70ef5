"""The writer in batches: what can be stored together is, and what a batch cannot digest goes through CKAN's action.

A batch ends before a dataset that clashes with an earlier one of it (`claims.py`) or is unusual (`unusual.py`). A
batch that fails is rolled back and tried again by halves, so that one dataset PostgreSQL does not take, or a plugin
chokes on, is found and refused alone. Hooks of plugins may then be called twice for the others.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.lib import search
from ckan.types import Context

from ckanext.satudata.harvest.writer import backlog, ground
from ckanext.satudata.harvest.writer.action import ActionWriter
from ckanext.satudata.harvest.writer.context import new_context, site_user
from ckanext.satudata.harvest.writer.plain import creation, updating
from ckanext.satudata.harvest.writer.plain.batch import Batch, Dataset, Tools
from ckanext.satudata.harvest.writer.plain.foreseen import Foresight, NothingForeseen, Surroundings
from ckanext.satudata.harvest.writer.plain.originals import lock
from ckanext.satudata.harvest.writer.plain.solr import SolrSender
from ckanext.satudata.harvest.writer.plain.unusual import Unusual, UnusualError
from ckanext.satudata.harvest.writer.plain.updating import ChangedDataset
from ckanext.satudata.harvest.writer.refusals import concerns_all, refusal
from ckanext.satudata.harvest.writer.types import WriteOutcome, WriteRequest

log = logging.getLogger(__name__)

BATCH_SIZE = 200
# Where many datasets cannot go together, long batches would be looked up again and again in vain.
LEAST_SIZE = 8


class BatchWriter:
    """Stores datasets in batches, with CKAN's code as it is."""

    mode = "plain"

    def __init__(self) -> None:
        self._user_name = site_user()
        self._tools = Tools()
        self._unusual = Unusual()
        self._actions = ActionWriter()
        self._solr = SolrSender()
        self._keys: set[str] = set()
        self._unindexed: frozenset[str] | None = None
        self._foresight: Foresight | None = None

    @property
    def unindexed(self) -> frozenset[str]:
        mine = self._solr.failed if self._unindexed is None else self._unindexed
        return mine | self._actions.unindexed

    def write(self, requests: Sequence[WriteRequest]) -> list[WriteOutcome]:
        outcomes: list[WriteOutcome] = []
        size = BATCH_SIZE
        while len(outcomes) < len(requests):
            start = len(outcomes)
            done = self._write_some(requests[start : start + size])
            outcomes += done
            size = min(BATCH_SIZE, max(LEAST_SIZE, 2 * len(done)))
        return outcomes

    def close(self) -> None:
        try:
            self._solr.wait()
            self._unindexed = frozenset(
                package_id for package_id in self._solr.failed if not backlog.reindex(self._user_name, package_id)
            )
            backlog.remove(self._solr.take_done() if self._unindexed else self._keys)
            model.Session.commit()
            self._actions.close()
            if self._keys:
                search.commit()
        finally:
            self._solr.stop()

    def aid(self, requests: Sequence[WriteRequest]) -> AbstractContextManager[None]:  # noqa: ARG002
        """What surrounds each batch; the fast writer has its own."""
        return nullcontext()

    def foresight(self, requests: Sequence[WriteRequest]) -> Surroundings:
        """What answers the validators' questions; the fast writer does not let them ask."""
        if self._foresight is None and not ground.changed(ground.FORESEEN):
            self._foresight = Foresight(self._user_name)
        return self._foresight.of(requests) if self._foresight else NothingForeseen()

    def _write_some(self, requests: Sequence[WriteRequest]) -> list[WriteOutcome]:
        """Outcomes of at least the first request, and as many more as go together with it; all committed."""
        outcomes = self._tried(requests)
        if outcomes is None and len(requests) > 1:
            return self._write_some(requests[: len(requests) // 2])
        return outcomes or [self._actions.write_one(requests[0])]

    def _tried(self, requests: Sequence[WriteRequest]) -> list[WriteOutcome] | None:
        """As `_attempt`; None if it failed, and nothing was written."""
        try:
            with self.aid(requests):
                return self._attempt(requests)
        except Exception as err:
            model.Session.rollback()
            self._tools.documents.take()
            if concerns_all(err):
                raise
            # The action, which the one at fault comes to in the end, logs the traceback.
            log.info("A batch of %d datasets failed and is tried by halves: %s", len(requests), type(err).__name__)
            return None

    def _attempt(self, requests: Sequence[WriteRequest]) -> list[WriteOutcome]:
        """Outcomes of the first requests that go together; none if already the first needs the action."""
        # CKAN's session keeps objects over commits: without this, what others changed since then stays unseen.
        model.Session.expire_all()
        backlog.remove(self._solr.take_done())
        user = model.User.by_name(self._user_name)
        assert user
        batch = Batch(user=user, tools=self._tools, originals=lock(_ids_to_update(requests)))
        batch.forbid(creation.deleted_but_asked_for(requests))
        foresight = self.foresight(requests)
        with foresight.validating():
            validated = list(self._validated_first(requests, batch))
        return self._store(batch, validated, foresight)

    def _validated_first(self, requests: Sequence[WriteRequest], batch: Batch) -> Iterator[WriteOutcome | Dataset]:
        """As `_validate`, up to the first that cannot go with those before it."""
        for request in requests:
            if not batch.has_room_for(request):
                return
            try:
                yield self._validate(request, batch)
            except UnusualError as err:
                log.debug("Dataset %s goes through CKAN's action: %s", request.guid, err)
                return

    def _validate(self, request: WriteRequest, batch: Batch) -> WriteOutcome | Dataset:
        """The validated dataset, or the outcome if nothing is to be stored. Raises UnusualError."""
        context = new_context(self._user_name)
        context["auth_user_obj"] = batch.user
        try:
            dataset = self._validated(request, context, batch)
        except tk.ValidationError as err:
            return refusal(request, err)
        except Exception as err:
            if concerns_all(err):
                raise
            raise UnusualError(str(err)) from err
        if not isinstance(dataset, ChangedDataset):
            self._unusual.check_new(dataset.data)
        elif dataset.is_same:
            return batch.outcome(dataset)
        else:
            self._unusual.check_changed(dataset.data, dataset.copied)
        batch.add(dataset)
        return dataset

    def _validated(self, request: WriteRequest, context: Context, batch: Batch) -> Dataset:
        self._unusual.check_uploads(request.dataset)
        if request.package_id is None:
            return creation.validate_new(request, context)
        package = batch.originals.packages.get(request.package_id)
        if package is None:
            raise UnusualError("CKAN does not have the package")
        return updating.validate_update(request, context, package, batch.originals)

    def _store(
        self, batch: Batch, validated: Sequence[WriteOutcome | Dataset], foresight: Surroundings
    ) -> list[WriteOutcome]:
        job = batch.store(foresight.showing())
        model.Session.commit()
        if job:
            self._keys.add(job.key)
            self._solr.send(job)
            batch.send_signals()
        return [item if isinstance(item, WriteOutcome) else batch.outcome(item) for item in validated]


def _ids_to_update(requests: Sequence[WriteRequest]) -> list[str]:
    return [request.package_id for request in requests if request.package_id is not None]
