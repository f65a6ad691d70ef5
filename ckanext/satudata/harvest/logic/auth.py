"""Who may call the actions of the harvest: see `harvest.access`."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckan import authz, model
from ckan.types import AuthResult, Context, DataDict

from ckanext.satudata.harvest import access, sources
from ckanext.satudata.harvest.model import Run

__all__ = [
    "satudata_connector_list",
    "satudata_deletion_approve",
    "satudata_duplicate_decide",
    "satudata_duplicate_find",
    "satudata_duplicate_list",
    "satudata_finding_list",
    "satudata_hidden_list",
    "satudata_hidden_restore",
    "satudata_mapping_version_list",
    "satudata_mapping_version_restore",
    "satudata_remote_file_show",
    "satudata_run_cancel",
    "satudata_run_changes",
    "satudata_run_compare",
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
satudata_duplicate_decide = satudata_source_create
satudata_duplicate_find = satudata_source_create
satudata_mapping_version_list = satudata_source_create
satudata_mapping_version_restore = satudata_source_create
satudata_source_run = satudata_source_create
satudata_run_cancel = satudata_source_create
satudata_deletion_approve = satudata_source_create
satudata_connector_list = satudata_source_create


def satudata_source_list(context: Context, _data_dict: DataDict) -> AuthResult:
    """Those who manage sources see all; admins of an organisation see what concerns it, which the action sees to."""
    if access.manages(context) or access.own_organizations(context):
        return {"success": True}
    return {"success": False, "msg": tk._("Only the walidata and the admins of an organisation see sources.")}


satudata_run_list = satudata_source_list


def satudata_finding_list(context: Context, _data_dict: DataDict) -> AuthResult:
    """Those who manage sources see all; members of an organisation what is about its datasets: the action's part."""
    if access.manages(context) or access.joined_organizations(context):
        return {"success": True}
    return {"success": False, "msg": tk._("Only the walidata and members of an organisation see findings.")}


def satudata_source_show(context: Context, data_dict: DataDict) -> AuthResult:
    """Who manages sources, and the admins of an organisation that the source has datasets of."""
    return _seen(context, sources.find(data_dict["id"]).id)


def satudata_run_show(context: Context, data_dict: DataDict) -> AuthResult:
    """As for the run's source."""
    run = model.Session.get(Run, data_dict["id"])
    return _seen(context, run.source_id if run else "")


def satudata_duplicate_list(context: Context, data_dict: DataDict) -> AuthResult:
    """Who manages sources; of one dataset also those who may edit it."""
    if access.manages(context):
        return {"success": True}
    package_id = data_dict.get("package_id")
    if package_id and authz.is_authorized_boolean("package_update", context, {"id": package_id}):
        return {"success": True}
    return {"success": False, "msg": tk._("Only the walidata and the editors of a dataset see its duplicates.")}


def satudata_hidden_list(context: Context, _data_dict: DataDict) -> AuthResult:
    """Those who manage sources see all; editors of an organisation what is hidden of it, which the action sees to."""
    if access.manages(context) or access.edited_organizations(context):
        return {"success": True}
    return {"success": False, "msg": tk._("Only the walidata and editors of an organisation see hidden datasets.")}


def satudata_hidden_restore(context: Context, data_dict: DataDict) -> AuthResult:
    """Who manages sources, and who may edit the dataset."""
    if access.manages(context) or authz.is_authorized_boolean("package_update", context, {"id": data_dict["id"]}):
        return {"success": True}
    return {"success": False, "msg": tk._("Only the walidata and the editors of a dataset bring it back.")}


satudata_run_changes = satudata_run_show


def satudata_run_compare(context: Context, data_dict: DataDict) -> AuthResult:
    """As for the source of both runs."""
    for name in ("id", "other"):
        answer = satudata_run_show(context, {"id": data_dict[name]})
        if not answer.get("success"):
            return answer
    return {"success": True}


def _seen(context: Context, source_id: str) -> AuthResult:
    if access.may_see(context, source_id):
        return {"success": True}
    return {"success": False, "msg": tk._("This source has no datasets of your organisation.")}


@tk.auth_allow_anonymous_access
def satudata_remote_file_show(context: Context, data_dict: DataDict) -> AuthResult:
    """Whoever may see the resource."""
    return authz.is_authorized("resource_show", context, {"id": data_dict["id"]})
