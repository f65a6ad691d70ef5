"""Who may see tidied files and correct them: the tidy table is as open as the file, all else is for its editors."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckan import authz, model
from ckan.types import AuthResult, Context, DataDict

from ckanext.satudata.metadata.organizations import is_walidata
from ckanext.satudata.statistics.model import Alarm, Tidying
from ckanext.satudata.statistics.tables import alarms

__all__ = [
    "satudata_form_create",
    "satudata_layout_delete",
    "satudata_layout_preview",
    "satudata_layout_save",
    "satudata_table_cells",
    "satudata_table_confirm",
    "satudata_table_records",
    "satudata_table_show",
    "satudata_table_tidy",
]


@tk.auth_allow_anonymous_access
def satudata_table_show(context: Context, data_dict: DataDict) -> AuthResult:
    """Who may see the file."""
    return authz.is_authorized("resource_show", tk.fresh_context(context), {"id": data_dict["resource_id"]})


satudata_table_records = satudata_table_show


def satudata_table_tidy(context: Context, data_dict: DataDict) -> AuthResult:
    """Who may change the file."""
    return authz.is_authorized("resource_update", tk.fresh_context(context), {"id": data_dict["resource_id"]})


satudata_layout_preview = satudata_table_tidy
satudata_layout_save = satudata_table_tidy
satudata_layout_delete = satudata_table_tidy


def satudata_table_cells(context: Context, data_dict: DataDict) -> AuthResult:
    """Findings and the cells around them: those who can mend them, and the walidata, who checks."""
    if is_walidata(context.get("user")):
        return satudata_table_show(context, data_dict)
    return satudata_table_tidy(context, data_dict)


def satudata_table_confirm(context: Context, data_dict: DataDict) -> AuthResult:
    """That personal data are none: the walidata. That figures of another dataset's form belong here: the editors."""
    tidying = model.Session.scalar(Tidying.of_resource(data_dict["resource_id"]))
    if tidying is not None and alarms.standing(tidying) is Alarm.OTHER_FORM:
        return satudata_table_tidy(context, data_dict)
    if is_walidata(context.get("user")):
        return {"success": True}
    return {"success": False, "msg": tk._("Only the walidata say that a file holds no personal data.")}


def satudata_form_create(context: Context, data_dict: DataDict) -> AuthResult:
    """Who may change the dataset: the form is for its producer."""
    return authz.is_authorized("package_update", tk.fresh_context(context), {"id": data_dict["id"]})
