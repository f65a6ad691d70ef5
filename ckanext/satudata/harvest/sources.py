"""Checking what somebody wants a source to be, and writing it: the rules behind the actions and the command line."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.types import ErrorDict

from ckanext.satudata.harvest import connectors, settings
from ckanext.satudata.harvest.connectors import Connector, UnknownConnectorError
from ckanext.satudata.harvest.errors import AddressRefusedError, Message, SettingsError
from ckanext.satudata.harvest.http import source_networks
from ckanext.satudata.harvest.http.guard import check_address
from ckanext.satudata.harvest.mapping import versions as mapping_versions
from ckanext.satudata.harvest.mapping.checking import checked_mapping
from ckanext.satudata.harvest.mapping.versions import what_maps
from ckanext.satudata.harvest.model import MappingVersion, Record, Run, Schedule, Source, StoredChange, StoredFinding
from ckanext.satudata.harvest.model.source import now
from ckanext.satudata.harvest.own_settings import HIGHEST_PRIORITY, USUAL_PRIORITY
from ckanext.satudata.harvest.settings import Kind, Value
from ckanext.satudata.metadata import stamps
from ckanext.satudata.metadata.fields.title import name_from_title

TITLE_LENGTH = 200
NAME = re.compile(r"[a-z0-9_\-]{2,100}")
# Pages below /sumber that are no source.
RESERVED_NAMES = frozenset({"baru", "berkas", "duplikat", "periksa", "pratinjau", "proses", "tersembunyi"})

Errors = ErrorDict


def create(data: Mapping[str, Any], user: str | None, *, source_id: str | None = None) -> Source:
    """A new source, flushed; `source_id` for one that had an id before it came here.

    Raises tk.ValidationError with a message for each field that is not right.
    """
    connector = str(data.get("connector") or "")
    source = Source(connector=connector, mapping_version=1, mapping={}, created_by=user)
    if source_id:
        source.id = source_id
    _fill(source, data)
    model.Session.add(source)
    model.Session.flush()
    mapping_versions.note(source, user)
    return source


def change(source: Source, data: Mapping[str, Any], user: str | None = None) -> Source:
    """Replace what the source is by `data`, flushed; an earlier mapping is kept. Raises tk.ValidationError.

    `modified_at` in `data` is when what the caller started from was changed: another one since then is not overwritten.
    """
    if data.get("connector") not in (None, "", source.connector):
        raise tk.ValidationError({"connector": [tk._("The kind of a source cannot be changed. Add a new source.")]})
    started_from = stamps.moment(data.get("modified_at"))
    if started_from and started_from != source.modified_at.replace(microsecond=0):
        message = tk._(
            "Somebody has changed this source since you opened it. Look at what differs and save again: then yours "
            "takes the place of the other one."
        )
        raise tk.ValidationError({"modified_at": [message]})
    before = (what_maps(source.mapping), source.title)
    # With autoflush off, nothing of a refused change reaches the database; expire what was set on the object.
    try:
        _fill(source, data)
    except tk.ValidationError:
        model.Session.expire(source)
        raise
    # Datasets carry the title of their source.
    if (what_maps(source.mapping), source.title) != before:
        source.mapping_version += 1
        mapping_versions.note(source, user)
    source.modified_at = now()
    model.Session.flush()
    return source


def merged(source: Source, data: Mapping[str, Any]) -> dict[str, Any]:
    """The whole source with some values replaced, also single ones within `settings` and `mapping`."""
    whole = {name: getattr(source, name) for name in ("title", "name", "schedule", "active", "priority")}
    parts = {part: _merged_part(getattr(source, part), data.get(part)) for part in ("settings", "mapping")}
    return {**whole, **data, **parts}


def delete(source: Source) -> None:
    """Forget the source with its runs, records, findings and changes; its datasets stay."""
    for table in (StoredFinding, StoredChange, Record, Run, MappingVersion):
        model.Session.execute(sa.delete(table).where(table.source_id == source.id))
    model.Session.delete(source)


def find(reference: str, *, to_change: bool = False) -> Source:
    """By id or name; `to_change`: as it is now, and kept from others until the commit. Raises tk.ObjectNotFound."""
    query = Source.by_id_or_name(reference)
    if to_change:
        query = query.with_for_update().execution_options(populate_existing=True)
    source = model.Session.scalars(query).first()
    if source is None:
        raise tk.ObjectNotFound(tk._("There is no source “{name}”.").format(name=reference))
    return source


def checked_settings(connector: Connector, given: Mapping[str, Any], networks: Sequence[str] = ()) -> dict[str, Value]:
    """Typed settings of a connector whose addresses may be read; `networks` are the source's own.

    Raises SettingsError.
    """
    values = settings.parse(connector.settings, given)
    refused = {
        setting.name: [message]
        for setting in connector.settings
        if setting.kind is Kind.URL and (message := _refused_address(values.get(setting.name), networks))
    }
    if refused:
        raise SettingsError(refused)
    return values


def _fill(source: Source, data: Mapping[str, Any]) -> None:
    """Set every column from `data`, or raise with all errors at once."""
    errors: Errors = {}
    title = _title(data, errors)
    name = _name(data, title, source.id, errors)
    schedule = _schedule(data, errors)
    priority = _priority(data, errors)
    connector = _connector(source.connector, errors)
    networks = source_networks.checked(data, source.networks or (), errors)
    values = {}
    if connector:
        values = _part("settings", data, errors, lambda given: checked_settings(connector, given, networks))
    mapping = _part("mapping", data, errors, checked_mapping)
    active = _active(data, errors)
    if errors:
        raise tk.ValidationError(errors)
    source.title, source.name, source.schedule, source.priority = title, name, schedule, priority
    source.settings, source.mapping, source.networks = values, mapping, networks
    source.active = active


def _merged_part(stored: Mapping[str, Value], given: Any) -> Any:
    # What is no mapping is left to the check of the whole, which says so.
    return {**stored, **(given or {})} if isinstance(given, Mapping) or not given else given


def _title(data: Mapping[str, Any], errors: Errors) -> str:
    title = " ".join(str(data.get("title") or "").split())
    if not title:
        errors["title"] = [tk._("Give the source a title, for example the name of the OPD or portal.")]
    elif len(title) > TITLE_LENGTH or not title.isprintable():
        message = tk._("Write at most {length} characters, without invisible control characters.")
        errors["title"] = [message.format(length=TITLE_LENGTH)]
    return title


def _name(data: Mapping[str, Any], title: str, own_id: str | None, errors: Errors) -> str:
    name = str(data.get("name") or name_from_title(title))
    if not NAME.fullmatch(name):
        errors["name"] = [tk._("Use two to one hundred small letters, digits, “-” and “_”.")]
        return name
    holder = model.Session.scalar(sa.select(Source.id).where(Source.name == name))
    if holder not in (None, own_id) or name in RESERVED_NAMES:
        errors["name"] = [tk._("Another source is already called “{name}”. Choose another name.").format(name=name)]
    return name


def _schedule(data: Mapping[str, Any], errors: Errors) -> str:
    schedule = data.get("schedule") or Schedule.MANUAL.value
    allowed = [choice.value for choice in Schedule]
    if schedule not in allowed:
        errors["schedule"] = [tk._("Choose one of: {allowed}.").format(allowed=", ".join(allowed))]
    return schedule


def _priority(data: Mapping[str, Any], errors: Errors) -> int:
    given = data.get("priority")
    text = str(USUAL_PRIORITY if given in (None, "") else given).strip()
    if not (text.isascii() and text.isdigit() and int(text[:4]) <= HIGHEST_PRIORITY):
        errors["priority"] = [tk._("Write a whole number from {low} to {high}.").format(low=0, high=HIGHEST_PRIORITY)]
        return USUAL_PRIORITY
    return int(text)


def _active(data: Mapping[str, Any], errors: Errors) -> bool:
    try:
        return tk.asbool(data.get("active", True))
    except ValueError:
        errors["active"] = [tk._("Write true or false.")]
        return True


def _connector(name: str, errors: Errors) -> Connector | None:
    try:
        return connectors.connector(name)
    except UnknownConnectorError as error:
        errors["connector"] = [error.text(tk._)]
        return None


def _part(part: str, data: Mapping[str, Any], errors: Errors, check: Any) -> dict[str, Value]:
    given = data.get(part) or {}
    if not isinstance(given, Mapping):
        errors[part] = [tk._("Give the options as pairs of name and value.")]
        return {}
    try:
        return check(given)
    except SettingsError as error:
        errors.update(
            {f"{part}.{name}": [message.text(tk._) for message in messages] for name, messages in error.errors.items()}
        )
        return {}


def _refused_address(value: Value, networks: Sequence[str]) -> Message | None:
    try:
        check_address(str(value or ""), source_networks.allowed(networks))
    except AddressRefusedError as error:
        return error.message
    return None
