"""Marks that stand in a cell instead of a figure, or behind it, as BPS publications use them.

Source: "Keterangan data" below every table of bps.go.id ("-" none or zero, "…"/"NA" not available, "x" provisional).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

__all__ = ["Mark", "Status", "figure_status", "missing_status"]


class Status(str, Enum):
    """Why a figure is missing, or how firm it is."""

    NONE = "none"
    """"-": none, or zero."""
    NOT_AVAILABLE = "not_available"
    NOT_SHOWN = "not_shown"
    BLANK = "blank"
    PROVISIONAL = "provisional"
    VERY_PROVISIONAL = "very_provisional"
    REVISED = "revised"
    ESTIMATE = "estimate"
    FOOTNOTE = "footnote"
    NOT_A_NUMBER = "not_a_number"
    """Text in a number column; the text is kept in the mark."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What was said beside, or instead of, a value. `text` is the cell or the mark as written."""

    status: Status
    text: str


_DASHES = frozenset("-‐‑‒–—−―")
_NOT_AVAILABLE = frozenset(
    ("na", "n/a", "n.a", "n.a.", "n.a,", "#n/a", "tad", "t.a.d", "t.a.d.", "td", "null", "nan", "none",
     "tidak tersedia",
     "tidak ada data", "belum ada data", "belum tersedia", "data tidak tersedia", "(diisi)")
)  # fmt: skip
_ABSENT_IN_NUMBERS = {"x": Status.NOT_SHOWN, "xx": Status.NOT_SHOWN, "xxx": Status.NOT_SHOWN, "tidak ada": Status.NONE,
                      "nihil": Status.NONE, "?": Status.NOT_AVAILABLE, "*": Status.NOT_AVAILABLE,
                      "**": Status.NOT_AVAILABLE, "***": Status.NOT_AVAILABLE}  # fmt: skip
_FIGURE = {"*": Status.PROVISIONAL, "x": Status.PROVISIONAL, "**": Status.VERY_PROVISIONAL,
           "xx": Status.VERY_PROVISIONAL, "r": Status.REVISED, "e": Status.ESTIMATE}  # fmt: skip


LONGEST_MARK = 24


def missing_status(text: str, *, among_numbers: bool) -> Status | None:
    """The status of a cell that holds no value; None if it holds one.

    `among_numbers` also takes the marks that may be words elsewhere ("x", "*", "nihil").

    >>> missing_status(" - ", among_numbers=True).value, missing_status("…", among_numbers=False).value
    ('none', 'not_available')
    """
    stripped = text.strip()
    if not stripped:
        return Status.BLANK
    if len(stripped) > LONGEST_MARK:
        return None
    if not _DASHES.issuperset(stripped) and not stripped.strip(".…· "):
        return Status.NOT_AVAILABLE
    if _DASHES.issuperset(stripped):
        return Status.NONE
    folded = stripped.casefold()
    if folded in _NOT_AVAILABLE:
        return Status.NOT_AVAILABLE
    return _ABSENT_IN_NUMBERS.get(folded) if among_numbers else None


def figure_status(mark: str) -> Status:
    """The status that a mark behind a figure gives it: "*" provisional, "r" revised, anything else a footnote."""
    return _FIGURE.get(mark.strip(" )").casefold(), Status.FOOTNOTE)
