"""What the parts of the mapping hand to each other."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ckanext.satudata.codes.findings import Finding, finding

__all__ = ["EMPTY", "Mapped", "Origin", "Target", "as_text", "texts"]

EMPTY = (None, "", [], {})


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What this portal is like: the fields of its schemas, and its groups."""

    fields: frozenset[str]
    resource_fields: frozenset[str]
    groups: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """The source that a record comes from."""

    id: str
    title: str


@dataclass(slots=True, kw_only=True)
class Mapped:
    """A dataset in the making, with what was found on the way.

    `came_from` says for each field which key of the record filled it; fields that the mapping itself fills are not in
    it.
    """

    dataset: dict[str, Any] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    came_from: dict[str, str] = field(default_factory=dict)
    has_made_up_title: bool = False

    def note(self, code: str, *, place: str, value: object = "", **details: object) -> None:
        """Add a finding."""
        self.findings.append(finding(code, place=place, value=value, **details))

    def put(self, name: str, value: Any, came_from: str | None = None) -> None:
        """Fill a field in place of what was there."""
        self.dataset[name] = value
        if came_from is None:
            self.came_from.pop(name, None)
        else:
            self.came_from[name] = came_from


def as_text(value: Any) -> str:
    """A value as text: numbers and dates as they read, lists and dicts as JSON, nothing as ""."""
    if isinstance(value, str):
        return value.strip()
    if value in EMPTY:
        return ""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, (list, dict, bool)) else str(value)


def texts(value: Any) -> list[str]:
    """The texts of a value that may be one or several; of dicts their title or name.

    >>> texts(["a", {"name": "b", "title": "B"}, None]), texts(" c "), texts(None)
    (['a', 'B'], ['c'], [])
    """
    entries = value if isinstance(value, (list, tuple)) else [value]
    given = (
        (entry.get("title") or entry.get("display_name") or entry.get("name")) if isinstance(entry, Mapping) else entry
        for entry in entries
    )
    return [text for text in map(as_text, given) if text]
