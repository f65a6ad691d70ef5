"""Who may call the actions of the statistical database. Which figures he then sees is decided inside every query."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckan import authz
from ckan.types import AuthResult, Context, DataDict

from ckanext.satudata.metadata.organizations import is_walidata
from ckanext.satudata.statistics.logic.table_auth import (
    satudata_form_create,
    satudata_layout_delete,
    satudata_layout_preview,
    satudata_layout_save,
    satudata_table_cells,
    satudata_table_confirm,
    satudata_table_records,
    satudata_table_show,
    satudata_table_tidy,
)

__all__ = [
    "satudata_fact_search",
    "satudata_form_create",
    "satudata_indicator_share",
    "satudata_indicator_show",
    "satudata_layout_delete",
    "satudata_layout_preview",
    "satudata_layout_save",
    "satudata_origin_patch",
    "satudata_region_show",
    "satudata_release_list",
    "satudata_table_cells",
    "satudata_table_confirm",
    "satudata_table_records",
    "satudata_table_schema_show",
    "satudata_table_show",
    "satudata_table_tidy",
]


@tk.auth_allow_anonymous_access
def satudata_fact_search(_context: Context, _data_dict: DataDict | None) -> AuthResult:
    """Everybody; the query answers with the figures of the datasets that he may see."""
    return {"success": True}


satudata_indicator_show = satudata_fact_search
satudata_region_show = satudata_fact_search


@tk.auth_allow_anonymous_access
def satudata_release_list(context: Context, data_dict: DataDict) -> AuthResult:
    """Who may see the resource."""
    return authz.is_authorized("resource_show", tk.fresh_context(context), {"id": data_dict["resource_id"]})


satudata_table_schema_show = satudata_release_list


def satudata_origin_patch(context: Context, data_dict: DataDict) -> AuthResult:
    """The walidata; but for the rank among producers also who may change the dataset."""
    if is_walidata(context.get("user")):
        return {"success": True}
    if data_dict.get("rank") is not None:
        return {"success": False, "msg": tk._("Only the walidata say which producer of a figure goes first.")}
    return authz.is_authorized("package_update", tk.fresh_context(context), {"id": data_dict["package_id"]})


def satudata_indicator_share(context: Context, _data_dict: DataDict) -> AuthResult:
    """The walidata."""
    if is_walidata(context.get("user")):
        return {"success": True}
    return {"success": False, "msg": tk._("Only the walidata say that two indicators are one.")}
