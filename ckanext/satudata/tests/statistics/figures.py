"""Figures for tests: a subject that nobody else has, rows in one line each, and what is stored of them."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import sqlalchemy as sa

from ckan import model

from ckanext.satudata.codes import periode
from ckanext.satudata.statistics.facts import period_kind
from ckanext.satudata.statistics.facts.dimensions import canonical
from ckanext.satudata.statistics.facts.rows import FactRow
from ckanext.satudata.statistics.facts.subject import Subject
from ckanext.satudata.statistics.facts.wilayah_number import kode_of, number_of
from ckanext.satudata.statistics.model import Breakdown, Fact, FigureStatus, Indicator, Origin

SERANG, CIRUAS, KRAMATWATU = "36.04", "36.04.09", "36.04.05"


def subject(**given: Any) -> Subject:
    return Subject(**{"package_id": str(uuid4()), "resource_id": str(uuid4()), **given})


def figure(
    kode: str, year: object, value: float | None, *, measure: str = "Penduduk", satuan: str = "Orang", **given: Any
) -> FactRow:
    """One figure; `given` are dimensions, and the fields of a row that a test cares about."""
    fields = {name: given.pop(name) for name in ("sheet", "row", "column", "status", "printed") if name in given}
    period = periode.parse(year)
    assert period is not None
    row = FactRow(
        measure=(measure, satuan),
        wilayah=number_of(kode),
        breakdown=canonical(given),
        periode=period,
        sheet="Sheet1",
        row=number_of(kode) % 1_000_000,
        column=1,
        status=FigureStatus.TETAP,
        value=value,
        printed=None,
    )
    return row._replace(**fields)


def current(of: Subject) -> list[tuple[Any, ...]]:
    """(indicator, region, period, dimensions, value) of the current facts of a resource, in that order."""
    return _stored(of, Fact.superseded_by.is_(None))


def as_of(of: Subject, release_id: int) -> list[tuple[Any, ...]]:
    """The same as a release left it."""
    gone_later = sa.or_(Fact.superseded_by.is_(None), Fact.superseded_by > release_id)
    return _stored(of, Fact.release_id <= release_id, gone_later)


def _stored(of: Subject, *conditions: Any) -> list[tuple[Any, ...]]:
    query = (
        sa.select(
            Indicator.name,
            Fact.wilayah,
            Fact.period_start,
            Fact.period_end,
            Fact.period_kind,
            Breakdown.dimensions,
            Fact.value,
        )
        .join(Origin, Origin.id == Fact.origin_id)
        .join(Indicator, Indicator.id == Fact.indicator_id)
        .join(Breakdown, Breakdown.id == Fact.breakdown_id)
        .where(Origin.resource_id == of.resource_id, *conditions)
        .order_by(Indicator.name, Fact.wilayah, Fact.period_end, Breakdown.id)
    )
    model.Session.rollback()
    return [
        (name, kode_of(number), str(period_kind.periode_of(start, end, kind)), dimensions, value and float(value))
        for name, number, start, end, kind, dimensions, value in model.Session.execute(query)
    ]
