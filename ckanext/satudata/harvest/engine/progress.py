"""How far a source has been read: whether a run asks for all or only for what changed, and what it notes for the next.

Kept in `Source.state`. The watermark is the latest time of change among the records that came, never later than the
start of the run, and moves only when a run has come to its end with all that was announced. Single bad records neither
hold it up nor set it back; those that were refused are asked for again by name. Only a run that asks for all may call
anything missing, so that every `full_compare_days` one does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ckanext.satudata.codes.findings import finding
from ckanext.satudata.harvest.connectors import (
    Connector,
    Gathered,
    IncrementalConnector,
    RawRecord,
    Since,
)
from ckanext.satudata.harvest.engine.outlook import fingerprint, moment, outlook
from ckanext.satudata.harvest.http.client import HttpClient
from ckanext.satudata.harvest.model import Record, RecordState, Source
from ckanext.satudata.harvest.model.source import now
from ckanext.satudata.harvest.settings import Value

OVERLAP = timedelta(minutes=30)
"""For clocks that differ, and for search indexes that lag behind."""
MOST_AGAIN = 1000


class Reading:
    """What one run asks of its source; afterwards, what the source is to remember."""

    def __init__(self, source: Source, connector: Connector, since: Since | None) -> None:
        self._connector = connector
        self._settings: Mapping[str, Value] = source.settings
        self._state = dict(source.state or {})
        self._of = fingerprint(source)
        self._started_at = now()
        self._latest = moment(self._state.get("watermark")) if since else None
        self.since = since

    @property
    def is_whole(self) -> bool:
        """Whether all records are asked for."""
        return self.since is None

    def records(self, http: HttpClient) -> Iterator[Gathered]:
        """What the connector gives, noting the latest change."""
        if self.since is None:
            gathered = self._connector.records(http, self._settings)
        else:
            assert isinstance(self._connector, IncrementalConnector)
            yield finding("HARVEST-46", place="", value=self.since.moment.isoformat(timespec="minutes"))
            gathered = self._connector.changes(http, self._settings, self.since)
        for item in gathered:
            if isinstance(item, RawRecord):
                self._note(item.document.get("metadata_modified"))
            yield item

    def state(self) -> dict[str, Any]:
        """For `Source.state` after a run that came to its end with all that was announced."""
        compared_at = self._started_at.isoformat() if self.is_whole else self._state.get("compared_at")
        watermark = self._latest.isoformat() if self._latest else None
        return {"watermark": watermark, "compared_at": compared_at, "of": self._of}

    def _note(self, modified: Any) -> None:
        changed = moment(modified)
        # What a source dates in the future, or changed while it was read, must not hide later changes.
        if changed and changed < self._started_at + OVERLAP:
            self._latest = max(self._latest or changed, min(changed, self._started_at))


def plan(session: Session, source: Source, connector: Connector) -> Reading:
    """The reading that is due: whole, unless the source is to be read by its changes and all was compared lately."""
    expected = outlook(source, connector)
    if expected.is_whole or expected.watermark is None:
        return Reading(source, connector, None)
    refused = session.scalars(
        sa.select(Record.guid)
        .where(Record.source_id == source.id, Record.state == RecordState.REFUSED.value)
        .order_by(Record.modified_at)
        .limit(MOST_AGAIN)
    )
    return Reading(source, connector, Since(moment=expected.watermark - OVERLAP, again=tuple(refused)))


def remember(session: Session, source_id: str, reading: Reading) -> None:
    """Note how far the source was read, without commit."""
    session.execute(sa.update(Source).where(Source.id == source_id).values(state=reading.state()))


def forget(source: Source) -> None:
    """Make the next run ask for all, without commit."""
    source.state = {}
