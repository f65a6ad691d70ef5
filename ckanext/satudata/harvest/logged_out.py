"""What somebody meets whose session has ended: the way to log in and back, with everything that was typed.

A page is shown after logging in. What was sent is kept in a page with a button that sends it again, so that nobody
types a form twice.
"""

from __future__ import annotations

from flask import Response, make_response, request

import ckan.plugins.toolkit as tk

PAGE = "satudata/harvest/pages/logged_out.html"
# The token belongs to the session that is over; the page gives a new one.
_NOT_KEPT = frozenset({"_csrf_token"})


def is_logged_out() -> bool:
    """Whether nobody is logged in."""
    return not tk.current_user.is_authenticated


def answer() -> Response:
    """To the login and back; or, for what was sent, a page that keeps it."""
    if request.method == "GET":
        return tk.redirect_to("user.login", came_from=request.full_path.rstrip("?"))
    kept = [(name, text) for name, text in request.form.items(multi=True) if name not in _NOT_KEPT]
    return make_response(tk.render(PAGE, {"kept": kept, "address": request.path}), 403)
