"""ROW-01: running numbers that do not run. ROW-02: two records with the same labels."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from ckanext.satudata.codes.findings import Finding, finding
from ckanext.satudata.tabular.checks.subject import Subject
from ckanext.satudata.tabular.model import ColumnRole, Record

__all__ = ["check_duplicates", "check_numbering"]

SLIP_SHARE = 0.2
KEY_SHARE = 0.2
"""Where more records than this share repeat, the labels are no key, and nothing can be said."""


def check_numbering(subject: Subject) -> Iterator[Finding]:
    """Each number should follow the one before it; a new section may start again at one.

    Where many do not, the column counts nothing: it repeats the code of an area, or ranks.
    """
    for at, _ in subject.columns(ColumnRole.NUMBERING):
        before: int | None = None
        found: list[Finding] = []
        for record in subject.records:
            number = record.values[at]
            if not isinstance(number, int) or (number == before and subject.is_merged_from_above(record, at)):
                continue
            if before is not None and number != before + 1 and number != 1:
                found.append(finding("ROW-01", place=subject.place(record, at), value=number, expected=before + 1))
                # One slip is reported once: the next number is judged against what it should have been.
                number = before + 1
            before = number
        if len(found) <= max(1, SLIP_SHARE * len(subject.records)):
            yield from found


def check_duplicates(subject: Subject) -> Iterator[Finding]:
    """Records that agree in everything but their figures."""
    keys = [
        position
        for position, column in enumerate(subject.table.columns)
        if column.role not in (ColumnRole.VALUE, ColumnRole.NUMBERING)
    ]
    if not keys or not subject.figures:
        return
    seen: dict[tuple[object, ...], list[Record]] = defaultdict(list)
    for record in subject.records:
        key = tuple(
            value.casefold() if isinstance(value, str) else value for value in (record.values[at] for at in keys)
        )
        if any(part is not None for part in key):
            seen[key].append(record)
    repeated = [records for records in seen.values() if len(records) > 1]
    if sum(len(records) - 1 for records in repeated) > max(1, KEY_SHARE * len(subject.records)):
        return
    for records in repeated:
        first, *others = records
        for record in others:
            yield finding("ROW-02", place=subject.place(record), value=subject.label(record), first=first.row)
