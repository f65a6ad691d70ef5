"""Keeps satudata_latest in step with the facts of an origin: of every region the newest figure for all.

Comes after the counting of a load (`facts/counting.py`), whose counts it asks.
Where an origin gives no figure for all, one figure of its newest period stands for them, with their number.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.engine import Connection

__all__ = ["keep_first", "renew"]

_FIGURE = "wilayah, indicator_id, breakdown_id, period_start, period_end, period_kind, status, value"
# Of two periods that end on one day the longer one.
_NEWEST = "wilayah, indicator_id, period_end DESC, period_start, breakdown_id"
_STORED = "satudata_fact WHERE origin_id = :origin AND superseded_by IS NULL AND indicator_id = ANY(:indicators)"
_FRESH = "satudata_fresh WHERE true"
# Rare, so the counts are asked before the figures are.
_SOME_WITHOUT_TOTAL = sa.text(
    "SELECT EXISTS (SELECT FROM satudata_coverage WHERE origin_id = :origin AND count_total < count_regions)"
)


def keep_first(connection: Connection, origin_id: int) -> None:
    """The newest of the fresh facts of an origin that had none before."""
    _keep(connection, _FRESH, {"origin": origin_id})


def renew(connection: Connection, origin_id: int, indicator_ids: list[int]) -> None:
    """The newest of all current facts of these indicators of an origin."""
    given = {"origin": origin_id, "indicators": indicator_ids}
    connection.execute(
        sa.text("DELETE FROM satudata_latest WHERE origin_id = :origin AND indicator_id = ANY(:indicators)"), given
    )
    _keep(connection, _STORED, given)


def _keep(connection: Connection, source: str, given: dict[str, object]) -> None:
    connection.execute(
        sa.text(f"""
            INSERT INTO satudata_latest (origin_id, cells, {_FIGURE})
            SELECT DISTINCT ON (wilayah, indicator_id) CAST(:origin AS integer), 1, {_FIGURE}
            FROM {source} AND breakdown_id = 0 ORDER BY {_NEWEST}
        """),  # noqa: S608 - column names of ours
        given,
    )
    if not connection.scalar(_SOME_WITHOUT_TOTAL, given):
        return
    connection.execute(
        sa.text(f"""
            INSERT INTO satudata_latest (origin_id, cells, {_FIGURE})
            SELECT DISTINCT ON (wilayah, indicator_id) CAST(:origin AS integer), cells, {_FIGURE}
            FROM (
                SELECT {_FIGURE}, count(*) OVER (PARTITION BY wilayah, indicator_id, period_end, period_start) AS cells
                FROM {source} AND (wilayah, indicator_id) NOT IN (
                    SELECT wilayah, indicator_id FROM satudata_latest WHERE origin_id = :origin
                )
            ) AS part ORDER BY {_NEWEST}
        """),  # noqa: S608 - column names of ours
        given,
    )
