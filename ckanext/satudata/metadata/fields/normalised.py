"""What a normaliser returns."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ckanext.satudata.codes.findings import Finding, finding

__all__ = ["EMPTY", "Normalised", "Normaliser", "as_code", "as_text", "no_text", "refused"]

Normaliser = Callable[..., "Normalised"]
"""Takes the value and `place=`, returns what to store."""

_NOTHING = frozenset(
    {"-", "–", "—", "n/a", "na", "null", "none", "tidak ada", "belum ada", "tidak tersedia", "belum tersedia"}
)
"""What people write where there is no code; the Daftar Data form asks for "N/A"."""


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


def no_text(value: object, place: str) -> Normalised:
    """The answer to a value in which `as_text` or `as_code` found nothing: empty, or of a kind that holds no text."""
    if value is None or isinstance(value, str) or value in ([], {}):
        return EMPTY
    return refused(finding("META-13", place=place, value=value))


def as_text(value: object) -> str:
    """A scalar as trimmed text; "" for None, booleans, numbers without an end and anything that is no scalar.

    >>> as_text(2023.0), as_text(" a "), as_text(["a"])
    ('2023', 'a', '')
    """
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, float):
        if not math.isfinite(value):
            return ""
        return str(int(value) if value.is_integer() else value)
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""


def as_code(value: object) -> str:
    """A code or name as trimmed text; "" also where the text says that there is none.

    >>> as_code(" N/A "), as_code("36.04")
    ('', '36.04')
    """
    given = as_text(value)
    return "" if given.lower() in _NOTHING else given
