"""Section heads: rows that only name the rows below them, and sub-totals that stand above their own rows."""

from __future__ import annotations

import re

from ckanext.satudata.tabular.layout.wording import is_continuation, is_filler, is_item_number
from ckanext.satudata.tabular.tidy.areas import common_level, levels_of
from ckanext.satudata.tabular.tidy.rows import Role, Rows, is_numbering
from ckanext.satudata.tabular.values.kinds import as_text

__all__ = ["mark_empty", "mark_fillers", "mark_sections", "mark_undescribed", "mark_upper_totals"]

_ITEM_MARK = re.compile(r"\(?(?:[A-Z]|[IVX]{1,5}|\d{1,2})[.)]\s*\S")
_LEVEL_MARK = re.compile(r"\(?(?:(?P<I>[IVX]{1,5})|(?P<A>[A-Z])|(?P<n>\d{1,2})|(?P<a>[a-z]))(?:[.)]|$)")
MIN_GROUPS = 2
SHORTEST_TEXT = 3
MAX_LEVELS = 4
"""More labels in direct succession are records without values, not levels of heads."""
TOLERANCE = 1e-9
MATCHING_SHARE = 0.7
"""Share of heads that must be the sum of their rows: the others are mistyped."""


def mark_fillers(rows: Rows) -> None:
    """A "dst…" is left over from an upload form, even if figures of its example stand beside it.

    "dll" ("and others") with figures is a record: the rest that has no row of its own.
    """
    for row in range(len(rows)):
        label = rows.label_of(row)
        is_blank = is_filler(label) and not any(rows.is_filled(row, position) for position in rows.values)
        if is_blank or is_continuation(label):
            rows.roles[row] = Role.FILLER


def mark_empty(rows: Rows) -> None:
    """Rows of a form that hold their running number and nothing else; in a blank form they wait to be filled in."""
    if not rows.label or rows.is_blank_form:
        return
    for row in range(len(rows)):
        filled = [position for position in range(len(rows.columns)) if rows.is_filled(row, position)]
        texts = [as_text(rows.cells[position][row]) for position in filled]
        is_numbered = all(is_numbering(rows, at, text) for at, text in zip(filled, texts, strict=True))
        if is_numbered and all(map(is_item_number, texts)):
            rows.roles[row] = Role.EMPTY


def mark_sections(rows: Rows, merged: set[int]) -> None:
    """Marks heads, and gives each record below them its path of heads.

    `merged` are rows whose only cell is merged over several columns. A blank form has no heads: its labels wait for
    their values. A label alone is a head if the body starts with one and there are more, or if it is merged; else it
    is a record without values.
    """
    if not rows.is_blank_form:
        alone = [row for row in range(len(rows)) if rows.roles[row] is Role.RECORD and _is_label_alone(rows, row)]
        heads = _heads(rows, alone, merged)
        for row in heads:
            rows.roles[row] = Role.SECTION
        _mark_continued(rows, set(alone))
    _spread(rows)


def mark_upper_totals(rows: Rows) -> None:
    """A row that is the sum of the rows below it, where such groups fill the whole body, heads its group.

    The last row may be the sum of all the heads: it is a total.
    """
    figures = [position for position in rows.figures if _has_values(rows, position)]
    records = [row for row in range(len(rows)) if rows.roles[row] is Role.RECORD]
    if not figures or len(records) < 2 * MIN_GROUPS:
        return
    heads = _group_heads(rows, records, figures)
    if not heads:
        *inner, last = records
        heads = _group_heads(rows, inner, figures)
        if not heads or any(
            abs(sum(_number(rows, position, head) for head in heads) - _number(rows, position, last)) > TOLERANCE * 1e3
            for position in figures
        ):
            return
        rows.roles[last] = Role.TOTAL
    for row in heads:
        rows.roles[row] = Role.SECTION
    _spread(rows)


def mark_undescribed(rows: Rows) -> None:
    """Programmes above their activities: rows that leave the columns of words blank which the others fill in, and whose
    figures are the sums of the rows below them, up to the next such row.
    """
    figures = [position for position in rows.figures if _has_values(rows, position)]
    words = [position for position in range(rows.label + 1, len(rows.columns)) if position not in rows.figures]
    records = [row for row in range(len(rows)) if rows.roles[row] is Role.RECORD]
    heads = [row for row in records if not any(rows.is_filled(row, position) for position in words)]
    if not figures or not words or len(heads) < MIN_GROUPS or 2 * len(heads) > len(records):
        return
    groups = [(head, _until(records, head, end)) for head, end in zip(heads, [*heads[1:], len(rows)], strict=True)]
    judged = [_adds_up(rows, head, group, figures) for head, group in groups if group]
    if sum(judged) < max(MIN_GROUPS, MATCHING_SHARE * len(judged)):
        return
    for head in heads:
        rows.roles[head] = Role.SECTION
    _spread(rows)


def _until(records: list[int], head: int, end: int) -> list[int]:
    return [row for row in records if head < row < end]


def _adds_up(rows: Rows, head: int, group: list[int], figures: list[int]) -> bool:
    sums = {position: sum(_number(rows, position, row) for row in group) for position in figures}
    return any(sums.values()) and all(
        abs(total - _number(rows, position, head)) <= TOLERANCE * max(1.0, abs(total))
        for position, total in sums.items()
    )


def _group_heads(rows: Rows, records: list[int], figures: list[int]) -> list[int]:
    """The first rows of groups that fill the records without a rest; empty if there are none."""
    heads: list[int] = []
    at = 0
    while at < len(records):
        end = _group_end(rows, records, at, figures)
        if end is None:
            return []
        heads.append(records[at])
        at = end
    return heads if len(heads) >= MIN_GROUPS else []


