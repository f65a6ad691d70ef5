"""How large a file may be before it is refused. One place, so that a small office can lower them."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["DEFAULT_LIMITS", "Limits"]

MB = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds on memory and time of one `tidy()` call.

    A delimited text larger than `streamed_bytes` is never held in memory: its records are read again from the source
    whenever they are asked for. `seconds` is looked at between sheets and tables.
    """

    file_bytes: int = 500 * MB
    unpacked_bytes: int = 400 * MB
    compression_ratio: int = 250
    ratio_counts_from_bytes: int = 20 * MB
    cells: int = 20_000_000
    columns: int = 4_096
    sheets: int = 500
    archive_members: int = 200
    streamed_bytes: int = 16 * MB
    seconds: float = 120.0


DEFAULT_LIMITS = Limits()
