"""The files and links of a dataset, as rows that tell what they are and how large."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ckan.plugins import toolkit as tk

from ckanext.satudata.catalogue import dates, fields, formats, periods


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """One resource. `download_url` is "" where the stored address is no address."""

    id: str
    title: str
    description: str
    format: str
    period: str
    status: str
    size: str
    updated: str
    url: str
    edit_url: str
    download_url: str


def files(package: Mapping[str, Any]) -> Sequence[File]:
    """The resources of a package dict, in their order."""
    return [_file(package, resource) for resource in package.get("resources", [])]


def day_of_change(package: Mapping[str, Any], resource: Mapping[str, Any]) -> str:
    """When the data of a file were last changed: a portal that harvested it yesterday has not made it yesterday."""
    return dates.day(resource.get("last_modified") or package.get("source_modified") or resource.get("created"))


def _file(package: Mapping[str, Any], resource: Mapping[str, Any]) -> File:
    route, address = f"{package['type']}_resource", resource.get("url") or ""
    ids = {"id": package["name"], "resource_id": resource["id"]}
    return File(
        id=resource["id"],
        title=resource.get("name") or package.get("title") or package["name"],
        description=tk.h.markdown_extract(resource.get("description") or "", extract_length=160),
        format=formats.mark(resource),
        period=periods.point(resource.get("periode") or ""),
        status=", ".join(fields.resource_texts("status_angka", resource.get("status_angka"))),
        size=tk.h.localised_filesize(int(resource["size"])) if resource.get("size") else "",
        updated=day_of_change(package, resource),
        url=tk.h.url_for(f"{route}.read", **ids),
        edit_url=tk.h.url_for(f"{route}.edit", **ids),
        download_url=address if tk.h.is_url(address) else "",
    )
