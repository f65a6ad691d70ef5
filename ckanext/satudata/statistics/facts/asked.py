"""From the checked arguments of an action or an address to a selection of facts; the defaults live here.

Values come from one origin (the best one, unless another or all are asked for) and one period (the newest, unless one
is asked for): the answer says which.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.satudata.codes.periode import Periode
from ckanext.satudata.statistics.facts import origins
from ckanext.satudata.statistics.facts.cursor import Cursor, Key
from ckanext.satudata.statistics.facts.origins import KnownOrigin
from ckanext.satudata.statistics.facts.period_kind import Moment
from ckanext.satudata.statistics.facts.reader import Reader
from ckanext.satudata.statistics.facts.selection import Depth, Selection
from ckanext.satudata.statistics.model import Indicator

__all__ = ["ALL", "Asked", "bounds", "find_indicator", "one_indicator", "seen_indicator"]

ALL = "semua"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A selection of the values of one indicator: from these origins of those that there are."""

    indicator: Indicator
    selection: Selection
    taken: tuple[KnownOrigin, ...]
    others: tuple[KnownOrigin, ...]
    moment: Moment | None
    """The newest period, where none was asked for."""

    @property
    def periode(self) -> str | None:
        """The newest period as text."""
        return str(self.moment) if self.moment else None

    def cursor(self, last: Key) -> str:
        """Where the next page of this question starts."""
        cursor = Cursor(
            key=last,
            states=self.selection.states,
            moment=self.moment,
            is_for_all=self.selection.breakdown == {},
        )
        return str(cursor)


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


def one_indicator(reader: Reader, data: Mapping[str, Any], cursor: Cursor | None = None) -> Asked:
    """The values that the arguments mean; with a cursor, as its first page understood them.

    Raises ValidationError without an indicator, ObjectNotFound for one that there is not for this reader.
    """
    given = bounds(data)
    if len(given.indicator_ids) != 1:
        message = tk._("Name one indicator; the step “available” lists them.")
        raise tk.ValidationError({"indicator": [message]})
    indicator, known = seen_indicator(reader, given.indicator_ids[0])
    found, having = _found(known, indicator.id, data, cursor)
    wanted = [one for one in found if not given.origin_ids or one[0].id in given.origin_ids]
    if cursor:
        wanted = [one for one in wanted if one[0].id in dict(cursor.states)]
    elif data.get("origin") != ALL:
        wanted = wanted[:1]
    taken = tuple(origin for origin, _ in wanted)
    moment = cursor.moment if cursor else None
    if not cursor and given.start is None and given.end is None and wanted:
        moment = max((newest for _, newest in wanted), key=lambda newest: (newest.end, -newest.start.toordinal()))
    return Asked(
        indicator=indicator,
        # No origin has the number 0: without one there are no figures.
        selection=replace(
            having,
            indicator_ids=(indicator.id,),
            origin_ids=tuple(origin.id for origin in taken) or (0,),
            moment=moment,
            states=cursor.states if cursor else tuple((origin.id, _read_at(origin, given)) for origin in taken),
        ),
        taken=taken,
        others=tuple(origin for origin, _ in found if origin not in taken),
        moment=moment,
    )


def _found(
    known: Sequence[KnownOrigin], indicator_id: int, data: Mapping[str, Any], cursor: Cursor | None
) -> tuple[list[tuple[KnownOrigin, Moment]], Selection]:
    """The origins with such figures: where no breakdown is asked for, figures for all, or all if there are none."""
    given = bounds(data)
    having = replace(given, indicator_ids=(), origin_ids=())
    if data.get("breakdown") is not None:
        return origins.with_figures(known, indicator_id, having), having
    if cursor is None or cursor.is_for_all:
        for_all = replace(having, breakdown={})
        found = origins.with_figures(known, indicator_id, for_all)
        if cursor or any(not given.origin_ids or origin.id in given.origin_ids for origin, _ in found):
            return found, for_all
    return origins.with_figures(known, indicator_id, having), having


def _read_at(origin: KnownOrigin, given: Selection) -> int:
    return origin.release_id if given.as_of is None else min(given.as_of, origin.release_id)


def seen_indicator(reader: Reader, indicator_id: int) -> tuple[Indicator, list[KnownOrigin]]:
    """The indicator, and its origins that the reader may see, the best first.

    Raises ObjectNotFound, in the same words for one that there is not and for one without such an origin.
    """
    indicator = find_indicator(indicator_id)
    known = origins.of_indicator(reader, indicator.id)
    if not known:
        raise tk.ObjectNotFound(_no_such(indicator_id))
    return indicator, known


def find_indicator(indicator_id: int) -> Indicator:
    """The indicator. Raises ObjectNotFound."""
    found = model.Session.get(Indicator, indicator_id)
    if found is None:
        raise tk.ObjectNotFound(_no_such(indicator_id))
    return found


def _no_such(indicator_id: int) -> str:
    return tk._("There is no indicator {id}.").format(id=indicator_id)


def _origin_ids(data: Mapping[str, Any]) -> tuple[int, ...]:
    said = str(data.get("origin") or "")
    # No origin has the number 0: a name that means none selects nothing.
    return () if said in ("", ALL) else origins.named(said) or (0,)
