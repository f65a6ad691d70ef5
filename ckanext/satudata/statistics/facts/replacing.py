"""The heart of a load: staged rows take the place of the current facts of the same origin and the same periods.

All in the caller's transaction. `fresh` are the staged rows with their ids, one per key; `old` the current facts of
the periods that the file brings. What is the same word for word, in the same cell, stays where it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from ckanext.satudata.statistics.facts.stage import Staged

__all__ = ["Counts", "Difference", "changed_indicators", "find_old", "make_fresh", "replace_periods"]

SHOWN_CHANGES = 10
_KEYS = ("indicator_id", "period_end", "wilayah", "breakdown_id", "period_start")
_KEY = ", ".join(_KEYS)
_SAME_KEY = " AND ".join(f"n.{name} = o.{name}" for name in _KEYS)
_SAME_FIGURE = "n.value IS NOT DISTINCT FROM o.value AND n.status = o.status"
_SAME_CELL = 'n.printed IS NOT DISTINCT FROM o.printed AND (n.sheet, n."row", n."column") IS NOT DISTINCT FROM (o.sheet, o."row", o."column")'  # noqa: E501
_REST = 'period_kind, sheet, "row", "column", status, value, printed'


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Figures of a release, and those of the same key that were not taken: the first one in the file counts."""

    facts: int
    duplicates: int
    conflicts: int
    """Keys whose duplicates differ."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What a release changed, against what stood there for the same periods."""

    added: int
    changed: int
    removed: int
    unchanged: int
    largest: tuple[Row[Any], ...]
    """At most ten: the key, `before` and `after`, the largest change first."""


def make_fresh(
    connection: Connection, staged: Staged, measures: Mapping[tuple[str, str], int], breakdowns: Mapping[str, int]
) -> Counts:
    """Give the staged rows their ids, and take the first of those that mean the same."""
    _number_map(connection, "satudata_stage_measure", {staged.measures[name]: id_ for name, id_ in measures.items()})
    _number_map(
        connection, "satudata_stage_breakdown", {staged.breakdowns[text]: id_ for text, id_ in breakdowns.items()}
    )
    made = connection.execute(
        sa.text(f"""
            CREATE TEMPORARY TABLE satudata_fresh ON COMMIT DROP AS
            SELECT DISTINCT ON (m.id, s.period_end, s.wilayah, b.id, s.period_start)
                m.id AS indicator_id, s.period_end, s.wilayah, b.id AS breakdown_id, s.period_start, {_REST}
            FROM satudata_stage s
            JOIN satudata_stage_measure m ON m.number = s.measure
            JOIN satudata_stage_breakdown b ON b.number = s.breakdown
            ORDER BY m.id, s.period_end, s.wilayah, b.id, s.period_start, s.sheet, s."row", s."column"
        """)  # noqa: S608 - column names of ours
    )
    facts = made.rowcount
    conflicts = _conflicts(connection) if facts < staged.count else 0
    return Counts(facts=facts, duplicates=staged.count - facts, conflicts=conflicts)


def find_old(connection: Connection, origin_id: int) -> int:
    """Gather the current facts of the fresh periods; how many. The counts must be the old ones: they tell where."""
    found = connection.execute(
        sa.text(f"""
            CREATE TEMPORARY TABLE satudata_old ON COMMIT DROP AS
            SELECT {_KEY}, release_id, {_REST} FROM satudata_fact
            WHERE origin_id = :origin AND superseded_by IS NULL
              AND indicator_id IN (SELECT indicator_id FROM satudata_coverage WHERE origin_id = :origin)
              AND (period_start, period_end) IN (SELECT DISTINCT period_start, period_end FROM satudata_fresh)
        """),  # noqa: S608 - column names of ours
        {"origin": origin_id},
    )
    if found.rowcount:
        # Before the joins: PostgreSQL gathers no statistics of temporary tables by itself.
        connection.execute(sa.text("ANALYZE satudata_old"))
        connection.execute(sa.text("ANALYZE satudata_fresh"))
    return found.rowcount


