"""Cells of the CSV files that this portal gives out: a spreadsheet works out a text that begins like a formula.

Numbers and the dashes of empty cells begin with a sign, too, and stay as they are. Source: OWASP, "CSV Injection".
"""

from __future__ import annotations

import re
from typing import Any

__all__ = ["harmless"]

_FORMULA = re.compile(r"[=@\t\r]|[+-](?![\d.,\s%+-]*\Z)")


def harmless(cell: Any) -> Any:
    """The cell, with an apostrophe before a text that a spreadsheet would take for a formula.

    >>> [harmless(cell) for cell in ("=1+1", "+cmd|' /C calc'!A0", "-5,2", "–", "-", -5, None)]
    ["'=1+1", "'+cmd|' /C calc'!A0", '-5,2', '–', '-', -5, None]
    """
    return f"'{cell}" if isinstance(cell, str) and _FORMULA.match(cell) else cell
