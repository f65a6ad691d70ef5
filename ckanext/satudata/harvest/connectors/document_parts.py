"""Pieces of a dataset document in the shape of CKAN's `package_show`, for connectors whose source has another shape.

Values that our schema has no place for go into the document under their own key: the mapping keeps them as extras.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

EMPTY = (None, "", [], {})


def filled(document: Mapping[str, Any]) -> dict[str, Any]:
    """The document without its empty parts.

    >>> filled({"title": "Air", "notes": "", "tags": []})
    {'title': 'Air'}
    """
    return {key: value for key, value in document.items() if value not in EMPTY}


def text(value: Any) -> str:
    """A plain value as trimmed text; anything nested, and nothing, as "".

    >>> text(" Air "), text(2024), text(None), text({"a": 1})
    ('Air', '2024', '', '')
    """
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return ""
    return str(value).strip()


def listed(value: Any) -> list[Any]:
    """What may stand alone or in a list, as a list.

    >>> listed(None), listed("a"), listed(["a", "b"])
    ([], ['a'], ['a', 'b'])
    """
    if isinstance(value, list):
        return value
    return [] if value in EMPTY else [value]


def tags(names: Iterable[str]) -> list[dict[str, str]]:
    """Tags in a stable order, each once.

    >>> tags(["gizi", "Anak", "gizi", ""])
    [{'name': 'Anak'}, {'name': 'gizi'}]
    """
    return [{"name": name} for name in sorted({name for name in names if name})]


def organization(title: str, name: str = "") -> dict[str, str]:
    """Whose data it is, as the source writes it; the engine recognises the organisation by name or title."""
    return {"name": name or title, "title": title or name} if name or title else {}
