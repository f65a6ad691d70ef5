"""Dates of records as readers see them: "3 Mei 2024", in the portal's time zone."""

from __future__ import annotations

from datetime import datetime

from babel.dates import format_date

from ckan.plugins import toolkit as tk

from ckanext.satudata.metadata import stamps


def day(value: str | datetime | None) -> str:
    """The day of a time stamp in the reader's language; "" for none or for a text that is no time stamp."""
    moment = parse(value)
    return format_date(moment, "d MMM y", locale=tk.h.lang() or "id") if moment else ""


def parse(value: str | datetime | None) -> datetime | None:
    """A CKAN time stamp (UTC without zone, or ISO 8601 with one) in the portal's time zone."""
    moment = stamps.moment(value)
    return moment.astimezone(tk.h.get_display_timezone()) if moment else None
