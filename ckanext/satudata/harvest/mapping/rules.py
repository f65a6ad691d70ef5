"""The rules of a field map, one a line: which field here is filled from which field there, and how.

    satuan <- Satuan Dataset
    satuan <- satuan_dataset or Unit or "Orang"
    klasifikasi_akses <- sifat data | values Terbuka => terbuka; * => terbatas
    klasifikasi <- [Dimensi | Disagregasi] | split ; | lower

Left the field here. Right the names there, of which the first filled one counts: fields of the record and extras,
capitals, accents and punctuation apart, `organization.title` for a field within one. A text in "quotation marks" is no
name but the value itself. A name that holds one of our signs stands in [brackets]. Then the steps of
`steps.py`, each behind a bar; a text behind a step may stand in quotation marks too.

Reading gives rules or says what is wrong in which line; `written` is the way back.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ckanext.satudata.codes.messages import N_
from ckanext.satudata.harvest.errors import Message
from ckanext.satudata.harvest.mapping.steps import STEPS, Step, table

__all__ = ["Given", "Rule", "parse_rule", "parse_rules", "written"]

ARROW = "<-"
EXAMPLE = "satuan <- Satuan Dataset"
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
# A bar or an "or" within quotation marks or brackets is part of the text.
_TOKEN = re.compile(r'"[^"]*"|\[[^\]]*\]|\||\bor\b|[^"\[|\s]+|\s+|.', re.DOTALL)
_QUOTED = re.compile(r'"[^"]*"')
_SIGNS = re.compile(r'["\[\]|]|\bor\b')


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """Where a value comes from: the name of a field there, or the value itself."""

    text: str
    is_value: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One line of the field map."""

    field: str
    given: tuple[Given, ...]
    steps: tuple[Step, ...] = ()


class _WrongLineError(Exception):
    def __init__(self, msgid: str, **details: str) -> None:
        self.msgid, self.details = msgid, details
        super().__init__(msgid)


def parse_rules(lines: Sequence[str]) -> tuple[list[Rule], list[Message]]:
    """The rules of the lines that are not empty, and what is wrong with the others, each with its line number."""
    rules: list[Rule] = []
    wrong: list[Message] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            rule = parse_rule(line)
            if any(rule.field == other.field for other in rules):
                raise _WrongLineError(
                    N_("Line {line}: “{field}” is filled by an earlier line already. Join both lines with “or”."),
                    field=rule.field,
                )
        except _WrongLineError as error:
            wrong.append(Message(error.msgid, {"line": str(number), **error.details}))
        else:
            rules.append(rule)
    return rules, wrong


def parse_rule(line: str) -> Rule:
    """One rule. Raises an error that `parse_rules` turns into a message.

    >>> parse_rule('satuan <- Unit or "Orang" | lower').steps
    (Step(name='lower', argument=''),)
    """
    field, arrow, right = (part.strip() for part in line.partition(ARROW))
    if not (arrow and right and _NAME.fullmatch(field)):
        raise _WrongLineError(
            N_("Line {line}: “{text}” is no rule. Write: field here <- name there, for example {example}."),
            text=line.strip(),
            example=EXAMPLE,
        )
    first, *others = _parts(right)
    given = tuple(_given(tokens) for tokens in _split(first, "or"))
    return Rule(field=field, given=given, steps=tuple(_step("".join(tokens).strip()) for tokens in others))


def written(rule: Rule) -> str:
    """The rule as a line that `parse_rule` reads again.

    >>> written(parse_rule("satuan<-[a|b] or  Unit |split  ;"))
    'satuan <- [a|b] or Unit | split ;'
    """
    given = " or ".join(_written(one) for one in rule.given)
    steps = "".join(f" | {f'{step.name} {_quoted(step.argument)}'.strip()}" for step in rule.steps)
    return f"{rule.field} {ARROW} {given}{steps}"


def _parts(text: str) -> list[list[str]]:
    return _split(_TOKEN.findall(text), "|")


def _split(tokens: Sequence[str], sign: str) -> list[list[str]]:
    parts: list[list[str]] = [[]]
    for token in tokens:
        if token == sign:
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def _given(tokens: Sequence[str]) -> Given:
    text = " ".join("".join(tokens).split())
    if text.startswith('"') and text.endswith('"') and len(text) > 1:
        return Given(text="".join(tokens).strip()[1:-1], is_value=True)
    if text.startswith("[") and text.endswith("]"):
        text = " ".join(text[1:-1].split())
    elif '"' in text or "[" in text:
        raise _WrongLineError(
            N_("Line {line}: a quotation mark or bracket in “{text}” does not enclose the whole name."), text=text
        )
    if not text:
        raise _WrongLineError(N_("Line {line}: a name is missing before or after “or”, or before the bar."))
    return Given(text=text)


def _step(text: str) -> Step:
    name, _, argument = text.partition(" ")
    kind = STEPS.get(name)
    if kind is None:
        raise _WrongLineError(
            N_("Line {line}: there is no step “{step}”. Steps: {known}."), step=name, known=", ".join(STEPS)
        )
    argument = _unquoted(argument.strip())
    if argument and not kind.takes_text:
        raise _WrongLineError(N_("Line {line}: the step “{step}” takes no text behind it."), step=name)
    if kind.needs_text and not argument:
        raise _WrongLineError(
            N_("Line {line}: the step “{step}” needs a text behind it, for example {example}."),
            step=name,
            example=kind.example,
        )
    if name == "values":
        _checked_table(argument)
    return Step(name=name, argument=argument)


def _checked_table(argument: str) -> None:
    try:
        table(argument)
    except ValueError as error:
        raise _WrongLineError(
            N_("Line {line}: “{pair}” is no replacement. Write: value there => value here; and so on."), pair=str(error)
        ) from error


def _unquoted(text: str) -> str:
    return text[1:-1] if _QUOTED.fullmatch(text) else text


def _quoted(text: str) -> str:
    return f'"{text}"' if text != text.strip() or "|" in text or _QUOTED.fullmatch(text) else text


def _written(one: Given) -> str:
    if one.is_value:
        return f'"{one.text}"'
    return f"[{one.text}]" if _SIGNS.search(one.text) else one.text
