"""Settings of a source: declared once; the form, the check, the API's answer and the docs come from the declaration.

A connector declares its own (`Connector.settings`); how records become our datasets is declared in
`mapping/settings.py`. `parse` turns what a form, the API or the command line gave into typed values, or says in one
go all that is wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any, Union
from urllib.parse import urlsplit

from ckanext.satudata.codes.messages import N_, Translate
from ckanext.satudata.harvest.errors import Message, SettingsError
from ckanext.satudata.harvest.mapping import rules as mapping_rules

Value = Union[str, int, bool, "list[str]", "dict[str, str]", None]
"""What a setting can hold; every value survives JSON."""

TEXT_LENGTH = 2000


class Kind(str, Enum):
    """The type of a setting, and with it the form field that asks for it."""

    TEXT = "text"
    URL = "url"
    INTEGER = "integer"
    BOOLEAN = "boolean"
    CHOICE = "choice"
    DATE = "date"
    LIST = "list"
    """Several texts, in a form one per line."""
    MAP = "map"
    """Pairs, in a form one `left = right` per line."""
    ORGANIZATION = "organization"
    """Name of an organisation of this portal; that it exists is checked where CKAN is at hand."""
    RULES = "rules"
    """Rules of a field map, one per line; kept as they are written. See `mapping_rules`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One answer to a setting of kind CHOICE; `label` is a msgid."""

    value: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One declared option; `label` and `help` are msgids, `example` is what a person could type."""

    name: str
    kind: Kind
    label: str
    help: str
    example: str = ""
    default: Value = None
    required: bool = False
    choices: tuple[Choice, ...] = ()
    minimum: int | None = None
    maximum: int | None = None

    def as_dict(self, translate: Translate = str) -> dict[str, Any]:
        """For a form or the API, in the language of `translate`."""
        return {
            "name": self.name,
            "kind": self.kind.value,
            "label": translate(self.label),
            "help": translate(self.help),
            "example": self.example,
            "default": self.default,
            "required": self.required,
            "choices": [{"value": choice.value, "label": translate(choice.label)} for choice in self.choices],
            "minimum": self.minimum,
            "maximum": self.maximum,
        }


def parse(declared: Sequence[Setting], given: Mapping[str, Any]) -> dict[str, Value]:
    """Typed values for every declared setting, the default where nothing was given.

    Raises SettingsError with all messages at once; an unknown name is one of them.

    >>> parse([Setting(name="rows", kind=Kind.INTEGER, label="", help="")], {"rows": " 50 "})
    {'rows': 50}
    """
    values: dict[str, Value] = {}
    errors: dict[str, list[Message]] = {}
    for setting in declared:
        value = _value(setting, given.get(setting.name))
        if isinstance(value, _Wrong):
            errors[setting.name] = value.messages
        else:
            values[setting.name] = value
    known = ", ".join(setting.name for setting in declared)
    for name in given.keys() - values.keys() - errors.keys():
        errors[name] = [Message(N_("There is no such option. Known options: {known}."), {"known": known})]
    if errors:
        raise SettingsError(errors)
    return values


@dataclass(frozen=True, slots=True)
class _Wrong:
    messages: list[Message]


class _WrongValueError(Exception):
    def __init__(self, msgid: str, **details: object) -> None:
        self.messages = [Message(msgid, {name: str(detail)[:TEXT_LENGTH] for name, detail in details.items()})]
        super().__init__(msgid)


class _WrongLinesError(_WrongValueError):
    def __init__(self, messages: list[Message]) -> None:
        self.messages = messages
        Exception.__init__(self, messages[0].msgid)


def _value(setting: Setting, given: Any) -> Value | _Wrong:
    if given is None or given in ("", [], {}):
        return _Wrong([Message(N_("This must be filled in."))]) if setting.required else setting.default
    try:
        return _READERS[setting.kind](setting, given)
    except _WrongValueError as error:
        return _Wrong(error.messages)


