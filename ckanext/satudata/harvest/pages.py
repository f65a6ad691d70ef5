"""What the pages of the harvest hold: one dataclass a page, filled from the actions as the visitor.

Raises what the actions raise (NotAuthorized, ObjectNotFound); `views.py` turns that into pages.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.satudata.codes.findings import Severity
from ckanext.satudata.harvest import connectors, source_form
from ckanext.satudata.harvest.helpers import satudata_moment
from ckanext.satudata.harvest.mapping.settings import MAPPING_SETTINGS
from ckanext.satudata.harvest.model import DuplicateState
from ckanext.satudata.harvest.model.source import now
from ckanext.satudata.harvest.own_settings import SCHEDULE
from ckanext.satudata.harvest.pages_form import organization_choices, texts
from ckanext.satudata.harvest.source_form import FormField

SOURCES_PER_PAGE = 30
FEW = 5
RUNS_SHOWN = 20
FINDINGS_PER_PAGE = 50
LONGEST_PAGE_NUMBER = 9
ONLY_CHANGES = "HARVEST-46"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcesPage:
    """One page of the sources that the visitor may see. `chosen` holds the filters in force."""

    sources: Sequence[Mapping[str, Any]]
    count: int
    chosen: Mapping[str, str]
    page: int
    may_manage: bool

    @property
    def last_page(self) -> int:
        """Number of the last page, 1 when there are none."""
        return max(1, -(-self.count // SOURCES_PER_PAGE))

    @property
    def has_filter(self) -> bool:
        """Whether there are, or may be, more than can be seen at a glance."""
        return bool(self.chosen) or self.count > FEW


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
        labels = {choice.value: choice.label for choice in SCHEDULE.choices}
        return tk._(labels.get(self.source["schedule"], self.source["schedule"]))


@dataclass(frozen=True, slots=True, kw_only=True)
class RunPage:
    """One run with one page of its findings. `chosen` holds the filters in force."""

    run: Mapping[str, Any]
    findings: Mapping[str, Any]
    chosen: Mapping[str, str]
    page: int
    may_manage: bool

    @property
    def read_only_changes(self) -> bool:
        """Whether the source was asked for nothing but what had changed."""
        return any(kind["code"] == ONLY_CHANGES for kind in self.run["findings_by_code"])

    @property
    def last_page(self) -> int:
        """Number of the last page of findings, 1 when there are none."""
        return max(1, -(-self.findings["count"] // FINDINGS_PER_PAGE))

    @property
    def severities(self) -> Sequence[str]:
        """All severities, the worst first."""
        return [severity.value for severity in Severity]


def sources_page(args: Mapping[str, str]) -> SourcesPage:
    """The sources that the filters and the page number ask for, by title."""
    # PostgreSQL takes no NUL in a text.
    given = {"q": args.get("q", "").replace("\0", "").strip()[:200], "troubled": args.get("troubled", "")}
    chosen = {name: text for name, text in given.items() if text and (name == "q" or text == "true")}
    page = page_number(args)
    window = {"limit": SOURCES_PER_PAGE, "offset": (page - 1) * SOURCES_PER_PAGE}
    found = tk.get_action("satudata_source_list")({}, {**chosen, **window})
    return SourcesPage(
        sources=found["results"], count=found["count"], chosen=chosen, page=page, may_manage=may_manage()
    )


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


def first_error(error: tk.ValidationError) -> str:
    """One sentence of a validation error, for a message on top of a page."""
    return next((text for messages in error.error_dict.values() for text in texts(messages)), str(error))


def _options(source: Mapping[str, Any]) -> Sequence[FormField]:
    kind = connectors.registered().get(source["connector"])
    declared = (("settings", kind.settings if kind else ()), ("mapping", MAPPING_SETTINGS))
    organizations = organization_choices()
    return [
        one
        for part, settings in declared
        for one in source_form.fields(part, settings, source[part], {}, tk._, organizations)
    ]


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
