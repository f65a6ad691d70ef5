"""What the page of findings, and the panel on the page of a dataset, show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.satudata.codes.findings import Severity

__all__ = ["FindingsPage", "chosen_filters", "dataset_findings", "findings_page"]

PER_PAGE = 50
IN_PANEL = 20
LONGEST = 200
FILTERS = ("organization", "severity", "code", "q")
LONGEST_PAGE_NUMBER = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingsPage:
    """One page of what still holds about the datasets of the visitor's organisations.

    `organizations` are name and title of each; `kinds` are the codes with their numbers, under the other filters.
    """

    findings: Mapping[str, Any]
    chosen: Mapping[str, str]
    organizations: Sequence[tuple[str, str]]
    kinds: Sequence[Mapping[str, Any]]
    page: int

    @property
    def last_page(self) -> int:
        """Number of the last page, 1 when there are no findings."""
        return max(1, -(-self.findings["count"] // PER_PAGE))

    @property
    def severities(self) -> Sequence[tuple[str, str]]:
        """All severities with their words, the worst first."""
        words = {"error": tk._("Error"), "warning": tk._("Warning"), "info": tk._("Note")}
        return [(severity.value, words[severity.value]) for severity in Severity]


def findings_page(args: Mapping[str, str]) -> FindingsPage:
    """The page that the filters and the page number of an address ask for. Raises NotAuthorized."""
    wanted = args.get("page", "")
    page = max(1, int(wanted)) if wanted.isascii() and wanted.isdigit() and len(wanted) <= LONGEST_PAGE_NUMBER else 1
    chosen = chosen_filters(args)
    window = {"limit": PER_PAGE, "offset": (page - 1) * PER_PAGE}
    found = tk.get_action("satudata_finding_list")({}, {**chosen, **window, "current": True})
    without_code = {name: value for name, value in chosen.items() if name != "code"}
    kinds = tk.get_action("satudata_finding_list")({}, {**without_code, "limit": 0, "current": True})["by_code"]
    return FindingsPage(findings=found, chosen=chosen, organizations=_organizations(), kinds=kinds, page=page)


def chosen_filters(args: Mapping[str, str]) -> dict[str, str]:
    """The filters in an address; an unknown severity is no filter."""
    # PostgreSQL takes no NUL in a text.
    given = {name: args.get(name, "").replace("\0", "").strip()[:LONGEST] for name in FILTERS}
    if given["severity"] not in {severity.value for severity in Severity}:
        given["severity"] = ""
    return {name: text for name, text in given.items() if text}


def dataset_findings(package: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """What still holds about one harvested dataset; None where there is nothing, or nothing for this visitor."""
    if not package.get("harvest_source_id"):
        return None
    query = {"package_id": package["id"], "current": True, "limit": IN_PANEL}
    try:
        found = tk.get_action("satudata_finding_list")({}, query)
    except tk.NotAuthorized:
        return None
    return found if found["count"] else None


def _organizations() -> list[tuple[str, str]]:
    """Those that the visitor belongs to; all for those who manage sources, whom CKAN gives their own only."""
    try:
        tk.check_access("satudata_source_create", {})
    except tk.NotAuthorized:
        found = tk.get_action("organization_list_for_user")({}, {"permission": "read"})
    else:
        found = tk.get_action("organization_list")({}, {"all_fields": True, "include_dataset_count": False})
    return sorted(((one["name"], one["title"] or one["name"]) for one in found), key=lambda pair: pair[1].lower())