def _text(_setting: Setting, given: Any) -> str:
    if not isinstance(given, (str, int, float)):
        raise _WrongValueError(N_("Write one line of text here."))
    text = str(given).strip()
    if len(text) > TEXT_LENGTH or any(ord(letter) < ord(" ") for letter in text):
        raise _WrongValueError(
            N_("Write at most {length} characters, without line breaks or invisible control characters."),
            length=TEXT_LENGTH,
        )
    return text


def _url(setting: Setting, given: Any) -> str:
    text = _text(setting, given)
    try:
        parts = urlsplit(text)
        host = parts.hostname
        _ = parts.port
    except ValueError:
        host = None
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not host:
        raise _WrongValueError(
            N_("“{value}” is no web address. Write it as in {example}."),
            value=text,
            example=setting.example or "https://data.example.go.id",
        )
    if parts.username or parts.password:
        raise _WrongValueError(N_("Leave user name and password out of the address: it is shown to others."))
    return text


def _integer(setting: Setting, given: Any) -> int:
    try:
        number = int(str(given).strip())
    except ValueError:
        raise _WrongValueError(N_("“{value}” is no whole number."), value=given) from None
    low, high = setting.minimum, setting.maximum
    if (low is not None and number < low) or (high is not None and number > high):
        raise _WrongValueError(N_("Write a whole number from {low} to {high}."), low=low, high=high)
    return number


def _boolean(_setting: Setting, given: Any) -> bool:
    text = str(given).strip().lower()
    if text in ("true", "yes", "ya", "on", "1"):
        return True
    if text in ("false", "no", "tidak", "off", "0"):
        return False
    raise _WrongValueError(N_("“{value}” is neither yes nor no."), value=given)


def _choice(setting: Setting, given: Any) -> str:
    allowed = [choice.value for choice in setting.choices]
    if given not in allowed:
        raise _WrongValueError(N_("“{value}” is not one of: {allowed}."), value=given, allowed=", ".join(allowed))
    return given


def _date(_setting: Setting, given: Any) -> str:
    try:
        return date.fromisoformat(str(given).strip()[:10]).isoformat()
    except ValueError:
        raise _WrongValueError(
            N_("“{value}” is no date. Write year-month-day, for example 2026-01-31."), value=given
        ) from None


def _list(setting: Setting, given: Any) -> list[str]:
    lines = given.splitlines() if isinstance(given, str) else given
    if not isinstance(lines, (list, tuple)):
        raise _WrongValueError(N_("Write one entry per line."))
    texts = [_text(setting, line) for line in lines]
    return list(dict.fromkeys(text for text in texts if text))


def _map(setting: Setting, given: Any) -> dict[str, str]:
    if isinstance(given, Mapping):
        return {_text(setting, left): _text(setting, right) for left, right in given.items()}
    if not isinstance(given, str):
        raise _WrongValueError(N_("Write one pair per line: name there = name here."))
    pairs: dict[str, str] = {}
    for line in filter(None, map(str.strip, given.splitlines())):
        left, equals, right = (part.strip() for part in line.rpartition("="))
        if not (equals and left and right):
            raise _WrongValueError(N_("“{value}” is no pair. Write: name there = name here."), value=line)
        pairs[left] = right
    return pairs


def _rules(_setting: Setting, given: Any) -> list[str]:
    lines = given.splitlines() if isinstance(given, str) else given
    if not (isinstance(lines, (list, tuple)) and all(isinstance(line, str) for line in lines)):
        raise _WrongValueError(N_("Write one rule per line."))
    rules, wrong = mapping_rules.parse_rules(lines)
    if wrong:
        raise _WrongLinesError(wrong)
    return [mapping_rules.written(rule) for rule in rules]


_READERS: Mapping[Kind, Callable[[Setting, Any], Value]] = {
    Kind.TEXT: _text,
    Kind.URL: _url,
    Kind.INTEGER: _integer,
    Kind.BOOLEAN: _boolean,
    Kind.CHOICE: _choice,
    Kind.DATE: _date,
    Kind.LIST: _list,
    Kind.MAP: _map,
    Kind.ORGANIZATION: _text,
    Kind.RULES: _rules,
}
