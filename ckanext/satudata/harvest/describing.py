"""A source as somebody describes it: one that is stored, one that is still in the form, or a stored one with changes
that are not saved yet. What looks at a source before a run (check, preview) starts from it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk
from ckan.types import ErrorDict

from ckanext.satudata.harvest import connectors, settings, sources
from ckanext.satudata.harvest.connectors import Connector, UnknownConnectorError
from ckanext.satudata.harvest.errors import SettingsError
from ckanext.satudata.harvest.http import source_networks
from ckanext.satudata.harvest.mapping.dataset import Origin
from ckanext.satudata.harvest.mapping.settings import MAPPING_SETTINGS
from ckanext.satudata.harvest.settings import Value

Checked = Callable[[Mapping[str, Any]], "dict[str, Value]"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """Connector and typed options; `origin.id` is "" for a source that is not stored."""

    origin: Origin
    connector: Connector
    settings: Mapping[str, Value]
    mapping: Mapping[str, Value]
    networks: Sequence[str] = ()


def typed_mapping(given: Mapping[str, Any]) -> dict[str, Value]:
    """The mapping as typed values, not compared with what this portal has. Raises SettingsError."""
    return settings.parse(MAPPING_SETTINGS, {name: value for name, value in given.items() if name in _NAMES})


def described(data: Mapping[str, Any], check_mapping: Checked = typed_mapping) -> Described:
    """From `id` of a stored source, or `connector`, `settings` and `mapping`; given together, these come before.

    Raises tk.ValidationError with a message for each option that is not right, and tk.ObjectNotFound.
    """
    stored = sources.find(str(data["id"])) if data.get("id") else None
    name = str(stored.connector if stored else data.get("connector") or "")
    try:
        connector = connectors.connector(name)
    except UnknownConnectorError as error:
        raise tk.ValidationError({"connector": [error.text(tk._)]}) from error
    errors: ErrorDict = {}
    networks = source_networks.checked(data, (stored.networks if stored else None) or (), errors)
    values = {
        part: _checked(part, data.get(part), getattr(stored, part, {}), check, errors)
        for part, check in (
            ("settings", lambda given: sources.checked_settings(connector, given, networks)),
            ("mapping", check_mapping),
        )
    }
    if errors:
        raise tk.ValidationError(errors)
    title = str(data.get("title") or (stored.title if stored else "") or values["settings"].get("url") or name)
    origin = Origin(id=stored.id if stored else "", title=title)
    return Described(origin=origin, connector=connector, networks=networks, **values)


def stored_networks(data: Mapping[str, Any]) -> Sequence[str]:
    """The networks that the stored source may lie in; none for one that is not stored. Raises tk.ObjectNotFound."""
    return sources.find(str(data["id"])).networks or () if data.get("id") else ()


_NAMES = frozenset(setting.name for setting in MAPPING_SETTINGS)


def _checked(part: str, given: Any, stored: Mapping[str, Any], check: Checked, errors: ErrorDict) -> dict[str, Value]:
    wanted = stored if given is None else given
    if not isinstance(wanted, Mapping):
        errors[part] = [tk._("Give the options as pairs of name and value.")]
        return {}
    try:
        return check(wanted)
    except SettingsError as error:
        errors.update(
            {f"{part}.{name}": [message.text(tk._) for message in texts] for name, texts in error.errors.items()}
        )
        return {}
