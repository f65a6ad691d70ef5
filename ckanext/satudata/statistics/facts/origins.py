"""The origins of an indicator, the best first: the walidata's word, then the newest figures, then the newest release.

The one place of the rule that figures of two producers are never mixed: whoever shows a series, a map or a ranking
takes one origin from here, and names the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from ckan import model

from ckanext.satudata.statistics.facts.period_kind import Moment
from ckanext.satudata.statistics.facts.reader import Reader
from ckanext.satudata.statistics.facts.selection import Selection
from ckanext.satudata.statistics.facts.wilayah_number import kode_of
from ckanext.satudata.statistics.model import Coverage, Fact, Origin, Release, ReleaseState

__all__ = ["KnownOrigin", "named", "of_indicator", "widest_region", "with_figures"]


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownOrigin:
    """One producer's figures of one indicator, with what a reader must know to trust them."""

    id: int
    resource_id: str
    package_id: str
    dataset: str
    title: str
    organization_id: str | None
    organization: str | None
    method: str | None
    rank: int
    small_cell: int
    release_id: int
    release: int
    released_at: datetime
    first: date
    last: date
    facts: int

    def as_dict(self) -> dict[str, Any]:
        """For the API."""
        return {
            "id": self.id,
            "resource_id": self.resource_id,
            "dataset": {"id": self.package_id, "name": self.dataset, "title": self.title},
            "produsen": {"id": self.organization_id, "title": self.organization},
            "method": self.method,
            "rank": self.rank,
            "release": {"id": self.release_id, "number": self.release, "created_at": self.released_at.isoformat()},
            "first_day": self.first.isoformat(),
            "last_day": self.last.isoformat(),
            "facts": self.facts,
        }


def of_indicator(reader: Reader, indicator_id: int) -> list[KnownOrigin]:
    """The origins that the reader may see, the best first."""
    rows = model.Session.execute(_query(reader.origins()), {"indicator": indicator_id})
    return list(map(_known, rows))


def with_figures(
    known: Sequence[KnownOrigin], indicator_id: int, having: Selection
) -> list[tuple[KnownOrigin, Moment]]:
    """Those of these origins that have such facts, in the same order, each with the newest period of them.

    Of two periods that end on one day the longer one is the newest.
    """
    ids = sa.func.unnest(sa.literal([origin.id for origin in known], ARRAY(sa.Integer))).column_valued("origin")
    newest = (
        sa.select(Fact.period_start, Fact.period_end, Fact.period_kind)
        .where(Fact.indicator_id == indicator_id, Fact.origin_id == ids, *having.conditions())
        .order_by(Fact.period_end.desc(), Fact.period_start)
        .limit(1)
        .lateral("newest")
    )
    query = sa.select(ids, newest.c.period_start, newest.c.period_end, newest.c.period_kind).join(newest, sa.true())
    found = {row[0]: Moment(start=row[1], end=row[2], kind=row[3]) for row in model.Session.execute(query)}
    return [(origin, found[origin.id]) for origin in known if origin.id in found]


# Built once for a reader's statement, as that one is: it would take longer than the answer.
@lru_cache(maxsize=256)
def _query(origins: sa.Select[Any]) -> sa.Select[Any]:
    counted = (
        sa.select(
            Coverage.origin_id,
            sa.func.min(Coverage.period_start).label("first"),
            sa.func.max(Coverage.period_end).label("last"),
            sa.func.sum(Coverage.count_facts).label("facts"),
        )
        .where(Coverage.indicator_id == sa.bindparam("indicator"))
        .group_by(Coverage.origin_id)
        .cte("counted")
    )
    seen = origins.where(Origin.id.in_(sa.select(counted.c.origin_id))).subquery("seen")
    package, group = model.package_table, model.group_table
    return (
        sa.select(
            seen,
            counted.c.first,
            counted.c.last,
            counted.c.facts,
            package.c.name.label("dataset"),
            package.c.title,
            group.c.title.label("organization"),
            Release.id.label("release_id"),
            Release.number.label("release"),
            Release.created_at.label("released_at"),
        )
        .join(counted, counted.c.origin_id == seen.c.id)
        .join(package, package.c.id == seen.c.package_id)
        .outerjoin(group, group.c.id == package.c.owner_org)
        .join(Release, sa.and_(Release.origin_id == seen.c.id, Release.state == ReleaseState.CURRENT.value))
        .order_by(seen.c.rank.desc(), counted.c.last.desc(), Release.created_at.desc(), seen.c.id)
    )


def _known(row: sa.Row[Any]) -> KnownOrigin:
    values = row._asdict()
    values["title"] = values["title"] or values["dataset"]
    return KnownOrigin(**values)


def named(text: str) -> tuple[int, ...]:
    """The origins that a number, a resource or a dataset (id or name) names; whether they may be seen is not asked."""
    package = model.package_table
    query = (
        sa.select(Origin.id)
        .outerjoin(package, package.c.id == Origin.package_id)
        .where(
            sa.or_(
                Origin.resource_id == text,
                Origin.package_id == text,
                package.c.name == text,
                sa.cast(Origin.id, sa.Text) == text,
            )
        )
        .order_by(Origin.id)
    )
    return tuple(model.Session.scalars(query))


def widest_region(indicator_id: int, origin: KnownOrigin) -> str:
    """The region that an origin's newest figures are about: the highest one, or what several highest ones lie in."""
    query = (
        sa.select(Fact.wilayah)
        .where(
            Fact.indicator_id == indicator_id,
            Fact.origin_id == origin.id,
            Fact.period_end == origin.last,
            Fact.superseded_by.is_(None),
        )
        .distinct()
    )
    codes = [kode_of(number).split(".") for number in model.Session.scalars(query)]
    highest = [parts for parts in codes if len(parts) == min(map(len, codes))]
    shared = [names[0] for names in zip(*highest, strict=True) if len(set(names)) == 1]
    # "36.04" and "36.71" share "36"; "36.04" and "36.14" share no more than that either.
    while shared and any(parts[: len(shared)] != shared for parts in highest):
        shared.pop()
    return ".".join(shared)