def _is_label_alone(rows: Rows, row: int) -> bool:
    filled = [position for position in range(len(rows.columns)) if rows.is_filled(row, position)]
    return bool(filled) and all(position <= rows.label for position in filled)


def _heads(rows: Rows, alone: list[int], merged: set[int]) -> list[int]:
    candidates = [row for row in range(len(rows)) if rows.roles[row] is Role.RECORD]
    if not alone:
        return []
    alone = _without_long_runs(candidates, set(alone))
    lone = set(alone)
    starts = candidates[0] in lone and len(alone) >= MIN_GROUPS and _are_told_apart(rows, candidates, lone)
    level = common_level(rows.label_of(row) for row in candidates if row not in lone)
    heads = []
    for row in alone:
        is_merged = rows.numbers[row] in merged
        if not (starts or is_merged) or (level and level in levels_of(rows.label_of(row))):
            continue
        # A head has records below it; a label at the end is a record that nobody has filled in.
        if any(later > row and later not in lone for later in candidates):
            heads.append(row)
    is_told = len(heads) >= MIN_GROUPS or any(rows.numbers[row] in merged for row in heads)
    return heads if is_told and len(heads) < len(candidates) else []


def _are_told_apart(rows: Rows, candidates: list[int], alone: set[int]) -> bool:
    """Whether labels without values are heads, where there is one value column only: one blank cell is soon missing.

    Heads have a mark of their own ("A.", "II" above "1", "2"), stand below an empty row, are written in capitals, or
    have the same labels below them again and again.
    """
    if len(rows.columns) - rows.label > MIN_GROUPS:
        return True
    others = [row for row in candidates if row not in alone]
    heads, labels = [rows.label_of(row) for row in alone], [rows.label_of(row) for row in others]
    if len(set(labels)) < len(labels) and not set(heads) & set(labels):
        return True
    if any(_is_numbered(rows, row) for row in others) and not all(_is_numbered(rows, row) for row in alone):
        return True
    marks = {_mark_of(rows, row) for row in alone}
    if len(marks) == 1 and "" not in marks and not marks & {_mark_of(rows, row) for row in others}:
        return True
    if all(rows.numbers[row] - rows.numbers[row - 1] > 1 for row in alone if row):
        return True
    return any(all(map(is_told, heads)) and not any(map(is_told, labels)) for is_told in (_has_item_mark, str.isupper))


def _has_item_mark(label: str) -> bool:
    return bool(_ITEM_MARK.match(label))


def _without_long_runs(candidates: list[int], alone: set[int]) -> list[int]:
    kept: list[int] = []
    run: list[int] = []
    for row in [*candidates, -1]:
        if row in alone:
            run.append(row)
            continue
        if len(run) <= MAX_LEVELS:
            kept.extend(run)
        run = []
    return kept


def _mark_continued(rows: Rows, alone: set[int]) -> None:
    """A head whose text starts in lower case goes on with the row above: long names are broken over two rows. So does
    a text alone that has no number of its own, where the row above has one.
    """
    for row in range(1, len(rows)):
        text = rows.label_of(row)
        has_lost_number = row in alone and _is_numbered(rows, row - 1) and not _is_numbered(rows, row)
        if (
            (rows.roles[row] is Role.SECTION or has_lost_number)
            and rows.roles[row - 1] is Role.RECORD
            and text[:1].islower()
            and len(text) >= SHORTEST_TEXT
        ):
            rows.roles[row] = Role.CONTINUED


def _is_numbered(rows: Rows, row: int) -> bool:
    return any(rows.is_filled(row, position) for position in range(rows.label))


def _spread(rows: Rows) -> None:
    """Heads in direct succession are levels; a head after records replaces the lowest level, or, if its mark is of the
    kind of a higher one ("II." after "I." and "A."), that level.
    """
    path: list[tuple[str, str]] = []
    before = Role.RECORD
    for row, role in enumerate(rows.roles):
        if role is Role.SECTION:
            mark = _mark_of(rows, row)
            level = next((at for at, (_, above) in enumerate(path) if mark and above == mark), None)
            if level is not None:
                del path[level:]
            elif before is not Role.SECTION and path and not (mark and path[-1][1]):
                path.pop()
            path.append((rows.label_of(row), mark))
        rows.sections[row] = tuple(label for label, _ in path) if role is not Role.SECTION else ()
        if role in (Role.SECTION, Role.RECORD):
            before = role


def _mark_of(rows: Rows, row: int) -> str:
    """The kind of number before a head: "I" for Roman ones, "A", "1" or "a"; "" for none."""
    first = next((text for cells in rows.cells if (text := as_text(cells[row]))), "")
    match = _LEVEL_MARK.match(first)
    return match.lastgroup or "" if match else ""


def _has_values(rows: Rows, position: int) -> bool:
    return any(value for value in rows.read[position].values)


def _group_end(rows: Rows, records: list[int], at: int, figures: list[int]) -> int | None:
    """Where the group of the head `records[at]` ends, if the rows behind it add up to it in every column."""
    heads = {position: _number(rows, position, records[at]) for position in figures}
    if not any(heads.values()):
        return None
    left = dict(heads)
    for end in range(at + 1, len(records)):
        for position in figures:
            left[position] -= _number(rows, position, records[end])
        slack = {position: TOLERANCE * max(1.0, abs(heads[position])) for position in figures}
        if any(left[position] < -slack[position] for position in figures):
            return None
        if all(abs(left[position]) <= slack[position] for position in figures):
            # Rows of zeros behind the last one belong to the same group.
            return end + 1 if end - at >= MIN_GROUPS else None
    return None


def _number(rows: Rows, position: int, row: int) -> float:
    value = rows.read[position].values[row]
    return value if isinstance(value, (int, float)) else 0
