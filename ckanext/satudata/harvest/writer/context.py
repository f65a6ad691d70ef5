"""The context CKAN's functions are called with."""

from __future__ import annotations

from typing import cast

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.types import Context


def site_user() -> str:
    """Name of the site user, in whose name harvested datasets are written."""
    return tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]


def new_context(user: str) -> Context:
    """A fresh context for one dataset, since actions change the one they get.

    `satudata_harvest` tells our validators to be lenient: a harvested record is accepted with what it has.
    `defer_commit` together with `return_id_only` is the one pair with which `package_update` keeps its change
    uncommitted; with `defer_commit` alone CKAN 2.12 silently rolls it back.
    """
    return cast(
        "Context",
        {
            "session": model.Session,
            "user": user,
            "ignore_auth": True,
            "defer_commit": True,
            "return_id_only": True,
            "satudata_harvest": True,
        },
    )
