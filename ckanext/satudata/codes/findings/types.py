"""What a finding type is made of. The types themselves stand in the module of their area."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

__all__ = ["FindingType", "Severity"]


class Severity(str, Enum):
    """How much a finding weighs."""

    ERROR = "error"
    """Keeps the record, field or table out."""
    WARNING = "warning"
    """Lets it in; somebody should mend it."""
    INFO = "info"
    """Good to know; nothing needs to be done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingType:
    """One kind of finding. `message` and `remedy` are English msgids with named placeholders.

    `{value}` and `{place}` are always there; any other placeholder must be given as a detail.
    """

    code: str
    severity: Severity
    message: str
    remedy: str
