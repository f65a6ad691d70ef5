"""`unflatten` of `ckan/lib/navl/dictization_functions.py`, with the same result."""

from __future__ import annotations

from typing import Any

from ckan.types import FlattenDataDict, FlattenKey


def unflatten(data: FlattenDataDict) -> dict[str, Any]:
    """Nest a flat dict.

    CKAN's order (by length, then by value) comes from two sorts without a Python key function. The place of a key is
    looked up by its prefix; only the first key of each prefix is walked to.
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
            place = places[prefix] = _walk(root, prefix, with_gaps)
        place[key[-1]] = data[key]
    for items in with_gaps.values():
        items[:] = [item for item in items if item]
    return root


def _walk(root: dict[str, Any], prefix: FlattenKey, with_gaps: dict[int, list[Any]]) -> Any:
    """The dict or list at the prefix, made if it is not there; lists with skipped positions are noted."""
    place: Any = root
    for part in prefix:
        if isinstance(place, list) and part >= len(place):
            if part > len(place):
                with_gaps[id(place)] = place
            place.extend({} for _ in range(part - len(place) + 1))
        elif isinstance(place, dict) and part not in place:
            place[part] = []
        place = place[part]
    return place
