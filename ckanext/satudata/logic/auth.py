"""Authorisation of the root plugin's actions."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckan.types import AuthResult, Context, DataDict

__all__ = ["satudata_sds_autocomplete", "satudata_sds_lookup"]


@tk.auth_allow_anonymous_access
def satudata_sds_lookup(context: Context, data_dict: DataDict | None) -> AuthResult:  # noqa: ARG001
    """The national list is public."""
    return {"success": True}


@tk.auth_allow_anonymous_access
def satudata_sds_autocomplete(context: Context, data_dict: DataDict | None) -> AuthResult:  # noqa: ARG001
    """The national list is public."""
    return {"success": True}
