"""What the pages of figures hold: the figures of one file, and all that is known of one region.

Filled from the actions as the visitor, so that nobody reads here what the API would not tell him.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.satudata.codes import wilayah
from ckanext.satudata.codes.wilayah import Region
from ckanext.satudata.statistics.pages import shown

__all__ = ["FileFigures", "RegionPage", "file_figures", "region_page"]

MOST_INDICATORS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFigures:
    """The indicators of a file, and the region that its dataset is about.

    `release` is the newest one where it took the place of an earlier one, `changes` its largest changes in words.
    """

    indicators: Sequence[Mapping[str, Any]]
    count: int
    resource_id: str
    kode: str
    wilayah: str
    release: Mapping[str, Any] | None
    changes: Sequence[str]

    @property
    def unnamed(self) -> int:
        """How many indicators are not listed."""
        return self.count - len(self.indicators)


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionLine:
    """The newest figure of an indicator; `value` is "" where there are only parts of it, `cells` of them."""

    indicator: str
    satuan: str
    periode: str
    value: str
    cells: int
    dataset: Mapping[str, Any]
    other_origins: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionPage:
    """A region with its figures; `q` is what was searched for among them."""

    told: Mapping[str, Any]
    lines: Sequence[RegionLine]
    children: Sequence[Region]
    q: str


def file_figures(resource_id: str, package: Mapping[str, Any]) -> FileFigures | None:
    """The figures of a file that the visitor may see; None if there are none."""
    found = tk.get_action("satudata_fact_search")({}, {"origin": resource_id})
    if not found["results"]:
        return None
    region = wilayah.region(str(package.get("cakupan_wilayah") or ""))
    releases = tk.get_action("satudata_release_list")({}, {"resource_id": resource_id})["results"]
    release = releases[0] if len(releases) > 1 else None
    return FileFigures(
        indicators=found["results"][:MOST_INDICATORS],
        count=found["count"],
        resource_id=resource_id,
        kode=region.kode if region else "",
        wilayah=region.nama if region else "",
        release=release,
        changes=[_change(change) for change in (release or {}).get("largest_changes", ())],
    )


def region_page(kode: str, q: str) -> RegionPage:
    """All that is known of a region. Raises ObjectNotFound if there is none."""
    told = tk.get_action("satudata_region_show")({}, {"kode_wilayah": kode, "q": q})
    return RegionPage(
        told=told,
        lines=[_line(row) for row in told["results"]],
        children=wilayah.children(kode),
        q=q,
    )


def _change(change: Mapping[str, Any]) -> str:
    region = wilayah.region(change["kode_wilayah"])
    return tk._("{indicator}, {region}, {period}: {before} became {after}").format(
        indicator=" · ".join((change["indicator"], *map(str, change["breakdown"].values()))),
        region=region.nama if region else change["kode_wilayah"],
        period=change["periode"],
        before=shown(change["before"]).text,
        after=shown(change["after"]).text,
    )


def _line(row: Mapping[str, Any]) -> RegionLine:
    return RegionLine(
        indicator=row["indicator"],
        satuan=row["satuan"] or "",
        periode=row["periode"] or "",
        value=shown(row["value"]).text,
        cells=row["cells"],
        dataset=row["dataset"],
        other_origins=row["other_origins"],
    )
