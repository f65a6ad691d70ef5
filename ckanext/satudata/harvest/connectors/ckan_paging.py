"""All pages of a CKAN portal's `package_search`, and what can go wrong between two of them.

Sorted by creation, so that datasets added meanwhile come last. When datasets vanish meanwhile, the later ones move
forward: the walk steps back by as many, so that none is passed over. Advances by what really came, since portals cap
`rows` as they like. A count that is too low does not end it either.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from ckanext.satudata.codes.findings import Finding, finding
from ckanext.satudata.codes.messages import N_
from ckanext.satudata.harvest.connectors import ckan_action
from ckanext.satudata.harvest.connectors.ckan_action import ActionRefusedError, SearchAnswer
from ckanext.satudata.harvest.errors import UnexpectedAnswerError
from ckanext.satudata.harvest.http.client import HttpClient

SORTS = ("metadata_created asc, id asc", "id asc", "name asc")
"""The wanted order, then what old portals understand."""

# A source whose count keeps jumping must not keep us for ever.
PAGE_FACTOR, PAGE_SLACK = 3, 20


def pages(http: HttpClient, base: str, query: Mapping[str, str], rows: int) -> Iterator[SearchAnswer | Finding]:
    """The pages in order, with findings between them. Raises SourceError where the walk cannot go on."""
    sort, page = _first_page(http, base, query, rows)
    if sort != SORTS[0]:
        yield finding("HARVEST-44", place="package_search", value=sort)
    ask = partial(_page, http, base, query, sort, rows)
    start, received, asked, largest = 0, 0, 1, 0
    previous: list[Any] = []
    while True:
        identifiers = [_identifier(result) for result in page.results]
        if identifiers and identifiers == previous:
            if received < page.count:
                yield finding("HARVEST-42", place="package_search", received=received)
            return
        yield page
        received += len(identifiers)
        previous, start, largest = identifiers, start + len(identifiers), max(largest, len(identifiers))
        if not identifiers or (start >= page.count and len(identifiers) < largest):
            return
        asked += 1
        if asked > PAGE_FACTOR * (page.count // len(identifiers)) + PAGE_SLACK:
            raise UnexpectedAnswerError(
                N_("The source keeps changing while it is read; gave up after {number} pages."), number=asked
            )
        following = ask(start) if start < page.count else _beyond(ask, start)
        if following is None:
            return
        if following.count != page.count:
            yield finding("HARVEST-41", place="package_search", before=page.count, after=following.count)
        if following.count < page.count:
            start = max(0, start - (page.count - following.count))
            following = ask(start)
        page = following


def _beyond(ask: Callable[[int], SearchAnswer], start: int) -> SearchAnswer | None:
    """The page behind the announced end, if there is one: a count that is too low would make records look missing.

    Asked for after a full page only. Some portals answer with an error.
    """
    try:
        page = ask(start)
    except UnexpectedAnswerError:
        return None
    return page if page.results else None


def _first_page(http: HttpClient, base: str, query: Mapping[str, str], rows: int) -> tuple[str, SearchAnswer]:
    *preferred, last = SORTS
    for sort in preferred:
        page = _page_or_none(http, base, query, sort, rows)
        if page is not None:
            return sort, page
    return last, _page(http, base, query, last, rows, 0)


def _page_or_none(http: HttpClient, base: str, query: Mapping[str, str], sort: str, rows: int) -> SearchAnswer | None:
    try:
        return _page(http, base, query, sort, rows, 0)
    except ActionRefusedError:
        return None


def _page(http: HttpClient, base: str, query: Mapping[str, str], sort: str, rows: int, start: int) -> SearchAnswer:
    return ckan_action.search(http, base, {**query, "sort": sort, "start": start, "rows": rows})


def _identifier(result: Any) -> Any:
    return result.get("id") or result.get("name") if isinstance(result, dict) else result
