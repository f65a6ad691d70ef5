"""Fields of the form of a source, built from what is declared; and what a person typed, read back.

No field is written by hand in a template: a new `Setting` of a connector appears in the form by itself. How the fields
are grouped: `form_sections.py`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ckanext.satudata.codes.messages import Translate
from ckanext.satudata.harvest.settings import Kind, Setting

OWN = ""
"""The part of a source that is no part of its own: title, name, schedule …"""
_PAIR = " = "

Organizations = Sequence[Mapping[str, str]]
"""Those of this portal as choices: value and label."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField:
    """One field as the template draws it. `value` is what the person sees in it, `errors` what is wrong with it.

    `is_set`: it holds something else than what holds anyway.
    """

    key: str
    kind: str
    label: str
    help: str
    example: str
    required: bool
    choices: Sequence[Mapping[str, str]]
    value: str
    errors: Sequence[str]
    is_set: bool

    @property
    def answer(self) -> str:
        """The value as people call it: the label of a choice, the title of an organisation."""
        return next((one["label"] for one in self.choices if one["value"] == self.value), self.value)


def fields(
    part: str,
    declared: Sequence[Setting],
    values: Mapping[str, Any],
    errors: Mapping[str, Sequence[str]],
    translate: Translate,
    organizations: Organizations = (),
) -> list[FormField]:
    """The fields of one part of a source ("settings", "mapping" or OWN), in the declared order.

    `errors` has the names that the actions give: `title`, `settings.url`.
    """
    return [_field(part, setting, values, errors, translate, organizations) for setting in declared]


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
    organizations: Organizations,
) -> FormField:
    described = setting.as_dict(translate)
    value = _typed(values.get(setting.name, setting.default))
    choices = described["choices"]
    if setting.kind is Kind.ORGANIZATION:
        choices = _with_what_stands(organizations, value)
    return FormField(
        key=_key(part, setting),
        kind=setting.kind.value,
        label=described["label"],
        help=described["help"],
        example=setting.example,
        required=setting.required,
        choices=choices,
        value=value,
        errors=errors.get(f"{part}.{setting.name}" if part else setting.name, ()),
        is_set=value != _typed(setting.default),
    )


def _with_what_stands(organizations: Organizations, value: str) -> Organizations:
    """An organisation that is there no more, or was never, still stands in the field: it must not go in silence."""
    is_known = not value or any(one["value"] == value for one in organizations)
    return organizations if is_known else [{"value": value, "label": value}, *organizations]


def _key(part: str, setting: Setting) -> str:
    return f"{part}__{setting.name}" if part else setting.name


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
