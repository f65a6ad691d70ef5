"""Errors of the tabular library. None of them leaves `api.tidy`: there each becomes a finding."""

from __future__ import annotations

__all__ = ["TabularError", "UnreadableError"]


class TabularError(Exception):
    """Base of every error raised in this package."""


class UnreadableError(TabularError):
    """Raised by a reader that cannot give one grid: `code` is the finding type that says why, `details` fill it."""

    def __init__(self, code: str, **details: object) -> None:
        super().__init__(code)
        self.code = code
        self.details = details
