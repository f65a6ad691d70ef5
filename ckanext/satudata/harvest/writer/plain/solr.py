"""Sending batches of documents to Solr from one thread, while the next batch is being prepared.

A batch is sent after its commit. What Solr does not take is kept by package id, for the writer to try again; where one
document spoils a batch (a term of more than 32,766 bytes), the others are sent without it.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Sequence
from dataclasses import dataclass

import pysolr

from ckan.lib.search.common import make_connection

from ckanext.satudata.harvest.writer.plain.documents import Document, IndexChanges

log = logging.getLogger(__name__)

# Batches that may wait for Solr: enough to smooth its pauses, few enough to bound memory.
MAX_WAITING = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """The index changes of one committed batch; `key` names its entry in the backlog."""

    key: str
    package_ids: Sequence[str]
    changes: IndexChanges


class SolrSender:
    """Sends jobs in order; `wait` and `stop` return when everything before has been tried."""

    def __init__(self) -> None:
        self._jobs: queue.Queue[Job | None] = queue.Queue(maxsize=MAX_WAITING)
        self._lock = threading.Lock()
        self._done: list[str] = []
        self._failed: set[str] = set()
        self._solr = make_connection()
        self._thread = threading.Thread(target=self._run, name="satudata-solr", daemon=True)
        self._thread.start()

    @property
    def failed(self) -> frozenset[str]:
        """Ids of packages that Solr did not take."""
        with self._lock:
            return frozenset(self._failed)

    def send(self, job: Job) -> None:
        """Hand over a batch; waits while too many are waiting."""
        self._jobs.put(job)

    def take_done(self) -> list[str]:
        """Keys of the jobs that Solr has taken completely since the last call."""
        with self._lock:
            done, self._done = self._done, []
        return done

    def wait(self) -> None:
        self._jobs.join()

    def stop(self) -> None:
        self._jobs.put(None)
        self._thread.join()
        self._solr.get_session().close()

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None:
            failed = self._post(job)
            with self._lock:
                self._failed = (self._failed - set(job.package_ids)) | failed
                if not failed:
                    self._done.append(job.key)
            self._jobs.task_done()
        self._jobs.task_done()

    def _post(self, job: Job) -> set[str]:
        try:
            for query in job.changes.deletions:
                self._solr.delete(q=query, commit=False)
            return self._add(job.changes.documents)
        except Exception:
            # A thread that dies of one batch would leave the writer waiting for ever.
            log.exception("Solr did not take a batch of %d datasets", len(job.package_ids))
            return set(job.package_ids)

    def _add(self, documents: Sequence[Document]) -> set[str]:
        """Send the documents, halving the list around those that Solr refuses; their ids."""
        if not documents:
            return set()
        try:
            self._solr.add(list(documents), commit=False)
        except (pysolr.SolrError, OSError) as err:
            if len(documents) == 1:
                log.error("Solr did not take dataset %s: %s", documents[0]["id"], str(err)[:1000])
                return {documents[0]["id"]}
            half = len(documents) // 2
            return self._add(documents[:half]) | self._add(documents[half:])
        return set()
