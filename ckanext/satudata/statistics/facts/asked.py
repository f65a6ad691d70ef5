"""From the checked arguments of an action or an address to a selection of facts; the defaults live here.

Values come from one origin (the best one, unless another or all are asked for) and one period (the newest, unless one
is asked for): the answer says which.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.satudata.codes.periode import Periode
from ckanext.satudata.statistics.facts import comparison, origins
from ckanext.satudata.statistics.facts.origins import KnownOrigin
from ckanext.satudata.statistics.facts.reader import Reader
from ckanext.satudata.statistics.facts.selection import Depth, Selection
from ckanext.satudata.statistics.model import Fact, Indicator

__all__ = ["ALL", "Asked", "bounds", "find_indicator", "one_indicator"]

ALL = "semua"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A selection of the values of one indicator: from these origins of those that there are."""

    indicator: Indicator
    selection: Selection
    taken: tuple[KnownOrigin, ...]
    others: tuple[KnownOrigin, ...]
    periode: str | None
    """The newest period, where none was asked for."""


def bounds(data: Mapping[str, Any]) -> Selection:
    """The filters as they were given, without any default but the whole of the region for deeper levels."""
    first: Periode | None = data.get("periode") or data.get("periode_awal")
    last: Periode | None = data.get("periode") or data.get("periode_akhir")
    said = data.get("breakdown")
    wilayah = data.get("wilayah") or ""
    return Selection(
        indicator_ids=tuple(data.get("indicator") or ()),
        origin_ids=_origin_ids(data),
        wilayah=wilayah,
        depth=Depth(data.get("tingkat") or (Depth.SELF if wilayah else Depth.ALL)),
        start=first.start if first else None,
        end=last.end if last else None,
        breakdown=None if said in (None, ALL) else said,
        as_of=data.get("as_of"),
    )


def one_indicator(reader: Reader, data: Mapping[str, Any]) -> Asked:
    """The values that the arguments mean. Raises ValidationError without an indicator, ObjectNotFound for another."""
    selection = bounds(data)
    if len(selection.indicator_ids) != 1:
        message = tk._("Name one indicator; the step “available” lists them.")
        raise tk.ValidationError({"indicator": [message]})
    if data.get("breakdown") is None:
        selection = replace(selection, breakdown=_usual_breakdown(selection))
    indicator = find_indicator(selection.indicator_ids[0])
    known = origins.of_indicator(reader, indicator.id, having=replace(selection, indicator_ids=(), origin_ids=()))
    wanted = [origin for origin in known if not selection.origin_ids or origin.id in selection.origin_ids]
    takes_all = data.get("origin") == ALL
    taken = tuple(wanted if takes_all else wanted[:1])
    selection = replace(selection, origin_ids=tuple(origin.id for origin in taken) or (0,))
    moment = None
    if selection.start is None and selection.end is None and selection.as_of is None:
        moment = comparison.latest(selection)
        selection = replace(selection, start=moment.start, end=moment.end) if moment else selection
    return Asked(
        indicator=indicator,
        selection=selection,
        taken=taken,
        others=tuple(origin for origin in known if origin not in taken),
        periode=str(moment) if moment else None,
    )


def find_indicator(indicator_id: int) -> Indicator:
    """The indicator. Raises ObjectNotFound."""
    found = model.Session.get(Indicator, indicator_id)
    if found is None:
        raise tk.ObjectNotFound(tk._("There is no indicator {id}.").format(id=indicator_id))
    return found


def _usual_breakdown(selection: Selection) -> dict[str, str] | None:
    """The figures for all, if there are any; otherwise every cell of the breakdown."""
    whole = sa.select(Fact.wilayah).where(*replace(selection, breakdown={}).conditions()).limit(1)
    return {} if model.Session.execute(whole).first() else None


def _origin_ids(data: Mapping[str, Any]) -> tuple[int, ...]:
    said = str(data.get("origin") or "")
    # No origin has the number 0: a name that means none selects nothing.
    return () if said in ("", ALL) else origins.named(said) or (0,)
