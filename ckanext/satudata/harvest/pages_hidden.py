"""What the page of hidden datasets holds: one page of them, of all sources or of one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.satudata.harvest.pages import page_number

HIDDEN_PER_PAGE = 30
TEXT_LENGTH = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class HiddenPage:
    """Hidden datasets, and the filters in force."""

    datasets: Sequence[Mapping[str, Any]]
    count: int
    chosen: Mapping[str, str]
    source_title: str
    page: int

    @property
    def last_page(self) -> int:
        """Number of the last page, 1 when there are none."""
        return max(1, -(-self.count // HIDDEN_PER_PAGE))


def hidden_page(args: Mapping[str, str]) -> HiddenPage:
    """Those that the visitor may bring back."""
    # PostgreSQL takes no NUL in a text.
    given = {name: args.get(name, "").replace("\0", "").strip()[:TEXT_LENGTH] for name in ("source", "q")}
    page = page_number(args)
    asked = {"source_id": given["source"], "q": given["q"]}
    window = {"limit": HIDDEN_PER_PAGE, "offset": (page - 1) * HIDDEN_PER_PAGE}
    found = tk.get_action("satudata_hidden_list")({}, {**{key: text for key, text in asked.items() if text}, **window})
    return HiddenPage(
        datasets=found["results"],
        count=found["count"],
        chosen={name: text for name, text in given.items() if text},
        source_title=found["results"][0]["source_title"] if given["source"] and found["results"] else given["source"],
        page=page,
    )
