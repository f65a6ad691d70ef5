"""Uploaded tables that only their editors download: until they have been read, and as long as an alarm stands.

Until a file has been read nobody knows what is in it. Its page stays, and so does what was loaded from an earlier file.
Source: UU 27/2022 Pasal 16 and 35. Which upload everybody gets: `Tidying.open_upload`, written by `tables/job.py`.
"""

from __future__ import annotations

import sqlalchemy as sa
from flask import request
from sqlalchemy.orm import load_only

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.satudata.statistics import config
from ckanext.satudata.statistics.model import Tidying, TidyingState
from ckanext.satudata.statistics.tables import files

__all__ = ["is_kept", "keep_from_strangers", "kept_of"]

DOWNLOAD = "resource.download"
_STOPPED = frozenset((TidyingState.REFUSED.value, TidyingState.HELD.value))


def is_kept(tidying: Tidying) -> bool:
    """Whether the file behind this resource is for its editors only, as things stand."""
    if tidying.state not in _STOPPED and not config.reads_uploads():
        return False
    return tidying.open_upload != files.upload_of(tidying.resource_id)


def kept_of(package_id: str) -> frozenset[str]:
    """The resources of a dataset whose files are for editors only."""
    found = model.Session.scalars(_told().where(Tidying.package_id == package_id))
    return frozenset(tidying.resource_id for tidying in found if is_kept(tidying))


def keep_from_strangers() -> None:
    """Before each request: refuses the download of such a file to everybody who may not change it."""
    # Every type of dataset has addresses of its own: "dataset_resource.download".
    if not (request.endpoint or "").endswith(DOWNLOAD):
        return
    resource_id = (request.view_args or {}).get("resource_id", "")
    tidying = model.Session.scalar(_told().where(Tidying.resource_id == resource_id))
    if tidying is None or not is_kept(tidying):
        return
    try:
        tk.check_access("satudata_table_cells", {}, {"resource_id": resource_id})
    except tk.NotAuthorized:
        tk.abort(403, _why(tidying))


def _told() -> sa.Select[tuple[Tidying]]:
    # Without the sheets, which are megabytes of a large workbook.
    return sa.select(Tidying).options(load_only(Tidying.resource_id, Tidying.state, Tidying.open_upload))


def _why(tidying: Tidying) -> str:
    if tidying.state == TidyingState.REFUSED.value:
        return tk._("Personal data were found in this file. Only its editors get it.")
    return tk._("This file is being checked. Until that is done only its editors get it; try again later.")
