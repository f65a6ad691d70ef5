"""The records of a run that maps again what is stored: from the table of records, without asking the source.

Refused records are left to the next run, since what they hold was not kept, and so are missing ones, since only the
source can say that they are back.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ckanext.satudata.harvest.connectors import Announced, Gathered, RawRecord
from ckanext.satudata.harvest.http.client import HttpClient
from ckanext.satudata.harvest.model import Record, RecordState, Source

PAGE = 200


class StoredReading:
    """In the place of the `Reading` of a source: it asks for nothing, and leaves nothing to remember."""

    is_whole = False
    """Nothing is called missing: nobody was asked."""

    def __init__(self, session: Session, source: Source) -> None:
        self._session = session
        self._source_id = source.id

    def records(self, _http: HttpClient) -> Iterator[Gathered]:
        """Their number, then each with the content that was stored last."""
        wanted = self._wanted()
        yield Announced(count=self._session.scalar(sa.select(sa.func.count()).select_from(wanted.subquery())) or 0)
        last = 0
        # By pages that each are a statement of their own: the engine commits between two batches.
        while page := self._session.execute(wanted.where(Record.id > last).limit(PAGE)).all():
            for _, guid, document, url in page:
                yield RawRecord(guid=guid, document=json.loads(document), url=url)
            last = page[-1].id

    def _wanted(self) -> sa.Select[Any]:
        return (
            sa.select(Record.id, Record.guid, Record.document, Record.url)
            .where(
                Record.source_id == self._source_id,
                Record.state == RecordState.STORED.value,
                Record.document.is_not(None),
                Record.missing_since.is_(None),
            )
            .order_by(Record.id)
        )
