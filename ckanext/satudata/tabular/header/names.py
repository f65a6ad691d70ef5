"""The names that header rows give to columns: one path of levels per column, outer level first."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ckanext.satudata.tabular.layout.view import Box, View
from ckanext.satudata.tabular.values.kinds import as_text

__all__ = ["SEPARATOR", "column_paths", "owns_name"]

SEPARATOR = " | "
_MARK = re.compile(r"(?:(?<=\S)\s*\*{1,3}\)?|(?<=[^\W\d])\s?\d\)|(?<!m)[¹²³⁴⁵⁶⁷⁸⁹]|\s\d\))$")


def column_paths(view: View, box: Box, rows: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """Per column of the box its levels; () for a column without a name.

    In a row with merged groups each group holds for its own columns, and a name that nobody has merged for as many, if
    the same names stand below it. In a row without any, a name that has names below
    it is a group, and holds to the next name, as far as a lower row names the columns. Equal neighbouring levels count
    once, marks of footnotes are taken off.
    """
    levels = [_level(view, box, rows, at) for at in range(len(rows))]
    return {column: _path([level.get(column, "") for level in levels]) for column in range(box.left, box.right + 1)}


def owns_name(view: View, rows: Sequence[int], column: int) -> bool:
    """Whether a header cell starts in this column, rather than reaching into it by a merge."""
    return any(view.own_text(row, column) for row in rows)


def _level(view: View, box: Box, rows: Sequence[int], at: int) -> dict[int, str]:
    row = rows[at]
    names = {column: view.text(row, column) for column in range(box.left, box.right + 1) if view.text(row, column)}
    if at == len(rows) - 1:
        return names
    if _has_groups(view, box, row):
        return names | _left_unmerged(view, box, row, rows[at + 1])
    below = rows[at + 1 :]
    group = ""
    filled: dict[int, str] = {}
    for column in range(box.left, box.right + 1):
        is_named_below = any(view.text(lower, column) for lower in below)
        if column in names:
            # "No | Kecamatan | (blank)" over " | | 2020": names without a lower level are no groups.
            group = names[column] if is_named_below and column > box.left else ""
            filled[column] = names[column]
        elif group and is_named_below:
            filled[column] = group
    return filled


def _left_unmerged(view: View, box: Box, row: int, below: int) -> dict[int, str]:
    """Groups without a merged cell beside merged ones: "2017 | (blank)" over the names that "2018" has below it too."""
    merges = {
        merge for column in view.held(row, box) if (merge := view.merge(row, column)) and merge.right > merge.left
    }
    patterns = {tuple(view.text(below, column) for column in range(merge.left, merge.right + 1)) for merge in merges}
    filled: dict[int, str] = {}
    for column in view.own(row, box):
        if column == box.left or view.merge(row, column):
            continue
        for pattern in patterns:
            columns = range(column, column + len(pattern))
            is_free = not any(view.text(row, other) for other in columns[1:])
            if is_free and all(pattern) and tuple(view.text(below, other) for other in columns) == pattern:
                filled |= dict.fromkeys(columns, view.text(row, column))
    return filled


def _has_groups(view: View, box: Box, row: int) -> bool:
    return any(
        (merge := view.merge(row, column)) is not None and merge.right > merge.left for column in view.held(row, box)
    )


def _path(levels: list[str]) -> tuple[str, ...]:
    path: list[str] = []
    for level in levels:
        name = _without_mark(level)
        if name and (not path or path[-1] != name):
            path.append(name)
    return tuple(path)


def _without_mark(name: str) -> str:
    name = as_text(name)
    stripped = _MARK.sub("", name).rstrip()
    # "Luas (km2)" ends in a unit, not in a mark.
    return stripped if stripped and stripped.count("(") == stripped.count(")") else name
