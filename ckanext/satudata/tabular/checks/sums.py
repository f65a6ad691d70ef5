"""SUM-01: a total row that is not the sum of its rows. SUM-02: a total column that is not the sum of its columns.
SUM-03: two breakdowns of one thing that add up to different totals.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ckanext.satudata.codes.findings import Finding, finding
from ckanext.satudata.codes.folding import fold
from ckanext.satudata.tabular.checks.subject import Subject, number
from ckanext.satudata.tabular.layout.wording import total_rest
from ckanext.satudata.tabular.model import ColumnRole, Record

__all__ = ["check_breakdowns", "check_total_columns", "check_total_rows"]

_AVERAGES = ("rata rata", "rerata", "rataan", "average", "mean")
_RATES = ("persen", "persentase", "rasio", "indeks", "rata rata", "laju", "angka", "proporsi", "kepadatan", "rp kapita")
NEARLY = 0.25
"""A printed total further from the sum than this share is an average or a rate, unless the row is called a total."""
HOLDS_FOR = 0.7
"""Share of records for which a relation between columns must hold before its exceptions are errors."""
SURELY_HOLDS_FOR = 0.9
"""The same for a column that is not called a total."""
MIN_RECORDS = 4
MOST_COLUMNS = 60
MOST_TOTALS = 50
SAMPLE = 60
"""Records from which a relation between columns is learned."""


def check_total_rows(subject: Subject) -> Iterator[Finding]:
    """Total rows against the records they stand for: their section's, those since the last total, or all."""
    before = 0
    if len(subject.table.totals) > MOST_TOTALS:
        # "INDONESIA" in a long table: one aggregate for each year and each kind.
        return
    for total in subject.table.totals:
        label = subject.label(total)
        if fold(label).startswith(_AVERAGES):
            continue
        scopes = list(_scopes(subject, total, before))
        scores = [sum(_is_sum(subject, scope, total, at) for at in subject.figures) for scope in scopes]
        best = max(range(len(scopes)), key=lambda at: scores[at], default=None)
        if best is not None:
            yield from _differences(subject, scopes[best], total, label, bool(scores[best]))
        before = total.row


def check_total_columns(subject: Subject) -> Iterator[Finding]:
    """A column that is the sum of two neighbours, or of its group, in most records: the records where it is not."""
    figures = subject.figures[:MOST_COLUMNS]
    if len(subject.records) < MIN_RECORDS:
        return
    sample = {at: [number(record.values[at]) for record in subject.records[:SAMPLE]] for at in figures}
    decimals = {at: _decimals(subject, at) for at in figures}
    for at in figures:
        parts = _parts(subject, at, figures, sample, decimals)
        tolerance = _rounding(max(decimals[position] for position in (*parts, at)), len(parts))
        for record in subject.records if parts else ():
            difference = _difference(record, parts, at)
            if difference is not None and abs(difference) > tolerance:
                yield finding(
                    "SUM-02",
                    place=subject.place(record, at),
                    value=record.values[at],
                    column=subject.table.columns[at].name,
                    sum=_shown(sum(number(record.values[part]) or 0 for part in parts)),
                )


def check_breakdowns(subject: Subject) -> Iterator[Finding]:
    """Two groups of columns that add up to the same in most records: the records where they do not."""
    groups: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for at in subject.figures[:MOST_COLUMNS]:
        path = subject.table.columns[at].path
        if len(path) > 1 and total_rest(path[-1]) is None:
            groups[path[:-1]].append(at)
    wide = [positions for positions in groups.values() if len(positions) > 1]
    for first, second in pairwise(wide):
        sums = [(_sum(record, first), _sum(record, second)) for record in subject.records]
        known = [(one, other) for one, other in sums if one is not None and other is not None]
        tolerance = _rounding(max(_decimals(subject, at) for at in (*first, *second)), len(first) + len(second))
        equal = sum(abs(one - other) <= tolerance for one, other in known)
        if len(known) < MIN_RECORDS or equal < HOLDS_FOR * len(known):
            continue
        for record, (one, other) in zip(subject.records, sums, strict=True):
            if one is not None and other is not None and abs(one - other) > tolerance:
                yield finding("SUM-03", place=subject.place(record, second[0]), value=_shown(other), other=_shown(one))


