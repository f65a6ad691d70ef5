"""What the pages of the harvest hold: one dataclass a page, filled from the actions as the visitor.

Raises what the actions raise (NotAuthorized, ObjectNotFound); `views.py` turns that into pages.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.satudata.codes.findings import Severity
from ckanext.satudata.codes.messages import N_
from ckanext.satudata.harvest import connectors, source_form
from ckanext.satudata.harvest.helpers import satudata_moment
from ckanext.satudata.harvest.http import source_networks
from ckanext.satudata.harvest.mapping.settings import MAPPING_PARTS, MAPPING_SETTINGS
from ckanext.satudata.harvest.model import DuplicateState, Schedule
from ckanext.satudata.harvest.model.source import now
from ckanext.satudata.harvest.source_form import FormField

SOURCES_SHOWN = 1000
RUNS_SHOWN = 20
FINDINGS_PER_PAGE = 50
LONGEST_PAGE_NUMBER = 9
MOST_COMMON = "ckan_api"

SCHEDULES: Mapping[str, str] = {
    Schedule.MANUAL.value: N_("Only when somebody starts it"),
    Schedule.DAILY.value: N_("Every day"),
    Schedule.WEEKLY.value: N_("Every week"),
    Schedule.MONTHLY.value: N_("Every month"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcesPage:
    """All sources that the visitor may see."""

    sources: Sequence[Mapping[str, Any]]
    may_manage: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcePage:
    """One source, its newest runs and, in words, how it is set."""

    source: Mapping[str, Any]
    runs: Sequence[Mapping[str, Any]]
    options: Sequence[FormField]
    may_manage: bool
    mapping_versions: Sequence[Mapping[str, Any]] = ()
    open_duplicates: int = 0

    @property
    def next_run(self) -> str:
        """When the schedule asks for the next run, in words."""
        moment = datetime.fromisoformat(self.source["next_run_at"])
        if moment <= now():
            return tk._("as soon as a background worker is free")
        return satudata_moment(self.source["next_run_at"])

    @property
    def schedule(self) -> str:
        """When it runs, in words."""
        return tk._(SCHEDULES.get(self.source["schedule"], self.source["schedule"]))


@dataclass(frozen=True, slots=True, kw_only=True)
class RunPage:
    """One run with one page of its findings. `chosen` holds the filters in force."""

    run: Mapping[str, Any]
    findings: Mapping[str, Any]
    chosen: Mapping[str, str]
    page: int
    may_manage: bool

    @property
    def last_page(self) -> int:
        """Number of the last page of findings, 1 when there are none."""
        return max(1, -(-self.findings["count"] // FINDINGS_PER_PAGE))

    @property
    def severities(self) -> Sequence[str]:
        """All severities, the worst first."""
        return [severity.value for severity in Severity]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceForm:
    """The form of a source, empty, filled, or with what is wrong."""

    connector: connectors.Connector
    kinds: Sequence[tuple[str, str]]
    values: Mapping[str, Any]
    source: Mapping[str, Any] | None = None
    errors: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def schedules(self) -> Sequence[tuple[str, str]]:
        """Choices of the schedule."""
        return [(value, tk._(label)) for value, label in SCHEDULES.items()]

    @property
    def settings(self) -> Sequence[FormField]:
        """The fields that the connector declares."""
        return self._fields("settings", self.connector.settings)

    @property
    def mapping(self) -> Sequence[tuple[str, Sequence[FormField]]]:
        """The fields that every source has, each part with its heading."""
        return [(tk._(heading), self._fields("mapping", part)) for heading, part in MAPPING_PARTS.items()]

    @property
    def other_errors(self) -> Sequence[str]:
        """Messages about fields that the form does not show."""
        shown = {
            "title",
            "name",
            "schedule",
            "priority",
            "networks",
            *(f"settings.{one.name}" for one in self.connector.settings),
        }
        shown |= {f"mapping.{one.name}" for one in MAPPING_SETTINGS}
        return [message for name, messages in self.errors.items() if name not in shown for message in messages]

    def read(self, form: Mapping[str, str]) -> dict[str, Any]:
        """What was typed, in the shape that the actions take."""
        data = {
            "connector": self.connector.name,
            "title": form.get("title", ""),
            "name": form.get("name", "").strip(),
            "schedule": form.get("schedule", ""),
            "priority": form.get("priority", "").strip(),
            "active": form.get("active") == "true" if self.source else True,
            "settings": source_form.read("settings", self.connector.settings, form),
            "mapping": source_form.read("mapping", MAPPING_SETTINGS, form),
            **source_networks.typed(form),
        }
        return {**data, "id": self.source["id"]} if self.source else data

    def with_errors(self, typed: Mapping[str, Any], errors: Mapping[str, Any]) -> SourceForm:
        """The form as it was typed, each message beside its field."""
        return replace(self, values=typed, errors={name: _texts(messages) for name, messages in errors.items()})

    def _fields(self, part: str, declared: Sequence[Any]) -> Sequence[FormField]:
        errors = {name.partition(".")[2]: texts for name, texts in self.errors.items() if name.startswith(f"{part}.")}
        return source_form.fields(part, declared, self.values.get(part) or {}, errors, tk._)


def sources_page() -> SourcesPage:
    """Every source, by title."""
    found = tk.get_action("satudata_source_list")({}, {"limit": SOURCES_SHOWN})
    return SourcesPage(sources=found["results"], may_manage=may_manage())


def source_page(reference: str) -> SourcePage:
    """A source by id or name, with its newest runs."""
    source = tk.get_action("satudata_source_show")({}, {"id": reference})
    runs = tk.get_action("satudata_run_list")({}, {"source_id": source["id"], "limit": RUNS_SHOWN})
    manages = may_manage()
    versions = tk.get_action("satudata_mapping_version_list")({}, {"id": source["id"]}) if manages else ()
    return SourcePage(
        source=source,
        runs=runs["results"],
        options=_options(source),
        may_manage=manages,
        mapping_versions=versions,
        open_duplicates=_open_duplicates(source["id"]) if manages else 0,
    )


def run_page(run_id: str, args: Mapping[str, str]) -> RunPage:
    """A run, with the findings that the filters and the page number ask for."""
    run = tk.get_action("satudata_run_show")({}, {"id": run_id})
    page = page_number(args)
    chosen = finding_filter(run_id, args)
    window = {"limit": FINDINGS_PER_PAGE, "offset": (page - 1) * FINDINGS_PER_PAGE}
    found = tk.get_action("satudata_finding_list")({}, {**chosen, **window})
    return RunPage(run=run, findings=found, chosen=chosen, page=page, may_manage=may_manage())


def page_number(args: Mapping[str, str]) -> int:
    """The page that an address asks for; the first one if it asks for none that there can be."""
    wanted = args.get("page", "")
    return max(1, int(wanted)) if wanted.isascii() and wanted.isdigit() and len(wanted) <= LONGEST_PAGE_NUMBER else 1


def finding_filter(run_id: str, args: Mapping[str, str]) -> dict[str, str]:
    """The filters of the findings list that stand in an address; an unknown severity is no filter."""
    # PostgreSQL takes no NUL in a text.
    given = {name: args.get(name, "").replace("\0", "").strip()[:200] for name in ("severity", "code", "q")}
    if given["severity"] not in {severity.value for severity in Severity}:
        given["severity"] = ""
    return {"run_id": run_id, **{name: text for name, text in given.items() if text}}


def new_form(connector: str | None) -> SourceForm:
    """An empty form; of a CKAN portal if no kind is asked for. Raises ObjectNotFound for an unknown kind."""
    kinds = connectors.registered()
    name = connector or (MOST_COMMON if MOST_COMMON in kinds else next(iter(kinds), ""))
    if name not in kinds:
        raise tk.ObjectNotFound(tk._("There is no such kind of source."))
    return SourceForm(connector=kinds[name], kinds=_kinds(), values={})


def edit_form(reference: str) -> SourceForm:
    """The form filled with what the source is. Raises ObjectNotFound if its connector is no longer installed."""
    source = tk.get_action("satudata_source_show")({}, {"id": reference})
    form = new_form(source["connector"])
    return replace(form, values=source, source=source)


def first_error(error: tk.ValidationError) -> str:
    """One sentence of a validation error, for a message on top of a page."""
    return next((text for messages in error.error_dict.values() for text in _texts(messages)), str(error))


def _kinds() -> list[tuple[str, str]]:
    titles = [(name, tk._(kind.title)) for name, kind in connectors.registered().items()]
    return sorted(titles, key=lambda one: (one[0] != MOST_COMMON, one[1].casefold()))


def _options(source: Mapping[str, Any]) -> Sequence[FormField]:
    kind = connectors.registered().get(source["connector"])
    declared = (("settings", kind.settings if kind else ()), ("mapping", MAPPING_SETTINGS))
    return [one for part, settings in declared for one in source_form.fields(part, settings, source[part], {}, tk._)]


def _open_duplicates(source_id: str) -> int:
    asked = {"source_id": source_id, "state": DuplicateState.OPEN.value, "limit": 1}
    return tk.get_action("satudata_duplicate_list")({}, asked)["count"]


def may_manage() -> bool:
    """Whether the visitor manages sources."""
    try:
        tk.check_access("satudata_source_create", {})
    except tk.NotAuthorized:
        return False
    return True


def _texts(messages: Any) -> list[str]:
    return [str(text) for text in messages] if isinstance(messages, (list, tuple)) else [str(messages)]
