"""Times as people read them: in the reader's language and the portal's time zone (`ckan.display_timezone`)."""

from __future__ import annotations

import re
from datetime import date

from babel.dates import format_date, format_datetime
from flask import has_request_context

import ckan.plugins.toolkit as tk

from ckanext.satudata.metadata import stamps

__all__ = ["day", "moment", "readable"]

_STAMP = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?")


def moment(text: str, locale: str | None = None) -> str:
    """A time stamp as day and minute; what is none stays as it is. `locale` is for texts without a reader: letters."""
    found = stamps.moment(text)
    if found is None:
        return text
    language = locale or _language()
    local = found.astimezone(tk.h.get_display_timezone())
    return format_datetime(local, "d MMM y, HH.mm" if language == "id" else "d MMM y, HH:mm", locale=language)


def day(text: str, locale: str | None = None) -> str:
    """An ISO date as day, month and year; what is none stays as it is."""
    try:
        return format_date(date.fromisoformat(text), "d MMM y", locale=locale or _language())
    except ValueError:
        return text


def readable(text: str) -> str:
    """A whole time stamp in words; any other text as it is.

    >>> readable("Data per 2024-01-01T00:00:00"), readable("2024")
    ('Data per 2024-01-01T00:00:00', '2024')
    """
    return moment(text) if _STAMP.fullmatch(text) else text


def _language() -> str:
    return tk.h.lang() if has_request_context() else tk.config["ckan.locale_default"]
