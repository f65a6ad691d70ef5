"""Calling a CKAN portal's Action API: where it lies, and what its answers and refusals mean.

Quirks met: before CKAN 2.2 the API lies under `/api/action` only, errors come as HTTP 400, 403, 404 or 409 with
`success: false` (Wonosobo: 409 for a missing id), some portals stand in a folder of their site.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ckanext.satudata.codes.messages import N_
from ckanext.satudata.harvest.errors import FailingSourceError, UnexpectedAnswerError
from ckanext.satudata.harvest.http.client import HttpClient

# What people copy from the browser or from the API's documentation.
_PAGE = re.compile(r"/(?:api(?:/\d)?(?:/action(?:/\w*)?)?|(?:dataset|organization|group)(?:/.*)?)/?$")
ROOTS = ("/api/3/action", "/api/action")
REASON_LENGTH = 300


class ActionRefusedError(UnexpectedAnswerError):
    """The portal is a CKAN and refuses the call: wrong parameters, no permission, no such thing."""


def base_address(url: str) -> str:
    """The address below which `/api/3/action` lies, from whatever page of the portal was given.

    >>> base_address("https://data.example.go.id/ckan/dataset/?q=air")
    'https://data.example.go.id/ckan'
    """
    return _PAGE.sub("", url.partition("?")[0].partition("#")[0]).rstrip("/")


def call(http: HttpClient, base: str, action: str, params: Mapping[str, str | int]) -> Any:
    """The `result` of an action. Raises ActionRefusedError, and what HttpClient raises."""
    first, *others = ROOTS
    try:
        return _call(http, f"{base}{first}", action, params)
    except (ActionRefusedError, FailingSourceError):
        raise
    except UnexpectedAnswerError as error:
        for root in others:
            with contextlib.suppress(UnexpectedAnswerError):
                return _call(http, f"{base}{root}", action, params)
        raise error from None


def _call(http: HttpClient, root: str, action: str, params: Mapping[str, str | int]) -> Any:
    answer = http.get_json(f"{root}/{action}", params)
    envelope = answer.payload
    if not isinstance(envelope, dict) or "success" not in envelope:
        raise UnexpectedAnswerError(
            N_("{url} answers with JSON that is not that of a CKAN portal (HTTP {status})."),
            url=answer.url,
            status=answer.status,
        )
    if envelope["success"] is not True or "result" not in envelope:
        raise ActionRefusedError(
            N_("The portal refuses {action} (HTTP {status}): {reason}"),
            action=action,
            status=answer.status,
            reason=_reason(envelope.get("error")),
        )
    return envelope["result"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchAnswer:
    """What package_search answers; `count` is the number of all matching datasets at that moment."""

    count: int
    results: list[Any]
    facets: Mapping[str, list[Any]]


def search(http: HttpClient, base: str, params: Mapping[str, str | int]) -> SearchAnswer:
    """package_search, checked for its parts. Raises what `call` raises."""
    result = call(http, base, "package_search", params)
    count = result.get("count") if isinstance(result, dict) else None
    results = result.get("results") if isinstance(result, dict) else None
    if not isinstance(count, int) or not isinstance(results, list):
        raise UnexpectedAnswerError(N_("package_search of {url} answers without “count” and “results”."), url=base)
    facets = result.get("search_facets") or {}
    items = {name: facet.get("items") or [] for name, facet in facets.items() if isinstance(facet, dict)}
    return SearchAnswer(count=count, results=results, facets=items)


def _reason(error: Any) -> str:
    if isinstance(error, dict):
        error = "; ".join(f"{key}: {value}" for key, value in error.items() if key != "__type")
    return str(error or "?")[:REASON_LENGTH]
