"""Delimited text: CSV with any separator, encoding and line end, tables drawn with bars, columns set with blanks.

Quirks of real files: "sep=;" as the first line; CR only; each line put in quotes as a whole; hand-made files with
`<META>` … `</META>` and `<DATA>` around semicolon lines.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, islice

from ckanext.satudata.tabular.grid import Grid
from ckanext.satudata.tabular.limits import Limits
from ckanext.satudata.tabular.reader.text_encoding import encoding_of

__all__ = ["Dialect", "dialect_of", "read_text", "split_rows"]

DELIMITERS = (";", ",", "\t", "|")
BAR_LINES = 200
BLANKS = "  "
"""Stands for columns that are set apart by two or more blanks."""
SAMPLE_LINES = 300
_SEP_LINE = re.compile(r"sep=(.)\s*$", re.IGNORECASE)
_TAG_LINE = re.compile(r"\s*</?(\w+)>\s*$")
_RULE_LINE = re.compile(r"[\s|+\-=_:]*[-=_+]{3}[\s|+\-=_:]*$")
_KEY_LINE = re.compile(r"\s*([^:;,|\t]{1,40})\s*:\s*(.*)$")
_WIDE_GAP = re.compile(r"\s{2,}|\t")
csv.field_size_limit(10_000_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How a text is cut into cells."""

    delimiter: str
    encoding: str
    is_encoding_sure: bool = True
    has_quoted_lines: bool = False
    skipped_lines: int = 0


@dataclass(slots=True)
class _Body:
    lines: list[str]
    numbers: list[int]
    preamble: dict[str, str] = field(default_factory=dict)


def dialect_of(sample: bytes) -> Dialect:
    """The dialect of a text, from its first bytes."""
    encoding, sure = encoding_of(sample)
    text = sample.decode(encoding, "replace")
    declared = _SEP_LINE.match(text.split("\n", 1)[0])
    lines = _body(text.splitlines()[:SAMPLE_LINES]).lines
    if declared:
        return Dialect(delimiter=declared.group(1), encoding=encoding, is_encoding_sure=sure, skipped_lines=1)
    delimiter = _best_delimiter(lines)
    quoted = delimiter == BLANKS and _are_quoted_lines(lines)
    if quoted:
        delimiter = _best_delimiter([line.strip()[1:-1].replace('""', '"') for line in lines if line.strip()])
    return Dialect(delimiter=delimiter, encoding=encoding, is_encoding_sure=sure, has_quoted_lines=quoted)


def read_text(data: bytes, limits: Limits) -> tuple[Grid, Dialect]:
    """The grid of a whole text, with its row numbers as lines of the file."""
    dialect = dialect_of(data[: 256 * 1024])
    text = data.decode(dialect.encoding, "replace").replace("\x00", "")
    grid = Grid(name="", rows=[], delimiter=dialect.delimiter)
    if "<" in text[:4096] and any(_TAG_LINE.match(line) for line in text[:4096].splitlines()[:40]):
        body = _body(text.splitlines())
        grid.rows = [list(row) for row in split_rows(body.lines, dialect)]
        grid.row_numbers, grid.preamble = body.numbers, body.preamble
        return grid, dialect
    width, cells = limits.columns, 0
    for row in split_rows(io.StringIO(text, newline=""), dialect):
        cells += len(row)
        if cells > limits.cells:
            break
        grid.rows.append(row if len(row) <= width else row[:width])  # type: ignore[arg-type]  # str is a Cell
    if dialect.skipped_lines:
        grid.row_numbers = range(dialect.skipped_lines + 1, dialect.skipped_lines + 1 + len(grid.rows))
    return grid, dialect


def split_rows(lines: Iterable[str], dialect: Dialect) -> Iterator[list[str]]:
    """Lines to rows of cells, one by one."""
    lines = iter(lines)
    for _ in range(dialect.skipped_lines):
        next(lines, None)
    if dialect.has_quoted_lines:
        lines = (line.strip()[1:-1].replace('""', '"') for line in lines)
    if dialect.delimiter == BLANKS:
        for line in lines:
            yield [] if _RULE_LINE.match(line) else _WIDE_GAP.split(line.strip())
        return
    if dialect.delimiter == "|":
        lines = _without_bars(lines)
    yield from _parsed(lines, dialect.delimiter)