def replace_periods(connection: Connection, *, origin_id: int, release_id: int, facts: int, had: int) -> Difference:
    """Supersede what the fresh facts replace, store them, and tell the difference.

    `facts` is how many fresh ones there are, `had` how many old ones were found.
    """
    is_new = Difference(added=facts, changed=0, removed=0, unchanged=0, largest=())
    difference = _compare(connection) if had else is_new
    ids = {"origin": origin_id, "release": release_id}
    if had:
        _leave_out_what_stays(connection)
        _supersede(connection, ids)
    connection.execute(
        sa.text(f"""
            INSERT INTO satudata_fact (origin_id, release_id, {_KEY}, {_REST})
            SELECT :origin, :release, {_KEY}, {_REST} FROM satudata_fresh
        """),  # noqa: S608 - column names of ours
        ids,
    )
    return difference


def changed_indicators(connection: Connection) -> list[int]:
    """The indicators of everything that was superseded or stored, cells that only moved included."""
    changed = "SELECT indicator_id FROM satudata_fresh UNION SELECT indicator_id FROM satudata_old"
    return list(connection.scalars(sa.text(changed)))


def _number_map(connection: Connection, table: str, ids: Mapping[int, int]) -> None:
    connection.execute(sa.text(f"CREATE TEMPORARY TABLE {table} (number integer, id integer) ON COMMIT DROP"))
    connection.execute(
        sa.text(f"INSERT INTO {table} SELECT * FROM unnest(CAST(:numbers AS integer[]), CAST(:ids AS integer[]))"),  # noqa: S608 - a table of ours
        {"numbers": list(ids), "ids": list(ids.values())},
    )
    connection.execute(sa.text(f"ANALYZE {table}"))


def _conflicts(connection: Connection) -> int:
    return connection.execute(
        sa.text("""
            SELECT count(*) FROM (
                SELECT 1 FROM satudata_stage s
                JOIN satudata_stage_measure m ON m.number = s.measure
                GROUP BY m.id, s.period_end, s.wilayah, s.breakdown, s.period_start
                HAVING count(*) > 1 AND (min(s.value) IS DISTINCT FROM max(s.value) OR count(s.value) % count(*) > 0)
            ) AS differing
        """)
    ).scalar_one()


def _compare(connection: Connection) -> Difference:
    counts = connection.execute(
        sa.text(f"""
            SELECT count(*) FILTER (WHERE o.wilayah IS NULL) AS added,
                   count(*) FILTER (WHERE n.wilayah IS NULL) AS removed,
                   count(*) FILTER (WHERE n.wilayah = o.wilayah AND {_SAME_FIGURE}) AS unchanged,
                   count(*) FILTER (WHERE n.wilayah = o.wilayah AND NOT ({_SAME_FIGURE})) AS changed
            FROM satudata_fresh n FULL JOIN satudata_old o ON {_SAME_KEY}
        """)  # noqa: S608 - column names of ours
    ).one()
    largest = connection.execute(
        sa.text(f"""
            SELECT n.indicator_id, n.wilayah, n.breakdown_id, n.period_start, n.period_end, n.period_kind,
                   o.value AS before, n.value AS after
            FROM satudata_fresh n JOIN satudata_old o ON {_SAME_KEY}
            WHERE n.value <> o.value
            ORDER BY abs(n.value - o.value) DESC, n.indicator_id, n.wilayah, n.period_end, n.breakdown_id
            LIMIT {SHOWN_CHANGES}
        """)  # noqa: S608 - column names of ours
    ).all()
    return Difference(**counts._asdict(), largest=tuple(largest))


def _leave_out_what_stays(connection: Connection) -> None:
    connection.execute(
        sa.text(f"""
            WITH o AS (
                DELETE FROM satudata_old o USING satudata_fresh n
                WHERE {_SAME_KEY} AND {_SAME_FIGURE} AND {_SAME_CELL} RETURNING o.*
            )
            DELETE FROM satudata_fresh n USING o WHERE {_SAME_KEY}
        """)  # noqa: S608 - column names of ours
    )


def _supersede(connection: Connection, ids: Mapping[str, int]) -> None:
    same = " AND ".join(f"f.{name} = o.{name}" for name in _KEYS)
    connection.execute(
        sa.text(f"""
            UPDATE satudata_fact f SET superseded_by = :release FROM satudata_old o
            WHERE {same} AND f.origin_id = :origin AND f.release_id = o.release_id
        """),  # noqa: S608 - column names of ours
        ids,
    )
