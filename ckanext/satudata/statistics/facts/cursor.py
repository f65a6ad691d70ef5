"""Where a page of figures ended, and what it was a page of: the next one goes on there, whatever was loaded meanwhile.

A cursor keeps what the first page chose for the reader (the period, the figures for all), and of each origin the
release that it was read at: a later release neither repeats nor moves nor mixes what is still to come.
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from ckanext.satudata.statistics.facts.period_kind import Moment

__all__ = ["Cursor", "CursorError"]

Key = tuple[int, int, date, int, int, date, int]
"""The primary key of a fact, in its order."""
_DATES = (2, 5)
_LENGTH = 7


class CursorError(ValueError):
    """A cursor that no answer of ours has given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """`states` are origins, each with the release it is read at; `moment` is the newest period of the first page."""

    key: Key
    states: tuple[tuple[int, int], ...]
    moment: Moment | None
    is_for_all: bool
    """Whether the first page gave the figures for all, because nobody had asked for a breakdown."""

    def __str__(self) -> str:
        key = [part.isoformat() if isinstance(part, date) else part for part in self.key]
        moment = self.moment and [self.moment.start.isoformat(), self.moment.end.isoformat(), self.moment.kind]
        said = json.dumps([key, self.states, moment, self.is_for_all], separators=(",", ":"))
        return base64.urlsafe_b64encode(said.encode()).decode()

    @classmethod
    def parse(cls, text: str) -> Cursor:
        """From the text of an answer. Raises CursorError."""
        try:
            key, states, moment, is_for_all = json.loads(base64.urlsafe_b64decode(text.encode()))
            return cls(
                key=_key(key),
                states=tuple((int(origin), int(release)) for origin, release in states),
                moment=_moment(moment),
                is_for_all=bool(is_for_all),
            )
        except (ValueError, TypeError, KeyError, OverflowError, RecursionError) as err:
            raise CursorError(text) from err


def _key(said: list[Any]) -> Key:
    if len(said) != _LENGTH:
        raise CursorError(said)
    parts: Any = tuple(date.fromisoformat(part) if at in _DATES else int(part) for at, part in enumerate(said))
    return parts


def _moment(said: list[Any] | None) -> Moment | None:
    if said is None:
        return None
    start, end, kind = said
    moment = Moment(start=date.fromisoformat(start), end=date.fromisoformat(end), kind=int(kind))
    # A kind that there is not has no text.
    str(moment)
    return moment
