"""Rows into PostgreSQL by COPY: a temporary table of small numbers, and the lists that those numbers count.

Measures, breakdowns and sheets are numbered as they come, so that the rows can stream: their ids are looked up once,
after the last row.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

import psycopg2

from ckanext.satudata.codes.periode import Periode
from ckanext.satudata.statistics.copying import LineReader, escaped
from ckanext.satudata.statistics.facts import period_kind
from ckanext.satudata.statistics.facts.rows import FactRow

__all__ = ["Staged", "copy_rows"]

CHUNK_BYTES = 256 * 1024
_CREATE = """
    CREATE TEMPORARY TABLE satudata_stage (
        measure integer, wilayah bigint, breakdown integer, period_start date, period_end date, period_kind smallint,
        sheet smallint, "row" integer, "column" smallint, status smallint, value numeric, printed text
    ) ON COMMIT DROP
"""
_COPY = "COPY satudata_stage FROM STDIN"
Key = TypeVar("Key")


@dataclass(slots=True)
class Staged:
    """What was copied. The dicts give the number of each in the staged rows."""

    sheets: dict[str, int]
    measures: dict[tuple[str, str], int] = field(default_factory=dict)
    breakdowns: dict[str, int] = field(default_factory=dict)
    periods: dict[Periode, str] = field(default_factory=dict)
    count: int = 0

    @property
    def first_day(self) -> date:
        return min(periode.start for periode in self.periods)

    @property
    def last_day(self) -> date:
        return max(periode.end for periode in self.periods)


def copy_rows(cursor: Any, rows: Iterable[FactRow], sheets: Iterable[str]) -> Staged:
    """Copy all rows; `sheets` are names that already have a number in earlier releases. The cursor is psycopg2's."""
    staged = Staged(sheets={name: number for number, name in enumerate(sheets)})
    cursor.execute(_CREATE)
    reader = LineReader(_lines(rows, staged))
    try:
        cursor.copy_expert(_COPY, reader, CHUNK_BYTES)
    except psycopg2.Error as err:
        # psycopg2 makes one of its own errors of whatever reading raises.
        raise reader.error or err from err
    return staged


def _lines(rows: Iterable[FactRow], staged: Staged) -> Iterator[str]:
    measures, breakdowns, sheets, periods = staged.measures, staged.breakdowns, staged.sheets, staged.periods
    count, last_periode, last_status, period, stored = 0, None, None, "", 0
    # Asked a million times: tuples and dicts only, and what is the same object as before is not looked up again.
    for measure, wilayah, breakdown, periode, sheet, row, column, status, value, printed in rows:
        count += 1
        if periode is not last_periode:
            last_periode, period = periode, periods.get(periode)
            if period is None:
                period = periods[periode] = f"{periode.start}\t{periode.end}\t{period_kind.number_of(periode)}"
        if status is not last_status:
            last_status, stored = status, int(status)
        place = "\\N" if column is None else column
        text = "\\N" if printed is None else escaped(printed)
        number = "\\N" if value is None else value
        yield (
            f"{measures.setdefault(measure, len(measures))}\t{wilayah}\t"
            f"{breakdowns.setdefault(breakdown, len(breakdowns))}\t{period}\t{sheets.setdefault(sheet, len(sheets))}\t"
            f"{row}\t{place}\t{stored}\t{number}\t{text}\n"
        )
    staged.count = count
