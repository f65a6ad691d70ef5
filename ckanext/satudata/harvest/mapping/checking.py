"""Whether what the mapping of a source names exists in this portal: organisations, fields, topics, licences."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from rapidfuzz import process

from ckan import model

from ckanext.satudata.codes import topik
from ckanext.satudata.codes.messages import N_
from ckanext.satudata.harvest import settings
from ckanext.satudata.harvest.errors import Message, SettingsError
from ckanext.satudata.harvest.mapping.fields import settable
from ckanext.satudata.harvest.mapping.rules import parse_rules
from ckanext.satudata.harvest.mapping.settings import MAPPING_SETTINGS, UnknownOrganization
from ckanext.satudata.harvest.mapping.target import target
from ckanext.satudata.harvest.notices.settings import wrong_address
from ckanext.satudata.harvest.settings import Kind, Value

__all__ = ["checked_mapping"]

ALIKE = 70
"""Per cent from which a known name is proposed for an unknown one."""

Errors = dict[str, list[Message]]


def checked_mapping(given: Mapping[str, Any]) -> dict[str, Value]:
    """The typed values of all mapping settings. Raises SettingsError with everything that is wrong."""
    values: dict[str, Any] = settings.parse(MAPPING_SETTINGS, given)
    errors: Errors = {}
    _check_organizations(values, errors)
    _check_fields(values, errors)
    _check_codes(values, errors)
    if message := wrong_address(values):
        errors["notice_to"] = [message]
    if errors:
        raise SettingsError(errors)
    return values


def _check_organizations(values: Mapping[str, Any], errors: Errors) -> None:
    for setting in MAPPING_SETTINGS:
        name = values[setting.name]
        if setting.kind is Kind.ORGANIZATION and name and not _is_organization(name):
            message = N_("There is no organisation “{name}” here. Write the last part of its page's address.")
            errors[setting.name] = [Message(message, {"name": str(name)})]
    needs_default = values["unknown_organization"] == UnknownOrganization.DEFAULT.value
    if needs_default and not values["default_organization"]:
        errors["default_organization"] = [
            Message(N_("Choose the organisation for datasets whose organisation is not recognised."))
        ]


def _check_fields(values: Mapping[str, Any], errors: Errors) -> None:
    fields = sorted(settable(target()))
    rules, _ = parse_rules(values["field_rules"])
    named = (
        ("field_rules", [rule.field for rule in rules]),
        ("default_fields", values["default_fields"]),
        ("fixed_fields", values["fixed_fields"]),
    )
    message = N_("There is no field “{name}” here that can be filled. Perhaps “{proposal}”?")
    for setting, names in named:
        _note(setting, [_unknown(name, fields, message) for name in names if name not in fields], errors)


def _check_codes(values: dict[str, Any], errors: Errors) -> None:
    topics = [code for code, _, _ in topik.choices()]
    licences = list(model.Package.get_license_register())
    topic_message = N_("There is no topic “{name}”. Perhaps “{proposal}”?")
    licence_message = N_("There is no licence “{name}” here. Perhaps “{proposal}”?")
    _check_codes_of("topic_map", topics, topik.parse, topic_message, values, errors)
    _check_codes_of("license_map", licences, _same_if(licences), licence_message, values, errors)


def _check_codes_of(
    setting: str,
    codes: Sequence[str],
    parse: Callable[[str], str | None],
    message: str,
    values: dict[str, Any],
    errors: Errors,
) -> None:
    read = {there: (here, parse(here)) for there, here in values[setting].items()}
    _note(setting, [_unknown(here, codes, message) for here, code in read.values() if code is None], errors)
    values[setting] = {there: code or here for there, (here, code) in read.items()}


def _same_if(known: Sequence[str]) -> Callable[[str], str | None]:
    return lambda name: name if name in known else None


def _unknown(name: str, known: Sequence[str], message: str) -> Message:
    alike = process.extractOne(name.lower(), known, score_cutoff=ALIKE)
    if alike is not None:
        return Message(message, {"name": name, "proposal": alike[0]})
    return Message(N_("“{name}” is not known here. Choose one of: {known}."), {"name": name, "known": ", ".join(known)})


def _note(setting: str, messages: Iterable[Message], errors: Errors) -> None:
    found = list(messages)
    if found:
        errors[setting] = found


def _is_organization(name: str) -> bool:
    group = model.Group
    query = sa.select(group.id).where(group.name == name, group.is_organization.is_(True), group.state == "active")
    return model.Session.scalar(query) is not None
