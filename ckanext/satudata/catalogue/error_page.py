"""An error as a reader can take it: what happened, in words, and what to do. Numbers stay small.

CKAN's own message is shown where it says more than the number, never the standard sentence of the web server, which
is English and speaks of browsers and proxies.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from werkzeug.exceptions import default_exceptions

from ckan.plugins import toolkit as tk

from ckanext.satudata.codes.messages import N_

FORBIDDEN = 403
NOT_FOUND = 404
SERVER_ERROR = 500

HEADINGS: Mapping[int, str] = {
    400: N_("This request cannot be understood"),
    401: N_("Please log in"),
    403: N_("You may not see this page"),
    404: N_("This page does not exist"),
    409: N_("This was changed in the meantime"),
    413: N_("The file is too large"),
    500: N_("Something went wrong on our side"),
}
OTHER_HEADING = N_("This did not work")
ADVICE: Mapping[int, str] = {
    400: N_("Go back and try again. If you came from a link, it may be incomplete."),
    403: N_("The page is there, but your account has no right to it. Ask the walidata if you need it."),
    404: N_("The address may be misspelt, or the page has been moved or removed."),
    500: N_("The error has been recorded. Please try again in a few minutes."),
}

ADVICE_TO_STRANGERS = N_("The page is there, but not for everybody. Log in with an account that has a right to it.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorPage:
    """What the error page says; `message` is "" where CKAN has nothing to add."""

    number: int
    heading: str
    advice: str
    message: str


def error_page(code: int | list[int], content: str | None) -> ErrorPage:
    """The page for what CKAN's error handler passes: a status, for unexpected errors in a list, and a description."""
    number = code[0] if isinstance(code, list) else code
    advice = ADVICE.get(number, ADVICE[SERVER_ERROR] if number > SERVER_ERROR else "")
    if number == FORBIDDEN and tk.current_user.is_anonymous:
        advice = ADVICE_TO_STRANGERS
    heading, message = tk._(HEADINGS.get(number, OTHER_HEADING)), _message(number, content or "")
    return ErrorPage(
        number=number,
        heading=heading,
        advice=tk._(advice) if advice else "",
        message="" if message == heading else message,
    )


def _message(number: int, content: str) -> str:
    standard = default_exceptions.get(number)
    is_standard = standard is not None and content == standard.description
    return "" if is_standard or number == NOT_FOUND or number >= SERVER_ERROR else content
