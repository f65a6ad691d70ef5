"""Who may call the actions of the harvest: see `harvest.access`."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckan import authz, model
from ckan.types import AuthResult, Context, DataDict

from ckanext.satudata.harvest import access, sources
from ckanext.satudata.harvest.model import Run

__all__ = [
    "satudata_connector_list",
    "satudata_finding_list",
    "satudata_mapping_version_list",
    "satudata_mapping_version_restore",
    "satudata_remote_file_show",
    "satudata_run_cancel",
    "satudata_run_list",
    "satudata_run_show",
    "satudata_source_check",
    "satudata_source_create",
    "satudata_source_delete",
    "satudata_source_list",
    "satudata_source_patch",
    "satudata_source_preview",
    "satudata_source_remap",
    "satudata_source_run",
    "satudata_source_show",
    "satudata_source_update",
]


def satudata_source_create(context: Context, _data_dict: DataDict) -> AuthResult:
    """Walidata and sysadmins manage sources."""
    if access.manages(context):
        return {"success": True}
    return {"success": False, "msg": tk._("Only the walidata and sysadmins manage sources.")}


satudata_source_update = satudata_source_create
satudata_source_patch = satudata_source_create
satudata_source_delete = satudata_source_create
satudata_source_check = satudata_source_create
satudata_source_preview = satudata_source_create
satudata_source_remap = satudata_source_create
satudata_mapping_version_list = satudata_source_create
satudata_mapping_version_restore = satudata_source_create
satudata_source_run = satudata_source_create
satudata_run_cancel = satudata_source_create
satudata_connector_list = satudata_source_create


def satudata_source_list(context: Context, _data_dict: DataDict) -> AuthResult:
    """Those who manage sources see all; admins of an organisation see what concerns it, which the action sees to."""
    if access.manages(context) or access.own_organizations(context):
        return {"success": True}
    return {"success": False, "msg": tk._("Only the walidata and the admins of an organisation see sources.")}


satudata_run_list = satudata_source_list
satudata_finding_list = satudata_source_list


def satudata_source_show(context: Context, data_dict: DataDict) -> AuthResult:
    """Who manages sources, and the admins of an organisation that the source has datasets of."""
    return _seen(context, sources.find(data_dict["id"]).id)


def satudata_run_show(context: Context, data_dict: DataDict) -> AuthResult:
    """As for the run's source."""
    run = model.Session.get(Run, data_dict["id"])
    return _seen(context, run.source_id if run else "")


def _seen(context: Context, source_id: str) -> AuthResult:
    if access.may_see(context, source_id):
        return {"success": True}
    return {"success": False, "msg": tk._("This source has no datasets of your organisation.")}


@tk.auth_allow_anonymous_access
def satudata_remote_file_show(context: Context, data_dict: DataDict) -> AuthResult:
    """Whoever may see the resource."""
    return authz.is_authorized("resource_show", context, {"id": data_dict["id"]})
