"""What browsers are told beside each page: not to guess kinds, not to be framed elsewhere, not to run uploaded files.

A web server in front may say more, and what it (or a view) has said already stays. Pages of resource views may be
framed: CKAN offers them for embedding. Uploaded files are somebody else's content at our address: a browser shows
HTML and SVG among them, but runs nothing in them.
"""

from __future__ import annotations

from http import HTTPStatus

from flask import Response, request

__all__ = ["add"]

ALWAYS = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "strict-origin-when-cross-origin"}
POLICY = "Content-Security-Policy"
NOT_FRAMED = "base-uri 'self'; frame-ancestors 'self'"
LIFELESS = "sandbox; default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'"
EMBEDDED_VIEW = "view"
DOWNLOAD = "download"
ACTIVE_TYPES = frozenset({"text/html", "application/xhtml+xml", "image/svg+xml", "text/xml", "application/xml"})
"""Kinds of files in which scripts run when a browser opens them."""


def add(response: Response) -> Response:
    """For Flask's `after_request`."""
    for name, value in ALWAYS.items():
        response.headers.setdefault(name, value)
    view = (request.endpoint or "").rpartition(".")[2]
    is_file = view == DOWNLOAD or request.path.startswith("/uploads/")
    # A refused download is a page of ours.
    if is_file and response.status_code < HTTPStatus.BAD_REQUEST:
        if response.mimetype in ACTIVE_TYPES:
            response.headers.setdefault(POLICY, LIFELESS)
    elif view != EMBEDDED_VIEW and response.mimetype == "text/html":
        response.headers.setdefault(POLICY, NOT_FRAMED)
    return response