def _scopes(subject: Subject, total: Record, before: int) -> Iterator[list[Record]]:
    records = list(subject.records)
    yield records
    has_section = any(True for _ in subject.columns(ColumnRole.SECTION))
    if has_section:
        yield [record for record in records if record.values[0] == total.values[0]]
    yield [record for record in records if before < record.row < total.row]
    yield [record for record in records if record.row > total.row]


def _is_sum(subject: Subject, scope: Sequence[Record], total: Record, at: int) -> bool:
    printed = number(total.values[at])
    return (
        printed is not None
        and bool(scope)
        and abs(printed - _column_sum(scope, at)) <= _rounding(_decimals(subject, at), len(scope))
    )


def _differences(
    subject: Subject, scope: Sequence[Record], total: Record, label: str, others_match: bool
) -> Iterator[Finding]:
    is_called_total = total_rest(label) is not None
    for at in subject.figures:
        printed, added = number(total.values[at]), _column_sum(scope, at)
        if printed is None or not scope or _is_sum(subject, scope, total, at) or _is_rate(subject, at):
            continue
        near = abs(printed - added) <= NEARLY * max(abs(printed), abs(added))
        if near and (others_match or is_called_total):
            yield finding(
                "SUM-01",
                place=subject.place(total, at),
                value=_shown(printed),
                sum=_shown(added),
                count=len(scope),
                column=subject.table.columns[at].name,
            )


def _column_sum(records: Sequence[Record], at: int) -> float:
    return sum(value for record in records if (value := number(record.values[at])) is not None)


def _is_rate(subject: Subject, at: int) -> bool:
    column = subject.table.columns[at]
    said = f" {fold(column.name)} {fold(column.unit)} "
    return "%" in column.name or column.unit == "%" or any(f" {word} " in said for word in _RATES)


def _parts(
    subject: Subject, at: int, figures: Sequence[int], sample: dict[int, list[float | None]], decimals: dict[int, int]
) -> tuple[int, ...]:
    """The columns that this one adds up: its group's, if it is called a total, or two neighbours."""
    column = subject.table.columns[at]
    is_total = total_rest(_last(subject, at)) is not None
    candidates: list[tuple[int, ...]] = []
    if is_total:
        others = [
            other for other in figures if other != at and subject.table.columns[other].path[:-1] == column.path[:-1]
        ]
        candidates.append(tuple(other for other in others if total_rest(_last(subject, other)) is None))
    candidates.extend((one, other) for one, other in pairwise(figures) if at not in (one, other))
    for parts in candidates:
        if len(parts) > 1:
            tolerance = _rounding(max(decimals[position] for position in (*parts, at)), len(parts))
            share = HOLDS_FOR if is_total else SURELY_HOLDS_FOR
            if _holds([sample[part] for part in parts], sample[at], tolerance, share):
                return parts
    return ()


def _last(subject: Subject, at: int) -> str:
    """The lowest level of a column's header."""
    column = subject.table.columns[at]
    return column.path[-1] if column.path else column.name


def _holds(
    parts: Sequence[Sequence[float | None]], total: Sequence[float | None], tolerance: float, share: float
) -> bool:
    """Whether the relation holds where it can be seen: rows of zeros agree with everything."""
    seen = equal = 0
    for row, printed in enumerate(total):
        values = [column[row] for column in parts]
        if not printed or sum(map(bool, values)) <= 1:
            continue
        seen += 1
        equal += abs(printed - sum(value or 0 for value in values)) <= tolerance
        if seen - equal > (1 - share) * SAMPLE:
            return False
    return seen >= MIN_RECORDS and equal >= share * seen


def _difference(record: Record, parts: Sequence[int], at: int) -> float | None:
    total, added = number(record.values[at]), _sum(record, parts)
    return None if total is None or added is None else total - added


def _sum(record: Record, parts: Sequence[int]) -> float | None:
    values = [number(record.values[part]) for part in parts]
    return None if all(value is None for value in values) else sum(value or 0 for value in values)


def _decimals(subject: Subject, at: int) -> int:
    floats = (value for record in subject.records[:SAMPLE] if isinstance(value := record.values[at], float))
    return max((min(len(repr(value).partition(".")[2]), 6) for value in floats), default=0)


def _rounding(decimals: int, count: int) -> float:
    """What rounding of each figure may add up to: nothing for whole numbers."""
    return 1e-6 if not decimals else 0.5 * 10**-decimals * (count + 1)


def _shown(value: float) -> str:
    return f"{value:.6f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
