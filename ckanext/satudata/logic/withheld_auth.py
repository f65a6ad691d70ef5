"""Authorisation of single files: CKAN's own answer, and then whether the data are open to this user.

Downloads, resource views and the DataStore ask for `resource_show`, so this one function keeps all of them.
"""

from __future__ import annotations

from typing import Any, cast

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan import authz, model
from ckan.types import AuthFunction, AuthResult, Context, DataDict

from ckanext.satudata.metadata import withholding

__all__ = ["auth_functions"]


def auth_functions() -> dict[str, AuthFunction]:
    """What the root plugin puts in front of CKAN's; that on activities where there is an activity stream."""
    found: dict[str, Any] = {"resource_show": resource_show}
    if p.plugin_loaded("activity"):
        found["activity_diff"] = activity_diff
    return found


@tk.chained_auth_function
@tk.auth_allow_anonymous_access
def resource_show(next_auth: AuthFunction, context: Context, data_dict: DataDict | None) -> AuthResult:
    """As CKAN decides; the files of data that are not open only for those who work with them."""
    answer = next_auth(context, data_dict or {})
    if not answer.get("success"):
        return answer
    resource = context.get("resource") or model.Resource.get((data_dict or {}).get("id", ""))
    package = model.Package.get(resource.package_id) if resource else None
    return answer if package is None or _is_shown(context, package) else _refusal()


@tk.chained_auth_function
@tk.auth_allow_anonymous_access
def activity_diff(next_auth: AuthFunction, context: Context, data_dict: DataDict | None) -> AuthResult:
    """As CKAN decides; what changed in data that are not open only for those who see their files."""
    answer = next_auth(context, data_dict or {})
    activity = cast("dict[str, Any]", context).get("activity")
    package = model.Package.get(activity.object_id) if answer.get("success") and activity else None
    return answer if package is None or _is_shown(context, package) else _refusal()


def _is_shown(context: Context, package: model.Package) -> bool:
    fields = {"id": package.id, "owner_org": package.owner_org, "extras": package.extras}
    if withholding.may_see_files(context, fields):
        return True
    own: Context = {"user": context.get("user", ""), "auth_user_obj": context.get("auth_user_obj")}
    return bool(own["user"]) and authz.is_authorized_boolean("package_update", own, {"id": package.id})


def _refusal() -> AuthResult:
    return {"success": False, "msg": tk._("These data are not open. Ask the organization that produces them.")}