def _parsed(lines: Iterator[str], delimiter: str) -> Iterator[list[str]]:
    reader = csv.reader(lines, delimiter=delimiter, skipinitialspace=True)
    is_open = True
    while is_open:
        try:
            yield from reader
            is_open = False
        except csv.Error:  # noqa: PERF203 - a stray quote or control character costs one line, not the file
            yield []


def _without_bars(lines: Iterator[str]) -> Iterator[str]:
    """Lines drawn as "| a | b |" have an empty cell at each end; in "a|b|" and "|2021|" of a file of cells it counts.

    The first lines say which of them it is.
    """
    first = list(islice(lines, BAR_LINES))
    filled = [line.strip() for line in first if "|" in line and not _RULE_LINE.match(line)]
    are_drawn = all(len(line) > 1 and line.startswith("|") and line.endswith("|") for line in filled)
    for line in chain(first, lines):
        drawn = line.strip()
        if _RULE_LINE.match(line):
            yield ""
        elif are_drawn and drawn.startswith("|"):
            yield drawn[1:-1] if drawn.endswith("|") and len(drawn) > 1 else drawn[1:]
        else:
            yield line


def _body(lines: list[str]) -> _Body:
    """The lines that may be a table; lines that are only a `<TAG>` go, "key: value" within `<META>` is kept apart."""
    body = _Body([], [])
    section = ""
    for number, line in enumerate(lines, 1):
        tag = _TAG_LINE.match(line)
        if tag:
            section = "" if "</" in line else tag.group(1).casefold()
        elif section == "meta":
            pair = _KEY_LINE.match(line)
            if pair:
                body.preamble[pair.group(1).strip()] = pair.group(2).strip()
        else:
            body.lines.append(line)
            body.numbers.append(number)
    return body


def _best_delimiter(lines: list[str]) -> str:
    """The separator that cuts most lines into the same number of cells; blanks if none does."""
    kept = [line for line in lines if line.strip() and not _RULE_LINE.match(line)]
    scored = [(_consistency(kept, delimiter), delimiter) for delimiter in DELIMITERS]
    best, delimiter = max(scored, key=lambda pair: pair[0])
    wide = [len(_WIDE_GAP.split(line.strip())) for line in kept]
    is_set_with_blanks = bool(wide) and wide[0] > 1 and len(set(wide)) == 1
    # Decimal commas cut some lines of a table whose columns are set apart with blanks.
    if best > 0 and not (is_set_with_blanks and best < 1):
        return delimiter
    if sum(count > 1 for count in wide) * 2 > len(kept):
        return BLANKS
    return BLANKS if _are_quoted_lines(kept) else ","


def _consistency(lines: list[str], delimiter: str) -> float:
    """0 for a separator that cuts nothing; else the share of lines of the usual width, a little more if it is wide."""
    if not any(delimiter in line for line in lines):
        return 0.0
    rows = list(_parsed(iter([line + "\n" for line in lines]), delimiter))
    widths = Counter(len(row) for row in rows if len(row) > 1)
    if not widths:
        return 0.0
    width, times = widths.most_common(1)[0]
    cut = sum(widths.values()) / len(rows)
    # Decimal commas cut lines too, but unevenly; empty cells at the end ("title;;;") do not speak against ";".
    return cut * times / sum(widths.values()) + min(width, 20) / 100


def _are_quoted_lines(lines: list[str]) -> bool:
    kept = [line.strip() for line in lines if line.strip()]
    whole = [line for line in kept if len(line) > 1 and line[0] == line[-1] == '"']
    return len(kept) > 1 and len(whole) == len(kept) and any(mark in line for line in whole for mark in DELIMITERS)
