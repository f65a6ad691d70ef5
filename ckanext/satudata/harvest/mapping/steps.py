"""What a rule of the field map may do to a value: a small set of steps, each a word and perhaps a text behind it.

    lower | upper | sentence            change the capitals
    cut-start TEXT | cut-end TEXT       take a text off the beginning or the end
    split SIGN                          one text becomes several; a comma if no sign is given
    values THERE => HERE; …             replace whole values; * stands for all others
    date                                the first date in the text, as 2024-12-31, 2024-12 or 2024

Of several values each goes through by itself. How rules are written: `rules.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ckanext.satudata.codes import periode
from ckanext.satudata.codes.folding import fold
from ckanext.satudata.harvest.mapping.types import texts

__all__ = ["STEPS", "Step", "StepKind", "applied", "table"]

OTHERS = "*"
ARROW = "=>"
_DATES = (
    re.compile(r"\b\d{4}-\d{1,2}-\d{1,2}|\b\d{1,2}[/.\-]\d{1,2}[/.\-]\d{4}\b|\b\d{1,2}\s+[A-Za-z]{3,9}\.?\s+\d{4}\b"),
    re.compile(r"\b(?:\d{4}-\d{2}|\d{1,2}/\d{4}|[A-Za-z]{3,9}\s+\d{4})\b"),
    re.compile(r"\b(?:19|20)\d{2}\b"),
)
"""How days, months and years are written; the most exact first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a rule; `argument` is the text behind its name, "" where there is none."""

    name: str
    argument: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepKind:
    """What a step does to one text, and how it is written. It gives no text where the value is dropped."""

    change: Callable[[str, str], list[str]]
    example: str
    needs_text: bool = False
    takes_text: bool = False


def applied(steps: tuple[Step, ...], value: Any) -> Any:
    """What the steps make of a value: a text, or a list where there are several; None where nothing is left.

    >>> applied((Step(name="split", argument=";"), Step(name="lower")), "Wilayah; Jenis Kelamin")
    ['wilayah', 'jenis kelamin']
    """
    if not steps:
        return value
    given = texts(value)
    for step in steps:
        kind = STEPS[step.name]
        given = [text for one in given for text in kind.change(one, step.argument) if text]
    is_several = isinstance(value, (list, tuple)) or any(step.name == "split" for step in steps)
    return given if is_several else next(iter(given), None)


@lru_cache(maxsize=256)
def table(argument: str) -> Mapping[str, str]:
    """The replacements of a `values` step, by the folded value there. Raises ValueError for what is no pair."""
    return dict(_pairs(argument))


def _pairs(argument: str) -> Iterator[tuple[str, str]]:
    for pair in filter(None, map(str.strip, argument.split(";"))):
        there, arrow, here = (part.strip() for part in pair.partition(ARROW))
        if not (arrow and there):
            raise ValueError(pair)
        yield there if there == OTHERS else fold(there) or there, here


def _replaced(text: str, argument: str) -> list[str]:
    values = table(argument)
    return [values.get(fold(text) or text, values.get(OTHERS, text))]


def _split(text: str, argument: str) -> list[str]:
    return [part.strip() for part in text.split(argument or ",")]


def _without_start(text: str, argument: str) -> list[str]:
    cut = len(argument)
    return [text[cut:].strip() if text[:cut].lower() == argument.lower() else text]


def _without_end(text: str, argument: str) -> list[str]:
    cut = len(argument)
    return [text[:-cut].strip() if text[-cut:].lower() == argument.lower() else text]


def _dated(text: str, _argument: str) -> list[str]:
    found = (periode.parse(match[0]) for pattern in _DATES for match in pattern.finditer(text))
    return [str(one) for one in found if one is not None][:1]


STEPS: Mapping[str, StepKind] = {
    "lower": StepKind(change=lambda text, _: [text.lower()], example="lower"),
    "upper": StepKind(change=lambda text, _: [text.upper()], example="upper"),
    "sentence": StepKind(change=lambda text, _: [text[:1].upper() + text[1:].lower()], example="sentence"),
    "cut-start": StepKind(change=_without_start, example="cut-start Data ", needs_text=True, takes_text=True),
    "cut-end": StepKind(change=_without_end, example="cut-end (Jiwa)", needs_text=True, takes_text=True),
    "split": StepKind(change=_split, example="split ;", takes_text=True),
    "values": StepKind(
        change=_replaced, example="values Terbuka => terbuka; Tertutup => terbatas", needs_text=True, takes_text=True
    ),
    "date": StepKind(change=_dated, example="date"),
}
"""All steps by name."""
