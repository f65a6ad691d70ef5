"""How far a source has been read: whether a run asks for all or only for what changed, and what it notes for the next.

Kept in `Source.state`. The watermark is the latest time of change among the records that came, never later than the
start of the run, and moves only when a run has come to its end with all that was announced. Single bad records neither
hold it up nor set it back; those that were refused are asked for again by name. Only a run that asks for all may call
anything missing, so that every `full_compare_days` one does.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta, timezone
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
from ckanext.satudata.harvest.http.client import HttpClient
from ckanext.satudata.harvest.model import Record, RecordState, Source
from ckanext.satudata.harvest.model.source import now
from ckanext.satudata.harvest.settings import Value

OVERLAP = timedelta(minutes=30)
"""For clocks that differ, and for search indexes that lag behind."""
EARLIEST_YEAR = 1990
DEFAULT_FULL_COMPARE_DAYS = 7
MOST_AGAIN = 1000
# These say when to read, not what.
_NOT_CONTENT = ("incremental", "full_compare_days", "page_size")


class Reading:
    """What one run asks of its source; afterwards, what the source is to remember."""

    def __init__(self, source: Source, connector: Connector, since: Since | None) -> None:
        self._connector = connector
        self._settings: Mapping[str, Value] = source.settings
        self._state = dict(source.state or {})
        self._of = _fingerprint(source)
        self._started_at = now()
        self._latest = _moment(self._state.get("watermark")) if since else None
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
        moment = _moment(modified)
        # What a source dates in the future, or changed while it was read, must not hide later changes.
        if moment and moment < self._started_at + OVERLAP:
            self._latest = max(self._latest or moment, min(moment, self._started_at))


def plan(session: Session, source: Source, connector: Connector) -> Reading:
    """The reading that is due: whole, unless the source is to be read by its changes and all was compared lately."""
    state = source.state or {}
    watermark, compared_at = _moment(state.get("watermark")), _moment(state.get("compared_at"))
    is_usable = (
        bool(source.settings.get("incremental"))
        and isinstance(connector, IncrementalConnector)
        and state.get("of") == _fingerprint(source)
    )
    if not (is_usable and watermark and compared_at) or now() - compared_at >= _full_compare(source.settings):
        return Reading(source, connector, None)
    refused = session.scalars(
        sa.select(Record.guid)
        .where(Record.source_id == source.id, Record.state == RecordState.REFUSED.value)
        .order_by(Record.modified_at)
        .limit(MOST_AGAIN)
    )
    return Reading(source, connector, Since(moment=watermark - OVERLAP, again=tuple(refused)))


def remember(session: Session, source_id: str, reading: Reading) -> None:
    """Note how far the source was read, without commit."""
    session.execute(sa.update(Source).where(Source.id == source_id).values(state=reading.state()))


def forget(source: Source) -> None:
    """Make the next run ask for all, without commit."""
    source.state = {}


def _full_compare(settings: Mapping[str, Value]) -> timedelta:
    days = settings.get("full_compare_days")
    # An hour less, as for schedules: a nightly run must not slip because last week's took a minute longer.
    return timedelta(days=days if isinstance(days, int) else DEFAULT_FULL_COMPARE_DAYS, hours=-1)


def _fingerprint(source: Source) -> str:
    """Changes when the source is asked for other records, or when they are mapped otherwise."""
    content = {name: value for name, value in source.settings.items() if name not in _NOT_CONTENT}
    text = json.dumps([source.connector, content, source.mapping_version], sort_keys=True)
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def _moment(text: Any) -> datetime | None:
    """A time as CKAN writes it, which is UTC where it names no zone; None for anything else.

    >>> _moment("2024-02-01T08:00:00"), _moment("kemarin"), _moment("0001-01-01T00:00:00")
    (datetime.datetime(2024, 2, 1, 8, 0, tzinfo=datetime.timezone.utc), None, None)
    """
    try:
        found = datetime.fromisoformat(str(text).replace("Z", "+00:00"))
    except ValueError:
        return None
    return found.replace(tzinfo=found.tzinfo or timezone.utc) if found.year >= EARLIEST_YEAR else None
