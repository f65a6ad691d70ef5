"""What a normaliser returns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ckanext.satudata.codes.findings import Finding

__all__ = ["EMPTY", "Normalised", "Normaliser", "as_text", "refused"]

Normaliser = Callable[..., "Normalised"]
"""Takes the value and `place=`, returns what to store."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Normalised:
    """The value to store and what is to say about it.

    `value` is None where nothing usable was given. With a finding such a value is refused by a form and dropped by
    the harvest; a finding beside a value is a remark, the value is stored. `lossy` says that a part was cut off: a
    form refuses that as well.
    """

    value: Any = None
    finding: Finding | None = None
    lossy: bool = False


EMPTY = Normalised()
"""Nothing was given, and nothing is wrong."""


def refused(found: Finding) -> Normalised:
    """No value, because of the finding."""
    return Normalised(finding=found)


def as_text(value: object) -> str:
    """A scalar as trimmed text; "" for None, booleans and anything that is no scalar.

    >>> as_text(2023.0), as_text(" a "), as_text(["a"])
    ('2023', 'a', '')
    """
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
