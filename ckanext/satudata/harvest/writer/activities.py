"""Rows of the activity stream, as ckanext-activity would write them.

Written here because its receiver costs a `package_show` and a commit per dataset. Needed also one by one: it takes no
notice of a `package_update` with `defer_commit`. Model: `ckanext/activity/subscriptions.py` of CKAN 2.12.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

import sqlalchemy as sa

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan import model
from ckan.lib.plugins import get_permission_labels
from ckan.model.types import make_uuid

Kind = Literal["new", "changed"]


def are_recorded() -> bool:
    """Whether the site keeps an activity stream at all."""
    return p.plugin_loaded("activity") and tk.config["ckan.activity_streams_enabled"]


def row(kind: Kind, package: model.Package, shown: dict[str, Any], user: model.User) -> dict[str, Any]:
    """The row for one dataset; `shown` is what `package_show` gives after the change."""
    return {
        "id": make_uuid(),
        # CKAN keeps naive UTC times.
        "timestamp": datetime.utcnow(),  # noqa: DTZ003
        "user_id": user.id,
        "object_id": package.id,
        "activity_type": "deleted package" if kind == "changed" and package.state == "deleted" else f"{kind} package",
        "data": {"package": shown, "actor": user.name},
        "permission_labels": get_permission_labels().get_dataset_labels(package),
    }


def insert(rows: list[dict[str, Any]]) -> None:
    """Store the rows in the session's transaction."""
    if rows:
        # Importing the model declares its table, which a site without the plugin does not have.
        from ckanext.activity.model import Activity

        model.Session.execute(sa.insert(Activity.__table__), rows)
