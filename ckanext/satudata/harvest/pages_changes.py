"""What the pages about the changes of a run hold: its list of changes, and its comparison with an earlier run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.satudata.harvest.model import ChangeKind
from ckanext.satudata.harvest.pages import may_manage, page_number

CHANGES_PER_PAGE = 25
RUNS_TO_CHOOSE = 50
COMPARED = 100
TEXT_LENGTH = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangesPage:
    """One run with one page of what it changed. `chosen` holds the filters in force."""

    run: Mapping[str, Any]
    changes: Mapping[str, Any]
    chosen: Mapping[str, str]
    page: int
    may_manage: bool

    @property
    def last_page(self) -> int:
        """Number of the last page, 1 when there are no changes."""
        return max(1, -(-self.changes["count"] // CHANGES_PER_PAGE))

    @property
    def kinds(self) -> Sequence[tuple[str, int]]:
        """Kinds that occur, with their number."""
        return [(kind, number) for kind, number in self.changes["by_kind"].items() if number]


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparePage:
    """A run beside another of the same source; without `compared` there is none, or none was chosen."""

    run: Mapping[str, Any]
    others: Sequence[Mapping[str, Any]]
    compared: Mapping[str, Any] | None
    may_manage: bool

    @property
    def counts(self) -> Sequence[Mapping[str, Any]]:
        """Counters that are not zero in both."""
        return [one for one in self.compared["counts"] if one["here"] or one["there"]] if self.compared else ()


def changes_page(run_id: str, args: Mapping[str, str]) -> ChangesPage:
    """A run, with the changes that the filters and the page number ask for."""
    run = tk.get_action("satudata_run_show")({}, {"id": run_id})
    page, chosen = page_number(args), _filter(args)
    window = {"limit": CHANGES_PER_PAGE, "offset": (page - 1) * CHANGES_PER_PAGE}
    changes = tk.get_action("satudata_run_changes")({}, {"id": run_id, **chosen, **window})
    return ChangesPage(run=run, changes=changes, chosen=chosen, page=page, may_manage=may_manage())


def compare_page(run_id: str, other: str) -> ComparePage:
    """A run and the one that was chosen, or else the one before it. Raises ObjectNotFound for a run of elsewhere."""
    run = tk.get_action("satudata_run_show")({}, {"id": run_id})
    listed = tk.get_action("satudata_run_list")({}, {"source_id": run["source_id"], "limit": RUNS_TO_CHOOSE})
    others = [one for one in listed["results"] if one["id"] != run_id]
    earlier = [one["id"] for one in others if one["created_at"] <= run["created_at"]]
    chosen = other.replace("\0", "") or next(iter(earlier), "")
    compared = None
    if chosen:
        asked = {"id": run_id, "other": chosen, "limit": COMPARED}
        compared = tk.get_action("satudata_run_compare")({}, asked)
    return ComparePage(run=run, others=others, compared=compared, may_manage=may_manage())


def _filter(args: Mapping[str, str]) -> dict[str, str]:
    """The filters that stand in an address; an unknown kind is no filter."""
    given = {name: args.get(name, "").replace("\0", "").strip()[:TEXT_LENGTH] for name in ("kind", "q")}
    if given["kind"] not in {kind.value for kind in ChangeKind}:
        given["kind"] = ""
    return {name: text for name, text in given.items() if text}
