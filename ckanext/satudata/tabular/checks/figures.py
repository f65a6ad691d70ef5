"""VALUE-01: a jump against the period before. VALUE-02: units that differ within a column. VALUE-03: a figure that its
unit does not allow. VALUE-04: words in a number column.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise

from ckanext.satudata.codes import satuan
from ckanext.satudata.codes.findings import Finding, finding
from ckanext.satudata.codes.folding import fold
from ckanext.satudata.tabular.checks.subject import Subject, number
from ckanext.satudata.tabular.model import ColumnRole
from ckanext.satudata.tabular.tidy.dimensions import PERIOD, facets_of
from ckanext.satudata.tabular.values.marks import Status
from ckanext.satudata.tabular.values.numbers import read_number_text

__all__ = ["check_bounds", "check_jumps", "check_mixed_units", "check_words"]

JUMP_FACTOR = 10
MIN_FIGURE = 20
"""Small counts jump by chance: both figures are looked at only if the larger one reaches this."""
MIXED_SHARE = 0.8
_SHARES = ("persen", "persentase", "presentase", "proporsi", "prevalensi")
_GROWTH = ("laju", "pertumbuhan", "perubahan", "inflasi", "kenaikan", "selisih", "deviasi")
_COUNTS = ("jumlah", "banyaknya", "populasi")


def check_jumps(subject: Subject) -> Iterator[Finding]:
    """Figures ten times what they were a period earlier, in the next column or in what the caller knows."""
    series: dict[tuple[object, ...], list[tuple[str, int]]] = defaultdict(list)
    for facet in facets_of(subject.table):
        if PERIOD in facet.values:
            rest = tuple(sorted((name, value) for name, value in facet.values.items() if name != PERIOD))
            series[facet.measure, rest].append((facet.values[PERIOD], facet.position))
    pairs = [
        pair for places in series.values() for pair in pairwise(sorted(places)) if len(pair[0][0]) == len(pair[1][0])
    ]
    for record in subject.records:
        for (_, before), (_, after) in pairs:
            yield from _jump(subject, record, number(record.values[before]), after)
        if subject.hints.previous:
            for at in subject.figures:
                known = subject.hints.previous.get((subject.label(record), subject.table.columns[at].name))
                yield from _jump(subject, record, known, at)


def _jump(subject, record, before: float | None, at: int) -> Iterator[Finding]:  # noqa: ANN001 - Subject, Record
    after = number(record.values[at])
    if not before or not after or max(abs(before), abs(after)) < MIN_FIGURE:
        return
    if not 1 / JUMP_FACTOR < after / before < JUMP_FACTOR:
        yield finding("VALUE-01", place=subject.place(record, at), value=after, before=before)


def check_mixed_units(subject: Subject) -> Iterator[Finding]:
    """A column "satuan" with several units, or figures with different units behind them in one column."""
    for at, column in enumerate(subject.table.columns):
        texts = [value for record in subject.records if isinstance(value := record.values[at], str)]
        if not texts or column.role is ColumnRole.SECTION:
            continue
        if fold(column.name) == "satuan":
            # Where each row is another indicator, units may differ; they may not from region to region.
            is_one_measure = len(subject.figures) == 1 and any(subject.columns(ColumnRole.WILAYAH, ColumnRole.PERIOD))
            units = Counter(fold(text) for text in texts) if is_one_measure else Counter()
        else:
            numbers = [found for text in texts if (found := read_number_text(text)) and found.unit]
            units = Counter(found.unit.casefold() for found in numbers)
            if len(numbers) < MIXED_SHARE * len(texts):
                continue
        if len(units) > 1:
            yield finding(
                "VALUE-02",
                place=subject.place(subject.records[0], at),
                value=", ".join(sorted(units)[:6]),
                column=column.name,
            )


def check_bounds(subject: Subject) -> Iterator[Finding]:
    """Percentages over a hundred, negative counts, parts of a person."""
    title = fold(subject.table.title)
    for at in subject.figures:
        column = subject.table.columns[at]
        said = f"{fold(column.name)} {title}".split()
        if any(word in _GROWTH for word in said):
            continue
        is_share = column.unit == "%" or any(word in _SHARES for word in fold(column.name).split())
        unit = satuan.parse("%" if is_share else column.unit) if is_share or column.unit else None
        bounds = (
            satuan.bounds(unit, "Persentase" if is_share and any(w in _SHARES for w in said) else None)
            if unit
            else None
        )
        least = bounds.least if bounds else (0 if said[:1] and said[0] in _COUNTS else None)
        most = bounds.most if bounds else None
        is_whole = bounds is not None and bounds.whole
        for record in subject.records:
            value = number(record.values[at])
            if value is None:
                continue
            outside = (least is not None and value < least) or (most is not None and value > most)
            if outside or (is_whole and value != int(value)):
                yield finding("VALUE-03", place=subject.place(record, at), value=value, unit=column.unit or column.name)


def check_words(subject: Subject) -> Iterator[Finding]:
    """Cells of a number column that hold words."""
    for (row, position), mark in subject.table.marks.items():
        if mark.status is Status.NOT_A_NUMBER:
            record = next((found for found in subject.records if found.row == row), None)
            if record is not None:
                yield finding("VALUE-04", place=subject.place(record, position), value=mark.text)
