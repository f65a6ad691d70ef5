"""When the data of a dataset were last changed.

For a harvested dataset that is the day its source says: a portal that took it over yesterday has not updated it.
A day the source puts after the moment it was taken over cannot be so (a clock that is wrong, a year 2999 for "never"),
and would stand before all others in every list of what is new.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timezone
from typing import Any

from ckanext.satudata.metadata import stamps

SOLR_FIELD = "last_change_date"
"""The same moment in the search index, to sort by."""


def last_change(dataset: Mapping[str, Any]) -> datetime | None:
    """The moment, with its zone (CKAN's own times are UTC); None where no time can be read.

    >>> last_change({"source_modified": "2024-09-10T00:00:00", "metadata_modified": "2026-11-22T08:00:00"}).year
    2024
    """
    at_source = stamps.moment(dataset.get("source_modified"))
    here = stamps.moment(dataset.get("metadata_modified"))
    return min((moment for moment in (at_source, here) if moment), default=None)


def solr_date(dataset: Mapping[str, Any]) -> str | None:
    """The moment as Solr writes dates: UTC to the millisecond, ending in Z."""
    moment = last_change(dataset)
    if moment is None:
        return None
    return moment.astimezone(timezone.utc).replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"
