"""An organisation in figures: how much it publishes, how fresh, how well described."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ckan.plugins import toolkit as tk

from ckanext.satudata.catalogue import dates
from ckanext.satudata.catalogue.counts import NEWEST_FIRST, Count, counts, search
from ckanext.satudata.catalogue.formats import is_open
from ckanext.satudata.codes.messages import N_
from ckanext.satudata.metadata.last_change import last_change

TOP_FORMATS = 5

DESCRIBED: tuple[tuple[str, str], ...] = (
    (N_("with a description"), "notes:[* TO *]"),
    (N_("with an update frequency"), "frekuensi:[* TO *]"),
    (N_("with a licence"), "license_id:[* TO *] -license_id:notspecified"),
    (N_("with data in an open format"), "res_format:(CSV OR XLSX OR XLS OR ODS OR JSON OR GeoJSON OR XML)"),
)
"""What an organisation's catalogue is measured by: words for the reader, filter for the index."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Completeness:
    """How many of an organisation's datasets have one thing."""

    label: str
    count: int
    percent: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganizationFigures:
    """The figures of one organisation, of its public datasets only."""

    dataset_count: int
    last_update: str
    open_share: int
    formats: Sequence[Count]
    topics: Sequence[Count]
    completeness: Sequence[Completeness]


def organization_figures(organization: Mapping[str, Any]) -> OrganizationFigures:
    """The figures of one organisation dict."""
    owner = f'+owner_org:"{organization["id"]}"'
    extra = {"organization": organization["name"]}
    result = search(fq=owner, facet_fields=["res_format", "vocab_topik"], rows=1, sort=NEWEST_FIRST)
    total = result["count"]
    formats = counts(result["search_facets"], "res_format", extra)
    files = sum(item.count for item in formats)
    return OrganizationFigures(
        dataset_count=total,
        last_update=dates.day(last_change(result["results"][0])) if total else "",
        open_share=_percent(sum(item.count for item in formats if is_open(item.value.upper())), files),
        formats=formats[:TOP_FORMATS],
        topics=counts(result["search_facets"], "vocab_topik", extra),
        completeness=[_completeness(label, f"{owner} +({query})", total) for label, query in DESCRIBED]
        if total
        else [],
    )


def _completeness(label: str, fq: str, total: int) -> Completeness:
    count = search(fq=fq)["count"]
    return Completeness(label=tk._(label), count=count, percent=_percent(count, total))


def _percent(part: int, whole: int) -> int:
    return round(100 * part / whole) if whole else 0
