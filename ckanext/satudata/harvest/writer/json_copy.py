"""Copying what came out of JSON."""

from __future__ import annotations

from typing import Any


def copy_json(value: Any) -> Any:
    """Copy dicts and lists all the way down; everything else is shared.

    Several times as fast as `copy.deepcopy`, whose memo of shared parts no CKAN dict needs.

    >>> original = {"tags": [{"name": "air"}]}
    >>> copy_json(original)["tags"][0] is original["tags"][0]
    False
    """
    if isinstance(value, dict):
        return {key: copy_json(item) if isinstance(item, (dict, list)) else item for key, item in value.items()}
    if isinstance(value, list):
        return [copy_json(item) if isinstance(item, (dict, list)) else item for item in value]
    return value
