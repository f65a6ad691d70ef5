"""What the next run of a source will read, everything or only what has changed, and why.

Asked by the run itself (`progress.py`) and by the page of the source, so that what is announced is what happens. How
far a source was read stands in `Source.state`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

from ckanext.satudata.codes.messages import N_
from ckanext.satudata.harvest.connectors import Connector, IncrementalConnector
from ckanext.satudata.harvest.errors import Message
from ckanext.satudata.harvest.model import Source
from ckanext.satudata.harvest.model.source import now
from ckanext.satudata.harvest.settings import Value

EARLIEST_YEAR = 1990
DEFAULT_FULL_COMPARE_DAYS = 7
# These say when to read, not what.
_NOT_CONTENT = ("incremental", "full_compare_days", "page_size")

UNABLE = N_("It reads everything: a source of this kind cannot be asked for what has changed.")
OFF = N_("It reads everything: “Read only what has changed” is switched off.")
FIRST = N_("It reads everything: the source has not been read to its end yet.")
TIMELESS = N_("It reads everything: the source does not say when its records were changed.")
OTHERWISE = N_("It reads everything: options or mapping have been changed since the last run.")
DUE = N_("It reads everything: that is done every {days} days, so that what has gone is noticed too.")
CHANGES = N_(
    "It reads only what has changed. Everything is read every {days} days, so that what has gone is noticed too."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """`watermark` is the latest change that was read, `compared_at` when all was read last; None for never."""

    is_whole: bool
    reason: Message
    watermark: datetime | None
    compared_at: datetime | None


def outlook(source: Source, connector: Connector | None) -> Outlook:
    """Of the next run; `connector` is None for a kind that is no longer installed."""
    state = source.state or {}
    watermark, compared_at = moment(state.get("watermark")), moment(state.get("compared_at"))
    days = _full_compare_days(source.settings)
    msgid = _why_whole(source, connector)
    return Outlook(
        is_whole=msgid is not None,
        reason=Message(msgid or CHANGES, {"days": str(days)}),
        watermark=watermark,
        compared_at=compared_at,
    )


def fingerprint(source: Source) -> str:
    """Changes when the source is asked for other records, or when they are mapped otherwise."""
    content = {name: value for name, value in source.settings.items() if name not in _NOT_CONTENT}
    text = json.dumps([source.connector, content, source.mapping_version], sort_keys=True)
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def moment(text: Any) -> datetime | None:
    """A time as CKAN writes it, which is UTC where it names no zone; None for anything else.

    >>> moment("2024-02-01T08:00:00"), moment("kemarin"), moment("0001-01-01T00:00:00")
    (datetime.datetime(2024, 2, 1, 8, 0, tzinfo=datetime.timezone.utc), None, None)
    """
    try:
        found = datetime.fromisoformat(str(text).replace("Z", "+00:00"))
    except ValueError:
        return None
    return found.replace(tzinfo=found.tzinfo or timezone.utc) if found.year >= EARLIEST_YEAR else None


def _why_whole(source: Source, connector: Connector | None) -> str | None:
    """The msgid of the first reason that holds; None where changes are enough."""
    state = source.state or {}
    compared_at = moment(state.get("compared_at"))
    # An hour less, as for schedules: a nightly run must not slip because last week's took a minute longer.
    lately = timedelta(days=_full_compare_days(source.settings), hours=-1)
    reasons = (
        (UNABLE, not isinstance(connector, IncrementalConnector)),
        (OFF, not source.settings.get("incremental")),
        (FIRST, compared_at is None),
        (OTHERWISE, state.get("of") != fingerprint(source)),
        (TIMELESS, moment(state.get("watermark")) is None),
        (DUE, compared_at is not None and now() - compared_at >= lately),
    )
    return next((msgid for msgid, holds in reasons if holds), None)


def _full_compare_days(settings: Mapping[str, Value]) -> int:
    days = settings.get("full_compare_days")
    return days if isinstance(days, int) else DEFAULT_FULL_COMPARE_DAYS
