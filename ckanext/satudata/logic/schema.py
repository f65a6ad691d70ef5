"""What the actions of the root plugin take."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckan.types import Schema

__all__ = ["sds_autocomplete", "sds_lookup"]

MOST_SUGGESTIONS = 50


def sds_lookup() -> Schema:
    """Input of `satudata_sds_lookup`."""
    get = tk.get_validator
    return {"kode_sds": [get("not_empty"), get("unicode_safe"), get("satudata_kode_sds")]}


def sds_autocomplete() -> Schema:
    """Input of `satudata_sds_autocomplete`."""
    get = tk.get_validator
    return {
        "q": [get("not_empty"), get("unicode_safe")],
        "limit": [
            get("default")(10),
            get("natural_number_validator"),
            get("limit_to_configured_maximum")("", MOST_SUGGESTIONS),
        ],
    }
