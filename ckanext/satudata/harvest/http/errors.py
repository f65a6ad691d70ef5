"""The errors of requests and urllib3 in our words, for people who cannot read a traceback."""

from __future__ import annotations

from collections.abc import Callable

from requests import exceptions
from urllib3.exceptions import NameResolutionError

from ckanext.satudata.codes.messages import N_
from ckanext.satudata.harvest.errors import SourceError, UnexpectedAnswerError, UnreachableError

URL_LENGTH = 300


def source_error(error: Exception, url: str) -> SourceError:
    """The error of the lower library in our words."""
    details = {"url": url[:URL_LENGTH], "reason": str(error)[:URL_LENGTH]}
    for fits, kind, msgid in _WORDS:
        if fits(error):
            return kind(msgid, **details)
    return UnreachableError(N_("{url} cannot be reached: {reason}"), **details)


def _cause(error: Exception) -> object:
    """What urllib3 says below the wrapping of requests."""
    inner = error.args[0] if error.args else None
    return getattr(inner, "reason", inner)


def _is(*kinds: type[Exception]) -> Callable[[Exception], bool]:
    return lambda error: isinstance(error, kinds)


def _is_timeout(error: Exception) -> bool:
    # requests hides a timeout in the body, or after the last retry, in a ConnectionError.
    return isinstance(error, exceptions.Timeout) or "timed out" in str(error)


# The most special first.
_WORDS: tuple[tuple[Callable[[Exception], bool], type[SourceError], str], ...] = (
    (_is(exceptions.SSLError), UnreachableError, N_("The certificate of {url} is not valid: {reason}")),
    (_is_timeout, UnreachableError, N_("{url} did not answer in time.")),
    (
        _is(exceptions.TooManyRedirects),
        UnexpectedAnswerError,
        N_("{url} sends us in circles (too many redirects)."),
    ),
    (
        _is(exceptions.ContentDecodingError),
        UnexpectedAnswerError,
        N_("The compressed answer of {url} is damaged: {reason}"),
    ),
    (
        _is(exceptions.InvalidURL, exceptions.InvalidSchema, exceptions.MissingSchema, ValueError),
        UnexpectedAnswerError,
        N_("{url} is no web address that can be read: {reason}"),
    ),
    (
        lambda error: isinstance(_cause(error), NameResolutionError),
        UnreachableError,
        N_("There is no server with the name in {url}. Check the spelling."),
    ),
)
