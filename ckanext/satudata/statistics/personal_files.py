"""Uploaded files in which personal data were found: from then on only their editors download them.

The page of the file stays, and so does what was loaded from an earlier file without personal data. Until a file has
been read nobody knows what is in it. Source: UU 27/2022 Pasal 16 and 35.
"""

from __future__ import annotations

import sqlalchemy as sa
from flask import request

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.satudata.statistics.model import Tidying, TidyingState

__all__ = ["keep_from_strangers"]

DOWNLOAD = "resource.download"


def keep_from_strangers() -> None:
    """Before each request: refuses the download of such a file to everybody who may not change it."""
    # Every type of dataset has addresses of its own: "dataset_resource.download".
    if not (request.endpoint or "").endswith(DOWNLOAD):
        return
    resource_id = (request.view_args or {}).get("resource_id", "")
    refused = sa.select(Tidying.id).where(
        Tidying.resource_id == resource_id, Tidying.state == TidyingState.REFUSED.value
    )
    if model.Session.scalar(refused) is None:
        return
    try:
        tk.check_access("resource_update", {}, {"id": resource_id})
    except tk.NotAuthorized:
        tk.abort(403, tk._("Personal data were found in this file. Only its editors get it."))
