"""What the page of equal datasets holds: one page of pairs, by state and source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.satudata.harvest.model import DuplicateState
from ckanext.satudata.harvest.pages import LONGEST_PAGE_NUMBER

PAIRS_PER_PAGE = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class DuplicatesPage:
    """Pairs, and the filters in force; an empty `state` shows all."""

    pairs: Sequence[Mapping[str, Any]]
    count: int
    state: str
    source: Mapping[str, Any] | None
    page: int

    @property
    def last_page(self) -> int:
        """Number of the last page, 1 when there are no pairs."""
        return max(1, -(-self.count // PAIRS_PER_PAGE))

    @property
    def asked(self) -> Mapping[str, str]:
        """The filters as they stand in the address."""
        return {"state": self.state, "source": self.source["name"] if self.source else ""}


def duplicates_page(args: Mapping[str, str]) -> DuplicatesPage:
    """The open pairs, if nothing else is asked for."""
    state = args.get("state", DuplicateState.OPEN.value)
    state = state if state in {one.value for one in DuplicateState} else ""
    name = args.get("source", "").replace("\0", "")
    source = tk.get_action("satudata_source_show")({}, {"id": name}) if name else None
    wanted = args.get("page", "")
    page = max(1, int(wanted)) if wanted.isascii() and wanted.isdigit() and len(wanted) <= LONGEST_PAGE_NUMBER else 1
    asked = {"state": state, "source_id": source["id"] if source else ""}
    window = {"limit": PAIRS_PER_PAGE, "offset": (page - 1) * PAIRS_PER_PAGE}
    found = tk.get_action("satudata_duplicate_list")(
        {}, {**{key: text for key, text in asked.items() if text}, **window}
    )
    return DuplicatesPage(pairs=found["results"], count=found["count"], state=state, source=source, page=page)
