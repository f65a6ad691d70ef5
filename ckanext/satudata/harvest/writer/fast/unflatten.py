"""`unflatten` of `ckan/lib/navl/dictization_functions.py`, with the same result."""

from __future__ import annotations

from typing import Any

from ckan.types import FlattenDataDict, FlattenKey


def unflatten(data: FlattenDataDict) -> dict[str, Any]:
    """Nest a flat dict.

    CKAN's order (by length, then by value) comes from two sorts without a Python key function. The place of a key is
    looked up by its prefix; only the first key of each prefix is walked to, from the place it lies in.
    """
    ordered = sorted(data)
    ordered.sort(key=len)
    root: dict[str, Any] = {}
    places: dict[FlattenKey, Any] = {(): root}
    with_gaps: dict[int, list[Any]] = {}
    for key in ordered:
        prefix = key[:-1]
        place = places.get(prefix)
        if place is None:
            above = places.get(prefix[:-2])
            start, rest = (root, prefix) if above is None else (above, prefix[-2:])
            place = places[prefix] = _walk(start, rest, with_gaps)
        place[key[-1]] = data[key]
    for items in with_gaps.values():
        items[:] = [item for item in items if item]
    return root


def _walk(start: Any, path: FlattenKey, with_gaps: dict[int, list[Any]]) -> Any:
    """The dict or list at the path, made if it is not there; lists with skipped positions are noted."""
    place = start
    for part in path:
        if isinstance(place, list) and part >= len(place):
            if part > len(place):
                with_gaps[id(place)] = place
            place.extend({} for _ in range(part - len(place) + 1))
        elif isinstance(place, dict) and part not in place:
            place[part] = []
        place = place[part]
    return place
