"""Addresses that nobody gets from a link: answered with "bad request" instead of an error of the database or of CKAN.

A NUL byte is taken by no column of PostgreSQL; an empty part in `sort` is one that CKAN's search page falls over.
"""

from __future__ import annotations

from http import HTTPStatus

from flask import request

import ckan.plugins.toolkit as tk

__all__ = ["refuse"]


def refuse() -> None:
    """For Flask's `before_request`."""
    has_nul = "\x00" in request.path or b"%00" in request.query_string
    order = request.args.get("sort") or ""
    if has_nul or (order and not all(part.strip() for part in order.split(","))):
        tk.abort(HTTPStatus.BAD_REQUEST, tk._("This address cannot be read. Search again, or begin at the home page."))
