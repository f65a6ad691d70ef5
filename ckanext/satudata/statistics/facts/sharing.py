"""Two indicators that somebody declares to be one: the figures of both stand under one name, each with its origin."""

from __future__ import annotations

import sqlalchemy as sa

from ckan import model

from ckanext.satudata.codes.folding import fold
from ckanext.satudata.codes.messages import N_
from ckanext.satudata.statistics.model import Coverage, Fact, Indicator, Latest, Measure

__all__ = ["DifferentIndicatorsError", "merge"]

SAME = N_("An indicator cannot be shared with itself.")
UNITS = N_("The two indicators have different units: a figure of one is none of the other.")
ONE_FILE = N_("One file has figures of both indicators: they are two things.")


class DifferentIndicatorsError(ValueError):
    """Two indicators that cannot be one; the message is an English msgid."""


def merge(one: Indicator, into: Indicator) -> int:
    """Give the figures and measures of `one` to `into` and delete it; how many figures. Commits.

    Raises DifferentIndicatorsError.
    """
    if one.id == into.id:
        raise DifferentIndicatorsError(SAME)
    if fold(one.satuan) != fold(into.satuan):
        raise DifferentIndicatorsError(UNITS)
    # Nobody may load figures of either while they move. In the order of a load: its measures, then their indicators.
    both_ids = (one.id, into.id)
    for column, indicator_id in ((Measure.id, Measure.indicator_id), (Indicator.id, Indicator.id)):
        model.Session.execute(sa.select(column).where(indicator_id.in_(both_ids)).order_by(column).with_for_update())
    of_one = sa.select(Coverage.origin_id).where(Coverage.indicator_id == one.id)
    both = sa.select(Coverage.origin_id).where(Coverage.indicator_id == into.id, Coverage.origin_id.in_(of_one))
    if model.Session.scalar(both.limit(1)) is not None:
        raise DifferentIndicatorsError(ONE_FILE)
    moved = sa.update(Fact).where(Fact.indicator_id == one.id).values(indicator_id=into.id)
    count = model.Session.execute(moved.execution_options(synchronize_session=False)).rowcount  # type: ignore[attr-defined]
    for table in (Coverage, Latest, Measure):
        statement = sa.update(table).where(table.indicator_id == one.id).values(indicator_id=into.id)
        model.Session.execute(statement.execution_options(synchronize_session=False))
    model.Session.delete(one)
    model.Session.commit()
    return count
