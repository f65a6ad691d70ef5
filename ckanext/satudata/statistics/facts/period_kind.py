"""The kind of a period as a small number, and the period of a stored fact.

A fact keeps first day, last day and this number; from them `codes.periode` gives the canonical text ("2023-S2").
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from ckanext.satudata.codes.periode import Kind, Periode, containing, span

__all__ = ["Moment", "number_of", "periode_of"]

# Stored: never renumber. A range is its unit plus ten.
_NUMBERS = {
    Kind.TAHUN: 1,
    Kind.SEMESTER: 2,
    Kind.CATURWULAN: 3,
    Kind.TRIWULAN: 4,
    Kind.BULAN: 5,
    Kind.MINGGU: 6,
    Kind.HARI: 7,
    Kind.TAHUN_AJARAN: 8,
}
_KINDS = {number: kind for kind, number in _NUMBERS.items()}
_RANGE = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """The one period of a table, map or ranking, as facts keep it."""

    start: date
    end: date
    kind: int

    def __str__(self) -> str:
        return str(periode_of(self.start, self.end, self.kind))


def number_of(periode: Periode) -> int:
    """The number of a period's kind; of a range that of its unit, plus ten."""
    return _NUMBERS[periode.unit] + (_RANGE if periode.kind is Kind.RENTANG else 0)


@lru_cache(maxsize=4096)
def periode_of(start: date, end: date, number: int) -> Periode:
    """The period of a stored fact."""
    if number < _RANGE:
        return containing(start, _KINDS[number])
    unit = _KINDS[number - _RANGE]
    return span(containing(start, unit), containing(end, unit))
