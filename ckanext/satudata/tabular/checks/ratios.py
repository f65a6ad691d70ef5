"""SUM-04: a share, rate or density that is not what its two columns give.

The formula is learned: a column that is called a share or rate must be one column divided by another, times 1, 100,
1.000 …, in nearly all records, before its exceptions are reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import permutations
from typing import NamedTuple

from ckanext.satudata.codes.findings import Finding, finding
from ckanext.satudata.codes.folding import fold
from ckanext.satudata.tabular.checks.subject import Subject, number

__all__ = ["check_ratios"]

_RATIO = re.compile(
    r"\b(?:persen\w*|presentase|rasio|kepadatan|cakupan|capaian|produktivitas|rata rata|rate|proporsi|per [a-z]+)\b"
)
FACTORS = (1.0, 100.0, 1_000.0, 10_000.0, 100_000.0)
HOLDS_FOR = 0.8
MIN_RECORDS = 5
MOST_COLUMNS = 16
SAMPLE = 60
MOST_DECIMALS = 6


class _Formula(NamedTuple):
    part: int
    whole: int
    factor: float


def check_ratios(subject: Subject) -> Iterator[Finding]:
    """The records in which a derived column is not what the others give."""
    figures = subject.figures
    if len(subject.records) < MIN_RECORDS or not 3 <= len(figures) <= MOST_COLUMNS:  # noqa: PLR2004 - two and their ratio
        return
    for at in figures:
        name = subject.table.columns[at].name
        if "%" not in name and not _RATIO.search(fold(name)):
            continue
        tolerance = _rounding([record.values[at] for record in subject.records[:SAMPLE]])
        formula = _formula(subject, at, [other for other in figures if other != at], tolerance)
        for record in subject.records if formula else ():
            expected = _expected(record.values, formula) if formula else None
            value = number(record.values[at])
            if expected is not None and value is not None and abs(value - expected) > tolerance + 1e-6 * abs(expected):
                yield finding(
                    "SUM-04",
                    place=subject.place(record, at),
                    value=record.values[at],
                    column=name,
                    part=subject.table.columns[formula.part].name if formula else "",
                    whole=subject.table.columns[formula.whole].name if formula else "",
                    expected=f"{expected:.2f}",
                )


def _formula(subject: Subject, at: int, others: Sequence[int], tolerance: float) -> _Formula | None:
    """The formula that holds for nearly all records, the nearest columns first; None if there is none."""
    sample = subject.records[:SAMPLE]
    for part, whole in sorted(permutations(others, 2), key=lambda pair: abs(pair[0] - at) + abs(pair[1] - at)):
        for factor in FACTORS:
            formula = _Formula(part, whole, factor)
            told = [
                (value, expected)
                for record in sample
                if (value := number(record.values[at])) and (expected := _expected(record.values, formula)) is not None
            ]
            if len(told) < MIN_RECORDS or len({round(expected, 3) for _, expected in told}) < MIN_RECORDS - 1:
                continue
            # A coarse figure agrees with many formulas by chance: its rounding must be small beside it.
            if tolerance > 0.01 * max(abs(value) for value, _ in told):
                break
            equal = sum(abs(value - expected) <= tolerance + 1e-6 * abs(expected) for value, expected in told)
            if equal >= HOLDS_FOR * len(told):
                return formula
    return None


def _expected(values: Sequence[object], formula: _Formula) -> float | None:
    part, whole = number(values[formula.part]), number(values[formula.whole])  # type: ignore[arg-type]  # values of a record
    return formula.factor * part / whole if part is not None and whole else None


def _rounding(values: Sequence[object]) -> float:
    """Half a unit of the last decimal that the column gives, and as much again for rounded parts."""
    decimals = max((len(repr(value).partition(".")[2]) for value in values if isinstance(value, float)), default=0)
    return float(10 ** -min(decimals, MOST_DECIMALS))
