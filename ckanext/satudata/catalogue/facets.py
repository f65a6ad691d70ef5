"""The facets of the catalogue: which index fields, in which order, under which names.

Index fields are filled by the indexing in `metadata`; labels of codes come from the dataset schema.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ckan.plugins import toolkit as tk

from ckanext.satudata.catalogue import fields
from ckanext.satudata.codes.messages import N_

VISIBLE_ITEMS = 7
"""So many values stand open; the others are one tap away."""

TITLES: Mapping[str, str] = {
    "organization": N_("Organization"),
    "vocab_topik": N_("Topic"),
    "jenis_data": N_("Kind of data"),
    "frekuensi": N_("Update frequency"),
    "vocab_tingkat_penyajian": N_("Regional level"),
    "vocab_prioritas_tahun": N_("Priority data"),
    "res_format": N_("Format"),
    "vocab_tahun": N_("Year"),
}
SCHEMA_FIELD: Mapping[str, str] = {
    "vocab_topik": "topik",
    "jenis_data": "jenis_data",
    "frekuensi": "frekuensi",
    "vocab_tingkat_penyajian": "tingkat_penyajian",
}
NEWEST_FIRST = frozenset({"vocab_prioritas_tahun", "vocab_tahun"})


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetItem:
    """One value of a facet: choosing it adds the filter, choosing it again takes it away."""

    label: str
    count: int
    url: str
    is_active: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """One facet with at least one value."""

    name: str
    title: str
    items: Sequence[FacetItem]

    @property
    def first_items(self) -> Sequence[FacetItem]:
        """What stands open: every chosen value and the first others."""
        return [item for place, item in enumerate(self.items) if place < VISIBLE_ITEMS or item.is_active]

    @property
    def more_items(self) -> Sequence[FacetItem]:
        """What opens on demand."""
        return [item for place, item in enumerate(self.items) if place >= VISIBLE_ITEMS and not item.is_active]

    @property
    def is_active(self) -> bool:
        """Whether a value of this facet is chosen."""
        return any(item.is_active for item in self.items)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenFilter:
    """One filter in force, and where one gets by taking it away."""

    title: str
    label: str
    remove_url: str


def titles() -> dict[str, str]:
    """Facet titles in the reader's language, in the order of the page."""
    return {name: tk._(title) for name, title in TITLES.items()}


def value_label(name: str, value: str, display_name: str = "") -> str:
    """How one value of a facet reads."""
    if name in SCHEMA_FIELD:
        return fields.choice_label(SCHEMA_FIELD[name], value)
    return display_name or value


def facets(facet_titles: Mapping[str, str], search_facets: Mapping[str, Any], url: str | None) -> list[Facet]:
    """The facets of a search result that have values. `url` is the page the links lead to; None: this one."""
    return [
        Facet(name=name, title=title, items=items)
        for name, title in facet_titles.items()
        if (items := _items(name, search_facets.get(name, {}).get("items", []), url))
    ]


def chosen_filters(
    facet_titles: Mapping[str, str],
    fields_grouped: Mapping[str, Sequence[str]],
    search_facets: Mapping[str, Any],
    remove_field: Callable[[str, str], str],
) -> list[ChosenFilter]:
    """The filters in force, in the order in which they were chosen."""
    return [
        ChosenFilter(
            title=facet_titles.get(name, name),
            label=value_label(name, value, _display_name(search_facets, name, value)),
            remove_url=remove_field(name, value),
        )
        for name, values in fields_grouped.items()
        for value in values
    ]


def _items(name: str, found: Sequence[Mapping[str, Any]], url: str | None) -> list[FacetItem]:
    chosen = set(tk.request.args.getlist(name))
    items = [
        FacetItem(
            label=value_label(name, item["name"], item.get("display_name", "")),
            count=item["count"],
            url=_toggled(name, item["name"], url, is_active=item["name"] in chosen),
            is_active=item["name"] in chosen,
        )
        for item in found
        if item["name"].strip()
    ]
    if name in NEWEST_FIRST:
        return sorted(items, key=lambda item: item.label, reverse=True)
    return sorted(items, key=lambda item: (-item.count, item.label))


def _toggled(name: str, value: str, url: str | None, *, is_active: bool) -> str:
    if is_active:
        return tk.h.remove_url_param(name, value=value, alternative_url=url)
    return tk.h.add_url_param(alternative_url=url, new_params={name: value})


def _display_name(search_facets: Mapping[str, Any], name: str, value: str) -> str:
    items = search_facets.get(name, {}).get("items", [])
    return next((item.get("display_name", value) for item in items if item["name"] == value), value)
