"""What the form of a source holds: its sections, what is wrong in it, and what somebody else has changed meanwhile."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.satudata.codes.messages import N_
from ckanext.satudata.harvest import connectors, own_settings, source_form
from ckanext.satudata.harvest.form_sections import FormSection, folded
from ckanext.satudata.harvest.http import source_networks
from ckanext.satudata.harvest.mapping.organizations import our_organizations
from ckanext.satudata.harvest.mapping.settings import MAPPING_PARTS, MAPPING_SETTINGS
from ckanext.satudata.harvest.settings import Setting
from ckanext.satudata.harvest.source_form import OWN, FormField, Organizations

MOST_COMMON = "ckan_api"
ESSENTIAL_OF_MAPPING = frozenset({"unknown_organization", "default_organization"})
CHANGED_MEANWHILE = "modified_at"
"""Key of the error that `sources.change` gives when the source is no longer what the form started from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceForm:
    """The form of a source, empty, filled, or with what is wrong."""

    connector: connectors.Connector
    kinds: Sequence[tuple[str, str]]
    values: Mapping[str, Any]
    organizations: Organizations
    source: Mapping[str, Any] | None = None
    errors: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def action(self) -> str:
        """Where it is sent to, whichever page it stands on."""
        if self.source:
            return tk.h.url_for("satudata_harvest.edit", id=self.source["name"])
        return tk.h.url_for("satudata_harvest.new")

    @property
    def modified_at(self) -> str:
        """When what the form started from was last changed; a conflict that was shown is no conflict any more."""
        started_from = self.source if CHANGED_MEANWHILE in self.errors else self.values
        return str((started_from or {}).get("modified_at") or "")

    @property
    def essential(self) -> Sequence[FormField]:
        """What every source of this kind needs, in the order in which a person thinks of it."""
        needed = [one for one in self.connector.settings if self._is_needed(one)]
        mapped = [one for one in MAPPING_SETTINGS if one.name in ESSENTIAL_OF_MAPPING]
        return [
            *self._fields(OWN, [own_settings.TITLE]),
            *self._fields("settings", needed),
            *self._fields("mapping", mapped),
            *self._fields(OWN, [own_settings.SCHEDULE]),
        ]

    @property
    def sections(self) -> Sequence[FormSection]:
        """Everything else, folded; sections without fields are left out."""
        more = [one for one in self.connector.settings if not self._is_needed(one)]
        parts = [
            (N_("What is read of it, and how"), self._fields("settings", more)),
            *((heading, self._fields("mapping", _not_essential(part))) for heading, part in MAPPING_PARTS.items()),
            (N_("Short name, priority and the like"), self._fields(OWN, self._other_own())),
        ]
        return [folded(heading, fields, tk._) for heading, fields in parts if fields]

    @property
    def fields(self) -> Sequence[FormField]:
        """All of them, in the order of the page."""
        return [*self.essential, *(one for section in self.sections for one in section.fields)]

    @property
    def wrong_fields(self) -> Sequence[FormField]:
        """The fields with something wrong, in the order of the form."""
        return [one for one in self.fields if one.errors]

    @property
    def other_errors(self) -> Sequence[str]:
        """Messages about fields that the form does not show."""
        shown = {one.key.replace("__", ".") for one in self.fields}
        return [message for name, messages in self.errors.items() if name not in shown for message in messages]

    @property
    def changed_meanwhile(self) -> Sequence[FormField]:
        """What is stored by now, of the fields that differ from the form; only where somebody else has changed it."""
        if self.source is None or CHANGED_MEANWHILE not in self.errors:
            return ()
        stored = replace(self, values=self.source, errors={}).fields
        return [there for there, here in zip(stored, self.fields, strict=True) if there.value != here.value]

    def read(self, form: Mapping[str, str]) -> dict[str, Any]:
        """What was typed, in the shape that the actions take."""
        own = [own_settings.TITLE, own_settings.SCHEDULE, *self._other_own()]
        data = {
            "connector": self.connector.name,
            **source_form.read(OWN, [one for one in own if one is not own_settings.NETWORKS], form),
            "settings": source_form.read("settings", self.connector.settings, form),
            "mapping": source_form.read("mapping", MAPPING_SETTINGS, form),
            **source_networks.typed(form),
        }
        if self.source is None:
            return data
        return {**data, "id": self.source["id"], "modified_at": form.get("modified_at") or None}

    def with_errors(self, typed: Mapping[str, Any], errors: Mapping[str, Any]) -> SourceForm:
        """The form as it was typed, each message beside its field."""
        return replace(self, values=typed, errors={name: texts(messages) for name, messages in errors.items()})

    def _is_needed(self, setting: Setting) -> bool:
        """Whether it stands open; of a kind that needs nothing, all of its few options do."""
        return setting.required or not any(one.required for one in self.connector.settings)

    def _other_own(self) -> list[Setting]:
        return list(_other_own(is_stored=self.source is not None))

    def _fields(self, part: str, declared: Sequence[Setting]) -> list[FormField]:
        values = self.values.get(part) or {} if part else self.values
        return source_form.fields(part, declared, values, self.errors, tk._, self.organizations)


def new_form(connector: str | None) -> SourceForm:
    """An empty form; of a CKAN portal if no kind is asked for. Raises ObjectNotFound for an unknown kind."""
    kinds = connectors.registered()
    name = connector or (MOST_COMMON if MOST_COMMON in kinds else next(iter(kinds), ""))
    if name not in kinds:
        raise tk.ObjectNotFound(tk._("There is no such kind of source."))
    return SourceForm(connector=kinds[name], kinds=_kinds(), values={}, organizations=organization_choices())


def edit_form(reference: str) -> SourceForm:
    """The form filled with what the source is. Raises ObjectNotFound if its connector is no longer installed."""
    source = tk.get_action("satudata_source_show")({}, {"id": reference})
    form = new_form(source["connector"])
    return replace(form, values=source, source=source)


def organization_choices() -> Organizations:
    """The organisations of this portal, by title."""
    found = [{"value": one.name, "label": one.title} for one in our_organizations()]
    return sorted(found, key=lambda one: (one["label"].casefold(), one["value"]))


def texts(messages: Any) -> list[str]:
    """The messages of one field of a validation error."""
    return [str(text) for text in messages] if isinstance(messages, (list, tuple)) else [str(messages)]


def _not_essential(declared: Sequence[Setting]) -> list[Setting]:
    return [one for one in declared if one.name not in ESSENTIAL_OF_MAPPING]


def _other_own(*, is_stored: bool) -> Iterator[Setting]:
    yield from (own_settings.NAME, own_settings.PRIORITY)
    if is_stored:
        yield own_settings.ACTIVE
    if tk.h.check_access("sysadmin"):
        yield own_settings.NETWORKS


def _kinds() -> list[tuple[str, str]]:
    titles = [(name, tk._(kind.title)) for name, kind in connectors.registered().items()]
    return sorted(titles, key=lambda one: (one[0] != MOST_COMMON, one[1].casefold()))
