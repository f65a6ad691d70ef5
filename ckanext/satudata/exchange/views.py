"""`/sdi`: the address that data.go.id, a province or any CKAN harvester is given.

It answers like CKAN's action API (`/sdi/api/3/action/NAME`, also without `/3`; GET and POST; the same envelope, errors
and status codes, because CKAN's own view does the answering), but knows only the read actions below. Answers carry an
ETag: a portal that asks again with `If-None-Match` gets 304 and no body. How long a cache may keep an answer: CKAN's
`ckan.cache_expires`.
"""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, request

import ckan.plugins.toolkit as tk
from ckan.types import Response
from ckan.views import api

__all__ = ["sdi"]

AS_CORE = frozenset({"help_show", "license_list", "status_show", "tag_list"})
"""Core actions that hold nothing of ours and are answered as they are."""

RENDERED = frozenset(
    {
        "group_list",
        "group_show",
        "organization_list",
        "organization_show",
        "package_list",
        "package_search",
        "package_show",
        "resource_show",
        "site_read",
    }
)
"""What `satudata_sdi_NAME` answers: core actions in another shape, and `site_read`, which CKAN no longer has."""

sdi = Blueprint("satudata_sdi", __name__, url_prefix="/sdi")


@sdi.route("/")
def home() -> Response:
    """People who open the address in a browser see the catalogue."""
    return tk.redirect_to("dataset.search")


@sdi.route("/api/3")
@sdi.route("/api", defaults={"ver": 3})
def version(ver: int = 3) -> Response:
    return api.get_api(ver)


@sdi.route("/api/3/action/<name>", methods=["GET", "POST"])
@sdi.route("/api/action/<name>", methods=["GET", "POST"])
def action(name: str) -> Response:
    response = api.action(_action_behind(name))
    if request.method == "GET" and response.status_code == HTTPStatus.OK:
        response.add_etag()
        response.make_conditional(request)
    return response


def _action_behind(name: str) -> str:
    if name in RENDERED:
        return f"satudata_sdi_{name}"
    # CKAN's own answer to an action that does not exist (400, "Action name not known: …") suits those not given here.
    return name if name in AS_CORE else f"{name} (not in /sdi)"
