"""Opening a writer: the wished mode, or the fastest one below it that this site and this process allow.

Which one that is takes half a second to find out, and is looked for when the first datasets come: most runs of most
sources find nothing new.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property

import ckan.plugins as p

from ckanext.satudata.harvest.writer import backlog, ground
from ckanext.satudata.harvest.writer.action import ActionWriter
from ckanext.satudata.harvest.writer.context import site_user
from ckanext.satudata.harvest.writer.fast import self_check
from ckanext.satudata.harvest.writer.fast.writer import FastWriter
from ckanext.satudata.harvest.writer.plain.writer import BatchWriter
from ckanext.satudata.harvest.writer.process import is_worker
from ckanext.satudata.harvest.writer.types import Mode, WriteOutcome, Writer, WriteRequest

log = logging.getLogger(__name__)


@contextmanager
def open_writer(mode: Mode = "auto") -> Iterator[Writer]:
    """A writer for the time of one run; at the end everything is in Solr and visible.

    "auto" is the same as "fast". Each mode falls back to the next slower one where it could do something else than
    CKAN's actions would; why is logged, and `writer.mode` says what came of it.
    """
    backlog.reindex_abandoned(site_user())
    writer = _WriterWhenNeeded(mode)
    try:
        yield writer
    finally:
        writer.close()


class _WriterWhenNeeded:
    """Stands for the writer, and opens it when it is first asked for something."""

    def __init__(self, wished: Mode) -> None:
        self._wished: Mode = wished

    @property
    def mode(self) -> str:
        return self._writer.mode

    @property
    def unindexed(self) -> frozenset[str]:
        return self._writer.unindexed if self._is_open else frozenset()

    def write(self, requests: Sequence[WriteRequest]) -> list[WriteOutcome]:
        return self._writer.write(requests)

    def close(self) -> None:
        if self._is_open:
            self._writer.close()

    @cached_property
    def _writer(self) -> Writer:
        return _best_writer(self._wished)

    @property
    def _is_open(self) -> bool:
        return "_writer" in self.__dict__


def _best_writer(mode: Mode) -> Writer:
    if mode == "action" or not _may_batch():
        return ActionWriter()
    return FastWriter() if mode in ("auto", "fast") and _may_replace() else BatchWriter()


def _may_batch() -> bool:
    if chained := ground.chained():
        log.info("Datasets are written one by one: a plugin has its own %s", ", ".join(chained))
        return False
    followed = {**ground.FOLLOWED, **(ground.FOLLOWED_ACTIVITY if p.plugin_loaded("activity") else {})}
    if changed := ground.changed(followed):
        log.warning("Datasets are written one by one: this CKAN has another %s", ", ".join(changed))
        return False
    return True


def _may_replace() -> bool:
    if not is_worker():
        log.info("The fast mode is off: this is a web process")
        return False
    if changed := ground.changed(ground.REPLACED):
        log.warning("The fast mode is off: this CKAN has another %s", ", ".join(changed))
        return False
    return self_check.passes()
