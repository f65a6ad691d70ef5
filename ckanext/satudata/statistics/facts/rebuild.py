"""Keeps the store in order: figures of files that are gone for good are dropped, and the counts are made anew.

Figures of deleted datasets stay, unseen, as CKAN keeps the datasets: both can come back.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ckan import model

from ckanext.satudata.statistics.facts import counting, newest
from ckanext.satudata.statistics.model import Coverage, Fact, Indicator, Latest, Measure, Origin, Release

__all__ = ["Rebuilt", "rebuild"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebuilt:
    """One resource: how many figures it has now, or that it was dropped."""

    resource_id: str
    facts: int
    is_dropped: bool


def rebuild(resource_ids: Sequence[str] = ()) -> Iterator[Rebuilt]:
    """All resources with figures, or the named ones; each in a transaction of its own."""
    engine = model.ensure_engine()
    query = sa.select(Origin.id, Origin.resource_id).order_by(Origin.id)
    if resource_ids:
        query = query.where(Origin.resource_id.in_(resource_ids))
    with engine.connect() as connection:
        origins = connection.execute(query).all()
    for origin_id, resource_id in origins:
        with engine.begin() as connection:
            # A load of this resource waits, or is waited for.
            connection.execute(sa.select(Origin.id).where(Origin.id == origin_id).with_for_update())
            is_there = connection.scalar(sa.select(sa.exists().where(model.resource_table.c.id == resource_id)))
            if not is_there:
                _drop(connection, origin_id)
            else:
                counting.recount(connection, origin_id)
                newest.renew(connection, origin_id, list(connection.scalars(_indicators(origin_id))))
            facts = connection.scalar(_count(origin_id)) or 0
            yield Rebuilt(resource_id=resource_id, facts=facts, is_dropped=not is_there)


def _drop(connection: Connection, origin_id: int) -> None:
    package_id = connection.scalar(sa.select(Origin.package_id).where(Origin.id == origin_id))
    for table in (Fact, Coverage, Latest, Release):
        connection.execute(sa.delete(table).where(table.origin_id == origin_id))
    connection.execute(sa.delete(Origin).where(Origin.id == origin_id))
    has_more = sa.select(sa.exists().where(Origin.package_id == package_id))
    if not connection.scalar(has_more):
        connection.execute(sa.delete(Measure).where(Measure.package_id == package_id))
        used = sa.select(Measure.indicator_id)
        unused = sa.delete(Indicator).where(Indicator.id.not_in(used))
        # An indicator that a load has just made has its measure in the same transaction.
        connection.execute(unused.where(Indicator.id.not_in(sa.select(Coverage.indicator_id))))


def _indicators(origin_id: int) -> sa.Select[tuple[int]]:
    return sa.select(Coverage.indicator_id).where(Coverage.origin_id == origin_id).distinct()


def _count(origin_id: int) -> sa.Select[tuple[int]]:
    return sa.select(sa.func.sum(Coverage.count_facts)).where(Coverage.origin_id == origin_id)
