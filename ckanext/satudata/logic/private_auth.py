"""Authorisation of datasets that are not public: CKAN's own answer, and the walidata besides.

The walidata decides which of two datasets is public, whether datasets that are gone at their source may go, and what is
good enough to be published; it must be able to look at them. Changing them stays with the producing organisation.
Drafts are nobody's business but their author's. Source: Perpres 39/2019 Pasal 13 and 20.
"""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.types import AuthFunction, AuthResult, Context, DataDict

from ckanext.satudata.metadata.organizations import is_walidata

__all__ = ["auth_functions"]


def auth_functions() -> dict[str, Any]:
    """What the root plugin puts in front of CKAN's."""
    return {"package_show": package_show}


@tk.chained_auth_function
@tk.auth_allow_anonymous_access
def package_show(next_auth: AuthFunction, context: Context, data_dict: DataDict | None) -> AuthResult:
    """As CKAN decides; the walidata sees every dataset that is complete, private ones included."""
    answer = next_auth(context, data_dict or {})
    if answer.get("success"):
        return answer
    package = context.get("package") or model.Package.get((data_dict or {}).get("id"))
    if package is None or package.state != model.State.ACTIVE or not is_walidata(context.get("user")):
        return answer
    return {"success": True}
