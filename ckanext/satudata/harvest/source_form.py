"""The form of a source, built from what its connector and the mapping declare; and what a person typed, read back.

No field is written by hand in a template: a new `Setting` of a connector appears in the form by itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ckanext.satudata.codes.messages import Translate
from ckanext.satudata.harvest.settings import Kind, Setting

_PAIR = " = "


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField:
    """One field as the template draws it. `value` is what the person sees in it, `errors` what is wrong with it."""

    key: str
    kind: str
    label: str
    help: str
    example: str
    required: bool
    choices: Sequence[Mapping[str, str]]
    value: str
    errors: Sequence[str]


def fields(
    part: str,
    declared: Sequence[Setting],
    values: Mapping[str, Any],
    errors: Mapping[str, Sequence[str]],
    translate: Translate,
) -> list[FormField]:
    """The fields of one part of a source ("settings" or "mapping"), in the declared order."""
    return [_field(part, setting, values, errors, translate) for setting in declared]


def read(part: str, declared: Sequence[Setting], form: Mapping[str, str]) -> dict[str, str]:
    """What was typed into the fields of that part; an empty field is left out, so that its default holds.

    An unticked box is sent by no browser, so it is read as "no".
    """
    typed = {setting.name: form.get(_key(part, setting), "").strip() for setting in declared}
    boxes = {setting.name: "false" for setting in declared if setting.kind is Kind.BOOLEAN and not typed[setting.name]}
    return {name: text for name, text in typed.items() if text} | boxes


def _field(
    part: str,
    setting: Setting,
    values: Mapping[str, Any],
    errors: Mapping[str, Sequence[str]],
    translate: Translate,
) -> FormField:
    described = setting.as_dict(translate)
    return FormField(
        key=_key(part, setting),
        kind=setting.kind.value,
        label=described["label"],
        help=described["help"],
        example=setting.example,
        required=setting.required,
        choices=described["choices"],
        value=_typed(values.get(setting.name, setting.default)),
        errors=errors.get(setting.name, ()),
    )


def _key(part: str, setting: Setting) -> str:
    return f"{part}__{setting.name}"


def _typed(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return "\n".join(f"{left}{_PAIR}{right}" for left, right in value.items())
    if isinstance(value, (list, tuple)):
        return "\n".join(str(line) for line in value)
    return str(value)
