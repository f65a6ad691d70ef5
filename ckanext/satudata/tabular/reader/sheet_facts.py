"""What a file says about a sheet beside its values: hidden parts, rows that were moved, whether it can be read."""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["SheetFacts"]


@dataclass(slots=True)
class SheetFacts:
    """Rows and columns are 0-based. `row_numbers` are 1-based and set where rows were moved together.

    `replacement` is the XML that stands in for the sheet's own where that was too spread out.
    """

    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    row_numbers: list[int] | None = None
    unreadable: bool = False
    replacement: bytes | None = field(default=None, repr=False)
