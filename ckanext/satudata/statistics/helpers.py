"""Template helpers of the statistical database."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from flask import g, request

import ckan.plugins.toolkit as tk

from ckanext.satudata.statistics import kept_files, pages, pages_correction, pages_figures
from ckanext.satudata.statistics.tables import files

__all__ = [
    "satudata_can_be_tidied",
    "satudata_file_figures",
    "satudata_is_kept",
    "satudata_kept_files",
    "satudata_page_url",
    "satudata_row_role",
    "satudata_tidied_file",
]


def satudata_tidied_file(resource_id: str) -> pages.TidiedFile | None:
    """The tidied file of a resource, with the table and pages that the address asks for; None if it was never read."""
    try:
        return pages.tidied_file(resource_id, request.args)
    except (tk.ObjectNotFound, tk.NotAuthorized):
        return None


def satudata_can_be_tidied(resource: Mapping[str, Any]) -> bool:
    """Whether a resource is an uploaded table that the visitor may have read."""
    if not files.is_tabular(resource):
        return False
    return bool(tk.h.check_access("satudata_table_tidy", {"resource_id": resource["id"]}))


def satudata_file_figures(resource_id: str, package: Mapping[str, Any]) -> pages_figures.FileFigures | None:
    """The figures of a file in the statistics; None if there are none that the visitor may see."""
    return pages_figures.file_figures(resource_id, package)


def satudata_is_kept(package_id: str, resource_id: str) -> bool:
    """Whether the file of a resource is for its editors only, as long as it has not been read and found harmless."""
    return resource_id in satudata_kept_files(package_id)


def satudata_kept_files(package_id: str) -> frozenset[str]:
    """The resources of a dataset whose files are for their editors only; looked up once a request."""
    if "satudata_kept" not in g:
        g.satudata_kept = {}
    if package_id not in g.satudata_kept:
        g.satudata_kept[package_id] = kept_files.kept_of(package_id)
    return g.satudata_kept[package_id]


def satudata_page_url(name: str, page: int) -> str:
    """The address of this page with another page number, the other parameters as they are."""
    args = {key: value for key, value in request.args.items() if key in ("tabel", "hal", "mentah")}
    return f"?{urlencode({**args, name: page})}"


def satudata_row_role(role: str) -> str:
    """What a row of a sheet was recognised as, in words."""
    return tk._(pages_correction.ROLES[role]) if role in pages_correction.ROLES else ""
