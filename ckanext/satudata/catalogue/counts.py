"""Numbers about the catalogue: one search without rows, read off its facets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ckan.plugins import toolkit as tk

from ckanext.satudata.catalogue import facets
from ckanext.satudata.metadata.last_change import SOLR_FIELD

ALL_VALUES = -1
NEWEST_FIRST = f"{SOLR_FIELD} desc"
"""Order of a search: the data that were changed last, here or at their source, first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many datasets have one value, with the search that shows them. `share` is of the fullest value, 0..1."""

    value: str
    label: str
    count: int
    url: str
    share: float


def search(*, fq: str = "", facet_fields: Sequence[str] = (), rows: int = 0, sort: str = "") -> dict[str, Any]:
    """A `package_search` over the public datasets, as any visitor would get it."""
    data_dict: dict[str, Any] = {
        "q": "*:*",
        "fq": f"+dataset_type:dataset {fq}".strip(),
        "rows": rows,
        "facet.field": list(facet_fields),
        "facet.limit": ALL_VALUES,
    }
    if sort:
        data_dict["sort"] = sort
    return tk.get_action("package_search")({"user": "", "ignore_auth": False}, data_dict)


def counts(search_facets: Mapping[str, Any], name: str, extra: Mapping[str, str] | None = None) -> list[Count]:
    """The values of one facet, the fullest first. `extra` are further filters of the linked search."""
    items = search_facets.get(name, {}).get("items", [])
    most = max((item["count"] for item in items), default=0)
    found = [
        Count(
            value=item["name"],
            label=facets.value_label(name, item["name"], item.get("display_name", "")),
            count=item["count"],
            url=tk.h.url_for("dataset.search", **{**(extra or {}), name: item["name"]}),
            share=item["count"] / most,
        )
        for item in items
    ]
    return sorted(found, key=lambda count: (-count.count, count.label))
