"""Template helpers of the harvest pages."""

from __future__ import annotations

from datetime import datetime

from babel.dates import format_datetime

import ckan.plugins.toolkit as tk

__all__ = ["satudata_moment"]


def satudata_moment(text: str) -> str:
    """An ISO time stamp with its zone as day and minute in the reader's language and the portal's time zone."""
    local = datetime.fromisoformat(text).astimezone(tk.h.get_display_timezone())
    return format_datetime(local, "d MMM y, HH.mm" if tk.h.lang() == "id" else "d MMM y, HH:mm", locale=tk.h.lang())
