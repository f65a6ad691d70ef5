"""Keeps satudata_coverage in step with the facts: for the periods of a load, or, if asked, for a whole origin."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.engine import Connection

__all__ = ["count_fresh", "recount"]

_LEVEL = """
    CASE WHEN wilayah % 10000 > 0 THEN 'desa' WHEN wilayah % 1000000 > 0 THEN 'kecamatan'
         WHEN wilayah % 100000000 > 0 THEN 'kabkota' ELSE 'provinsi' END
"""
_INSERT = """
    INSERT INTO satudata_coverage (origin_id, indicator_id, period_start, period_end, level, period_kind, count_facts,
                                   count_valued, count_total, count_regions)
    SELECT CAST(:origin AS integer), indicator_id, period_start, period_end, {level} AS level, min(period_kind),
           sum(facts), sum(valued), sum(total), count(*)
    FROM (
        SELECT indicator_id, period_start, period_end, wilayah, min(period_kind) AS period_kind, count(*) AS facts,
               count(value) AS valued, count(*) FILTER (WHERE breakdown_id = 0) AS total
        FROM {source} GROUP BY indicator_id, period_start, period_end, wilayah
    ) AS region GROUP BY indicator_id, period_start, period_end, level
"""


def count_fresh(connection: Connection, origin_id: int) -> None:
    """Count the periods that the fresh facts bring; before what stays is left out of them."""
    connection.execute(
        sa.text("""
            DELETE FROM satudata_coverage WHERE origin_id = :origin
            AND (period_start, period_end) IN (SELECT DISTINCT period_start, period_end FROM satudata_fresh)
        """),
        {"origin": origin_id},
    )
    connection.execute(sa.text(_INSERT.format(level=_LEVEL, source="satudata_fresh")), {"origin": origin_id})


def recount(connection: Connection, origin_id: int) -> None:
    """Count all current facts of an origin."""
    connection.execute(sa.text("DELETE FROM satudata_coverage WHERE origin_id = :origin"), {"origin": origin_id})
    source = "satudata_fact WHERE origin_id = :origin AND superseded_by IS NULL"
    connection.execute(sa.text(_INSERT.format(level=_LEVEL, source=source)), {"origin": origin_id})
