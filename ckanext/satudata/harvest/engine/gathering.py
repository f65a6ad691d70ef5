"""What a connector gives, cut into batches: each record once, counted against what the source announced."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from ckanext.satudata.codes.findings import finding
from ckanext.satudata.harvest import config
from ckanext.satudata.harvest.connectors import Announced, Gathered, RawRecord, Skipped
from ckanext.satudata.harvest.engine import batch
from ckanext.satudata.harvest.engine.report import Report
from ckanext.satudata.harvest.engine.stopping import raise_if_cancelled
from ckanext.satudata.harvest.engine.workshop import Workshop

GUID_LENGTH = 500
_NOT_IN_GUID = re.compile("[\x00-\x1f\ud800-\udfff]")


class Gathering:
    """The reading of one run: takes what comes, hands full batches on, and knows in the end whether all came."""

    def __init__(self, shop: Workshop, on_progress: Callable[[Report], None], *, is_whole: bool = True) -> None:
        self._shop = shop
        self._is_whole = is_whole
        self._on_progress = on_progress
        self._size = config.batch_size()
        self._waiting: list[RawRecord] = []
        self._left_out: set[str] = set()
        self._unread = 0
        self.seen: set[str] = set()
        """Guids of all records that were taken."""
        self.report = shop.report

    @property
    def is_complete(self) -> bool:
        """Whether the source was asked for all, as many different records came as it last announced, and each of them
        could be read.

        A record that could not be read may be one that we have: without it nothing may be called missing.
        """
        return self._is_whole and self.all_came and not self._unread

    @property
    def all_came(self) -> bool:
        """Whether as many different records came as the source last announced, whatever became of them."""
        return self.report.announced is None or self.report.announced == self.report.received

    def take(self, gathered: Iterable[Gathered]) -> None:
        """Everything, to the end. Raises what the connector raises, and CancelledError between two batches."""
        for item in gathered:
            if isinstance(item, RawRecord):
                self._take_record(item)
            elif isinstance(item, Skipped):
                self._leave_out(item)
            elif isinstance(item, Announced):
                self.report.announced = item.count
            else:
                self.report.add([item])

    def finish(self) -> None:
        """The last, smaller batch, and the word on completeness."""
        self._hand_on()
        if not self.all_came:
            self.report.add(
                [finding("HARVEST-40", place="", announced=self.report.announced, received=self.report.received)]
            )

    def _take_record(self, record: RawRecord) -> None:
        if len(record.guid) > GUID_LENGTH or _NOT_IN_GUID.search(record.guid):
            self._leave_out(Skipped(key=record.guid, reason=finding("HARVEST-05", place="guid", value=record.guid)))
            return
        if record.guid in self.seen:
            self.report.count("repeated")
            return
        self.seen.add(record.guid)
        self._left_out.discard(record.guid)
        self._waiting.append(record)
        self._tally()
        if len(self._waiting) >= self._size:
            self._hand_on()

    def _leave_out(self, skipped: Skipped) -> None:
        if skipped.key in self._left_out or skipped.key in self.seen:
            self.report.count("repeated")
            return
        self._left_out.add(skipped.key)
        self._unread += skipped.reason is not None
        self._tally()
        self.report.count("failed" if skipped.reason else "skipped")
        if skipped.reason:
            self.report.add([skipped.reason])

    def _tally(self) -> None:
        self.report.received = len(self.seen) + len(self._left_out)

    def _hand_on(self) -> None:
        ready, self._waiting = self._waiting, []
        batch.process(ready, self._shop)
        self._on_progress(self.report)
        raise_if_cancelled(self._shop)
