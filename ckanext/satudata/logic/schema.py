"""What the actions of the root plugin take."""

from __future__ import annotations

from collections.abc import Callable

import ckan.plugins.toolkit as tk
from ckan.types import Schema, Validator

__all__ = ["sds_autocomplete", "sds_lookup"]

USUAL_SUGGESTIONS, MOST_SUGGESTIONS = 10, 50


def sds_lookup() -> Schema:
    """Input of `satudata_sds_lookup`."""
    names = ("not_empty", "unicode_safe", "satudata_kode_sds")
    return {"kode_sds": [tk.get_validator(name) for name in names]}


def sds_autocomplete() -> Schema:
    """Input of `satudata_sds_autocomplete`."""
    get = tk.get_validator
    # The toolkit types validators and what makes validators alike.
    default: Callable[[int], Validator] = get("default")  # type: ignore[assignment]
    return {
        "q": [get("not_empty"), get("unicode_safe")],
        "limit": [default(USUAL_SUGGESTIONS), get("natural_number_validator"), limit_suggestions],
    }


def limit_suggestions(value: int) -> int:
    """No more than `MOST_SUGGESTIONS`."""
    return min(value, MOST_SUGGESTIONS)
