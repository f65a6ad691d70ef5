"""Action on figures: a ladder from what exists to the values."""

from __future__ import annotations

from typing import Any, NoReturn

import ckan.plugins.toolkit as tk
from ckan.types import Context, DataDict

from ckanext.satudata.statistics import config
from ckanext.satudata.statistics.facts import asked, available, json_stat, values
from ckanext.satudata.statistics.facts.asked import Asked
from ckanext.satudata.statistics.facts.cursor import Cursor, CursorError
from ckanext.satudata.statistics.facts.reader import Reader
from ckanext.satudata.statistics.logic import schema


@tk.side_effect_free
@tk.validate_action_data(schema.fact_search)
def satudata_fact_search(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Figures of all datasets, in three steps: what exists, how many there are, the values.

        {"step": "available", "q": "penduduk", "wilayah": "36.04", "tingkat": "desa"}
        {"step": "counts", "indicator": 17, "wilayah": "36.04", "tingkat": "desa"}
        {"step": "values", "indicator": 17, "wilayah": "36.04", "tingkat": "desa"}

    `tingkat`: sendiri (the region itself), provinsi, kabkota, kecamatan, desa, semua. `periode`, or `periode_awal` and
    `periode_akhir`; without them the newest. `breakdown`: dimensions, {} for the figures for all, "semua". `origin`:
    number, resource, dataset, or "semua"; without it the best one, and `other_origins` names those left out. `as_of`: a
    release, for its origin's figures as it left them. Values come in pages of `limit`; `next` goes into `after`. More
    than the site's limit at once, or as JSON-stat, is refused with the number of figures.
    """
    tk.check_access("satudata_fact_search", context, data_dict)
    reader = Reader.of(context)
    if data_dict["step"] == "available":
        found = asked.bounds(data_dict)
        limit = min(data_dict["limit"], config.page_limit())
        return available.indicators(reader, found, words=data_dict["q"], limit=limit, offset=data_dict["offset"])
    if data_dict["step"] == "counts":
        found = asked.bounds(data_dict)
        if not (found.indicator_ids or found.origin_ids):
            # Counting everything walks through millions of figures; the first step has those counts ready.
            message = tk._("Name an indicator or an origin; the step “available” counts them all.")
            raise tk.ValidationError({"indicator": [message]})
        results = available.counts(reader, found)
        return {"count": sum(result["facts"] for result in results), "results": results}
    return _values(reader, data_dict)


def _values(reader: Reader, data_dict: DataDict) -> dict[str, Any]:
    cursor = _cursor(data_dict.get("after"))
    question = asked.one_indicator(reader, data_dict, cursor)
    if data_dict["format"] == "json-stat":
        return _cube(reader, question)
    limit = data_dict["limit"]
    if limit > config.page_limit():
        _refuse(wanted=limit, count=values.count(reader, question.selection))
    page = values.page(reader, question.selection, limit=limit, after=cursor.key if cursor else None)
    is_whole = cursor is None and page.last is None and limit > 0
    return {
        "indicator": _indicator(question),
        "count": len(page.results) if is_whole else values.count(reader, question.selection),
        "periode": question.periode,
        "origins": [origin.as_dict() for origin in question.taken],
        "other_origins": [origin.as_dict() for origin in question.others],
        "results": page.results,
        "next": question.cursor(page.last) if page.last else None,
    }


def _cursor(after: str | None) -> Cursor | None:
    try:
        return Cursor.parse(after) if after else None
    except CursorError as err:
        raise tk.ValidationError({"after": [tk._("This is no cursor of an earlier answer.")]}) from err


def _cube(reader: Reader, question: Asked) -> dict[str, Any]:
    if len(question.taken) > 1:
        raise tk.ValidationError({"origin": [tk._("A cube holds one origin. Name one.")]})
    page = values.page(reader, question.selection, limit=config.page_limit())
    if page.last:
        count = values.count(reader, question.selection)
        _refuse(wanted=count, count=count)
    source = question.taken[0].organization or question.taken[0].title if question.taken else ""
    return json_stat.cube(_indicator(question), page.results, source)


def _indicator(question: Asked) -> dict[str, Any]:
    indicator = question.indicator
    return {"id": indicator.id, "name": indicator.name, "satuan": indicator.satuan}


def _refuse(*, wanted: int, count: int) -> NoReturn:
    message = tk._(
        "One answer holds {most} figures; you asked for {wanted}, and there are {count}. Ask for fewer, page by page, "
        "or take the CSV."
    ).format(most=config.page_limit(), wanted=wanted, count=count)
    raise tk.ValidationError({"limit": [message]})
