"""Time stamps as CKAN and other portals write them: ISO 8601, without a zone meant as UTC."""

from __future__ import annotations

from datetime import datetime, timezone

__all__ = ["moment"]


def moment(stamp: object) -> datetime | None:
    """The moment with its zone; None for what is no time stamp.

    >>> moment("2026-11-22T08:00:00").isoformat(), moment("2026-11-22T08:00:00Z") == moment("2026-11-22T15:00:00+07:00")
    ('2026-11-22T08:00:00+00:00', True)
    >>> moment(None), moment("kemarin")
    (None, None)
    """
    if isinstance(stamp, datetime):
        found = stamp
    else:
        try:
            found = datetime.fromisoformat(str(stamp or "").strip().replace("Z", "+00:00"))
        except ValueError:
            return None
    return found if found.tzinfo else found.replace(tzinfo=timezone.utc)
