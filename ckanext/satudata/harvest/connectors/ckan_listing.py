"""A CKAN portal whose `package_search` is missing or refused: read by its list of names, one dataset after the other.

Met: portals with a broken search index (HTTP 409), portals behind a firewall that lets only some addresses through.
Where the list of names is closed too, `current_package_list_with_resources` gives whole datasets in pages without a
count.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from ckanext.satudata.codes.findings import finding
from ckanext.satudata.codes.messages import N_
from ckanext.satudata.harvest.connectors import Skipped, ckan_action
from ckanext.satudata.harvest.connectors.ckan_action import SearchAnswer
from ckanext.satudata.harvest.errors import FailingSourceError, SourceError, UnexpectedAnswerError
from ckanext.satudata.harvest.http.client import HttpClient
from ckanext.satudata.harvest.http.fetch_together import fetch_together

PAGE = 100
WHOLE_LIST = "current_package_list_with_resources"
MOST_PAGES = 10_000
MOST_FAILURES = 20
"""Datasets in a row that are listed but not shown: each has cost all retries by then."""


def listed_pages(http: HttpClient, base: str) -> Iterator[SearchAnswer]:
    """All datasets, in the shape of `package_search`'s pages; one that is listed but not shown is a `Skipped` in them.

    Raises SourceError, UnexpectedAnswerError where none of the lists can be had.
    """
    try:
        names = _names(http, base)
    except UnexpectedAnswerError:
        yield from _whole_list(http, base)
        return
    stopped: SourceError | None = None
    packages = _each(http, base, names)
    while stopped is None:
        page: list[Any] = []
        try:
            # What came before an error stays in the page.
            page.extend(islice(packages, PAGE))
        except SourceError as error:
            stopped = error
        if not page:
            break
        yield SearchAnswer(count=len(names), results=page, facets={})
    if stopped is not None:
        raise stopped


def first_listed(http: HttpClient, base: str, number: int) -> SearchAnswer:
    """How many datasets there are, and the first few; where nothing tells the count, as many as the first page has."""
    try:
        names = _names(http, base)
    except UnexpectedAnswerError:
        page = _page(http, base, 0)
        if not page:
            raise
        return SearchAnswer(count=len(page), results=page[:number], facets={})
    return SearchAnswer(count=len(names), results=[_package(http, base, name) for name in names[:number]], facets={})


def _names(http: HttpClient, base: str) -> list[str]:
    names = ckan_action.call(http, base, "package_list", {})
    # An empty list beside a search that does not work is no empty portal.
    if not isinstance(names, list) or not names:
        raise UnexpectedAnswerError(N_("package_list of {url} lists nothing."), url=base)
    return list(dict.fromkeys(str(name) for name in names))


def _each(http: HttpClient, base: str, names: Sequence[str]) -> Iterator[Any]:
    failed_in_a_row = 0
    for package in fetch_together(http, names, lambda client, name: _package(client, base, name)):
        failed_in_a_row = failed_in_a_row + 1 if isinstance(package, Skipped) else 0
        if failed_in_a_row > MOST_FAILURES:
            raise FailingSourceError(
                N_("The portal lists its datasets but shows none of the last {number}; gave up."), number=MOST_FAILURES
            )
        yield package


def _package(http: HttpClient, base: str, name: str) -> Any:
    try:
        return ckan_action.call(http, base, "package_show", {"id": name})
    except UnexpectedAnswerError as error:
        # One broken dataset (HTTP 500 on some old portals) must not cost the others.
        return Skipped(key=name, reason=finding("HARVEST-47", place=name, value=name, reason=error.text()))


def _whole_list(http: HttpClient, base: str) -> Iterator[SearchAnswer]:
    """Pages until one is empty or says nothing new. Versions before 2.3 know `page` instead of `offset`."""
    seen: set[str] = set()
    offset = 0
    for _ in range(MOST_PAGES):
        page = _page(http, base, offset)
        if not page and not seen:
            raise UnexpectedAnswerError(N_("{action} of {url} lists nothing."), action=WHOLE_LIST, url=base)
        new = [package for package in page if _identifier(package) not in seen]
        if len(page) >= PAGE and not new:
            raise UnexpectedAnswerError(N_("{action} of {url} gives its first page only."), action=WHOLE_LIST, url=base)
        seen.update(map(_identifier, new))
        # The count grows with what came: there is no other.
        yield SearchAnswer(count=len(seen), results=new, facets={})
        if not new:
            return
        offset += len(page)


def _page(http: HttpClient, base: str, offset: int) -> list[Any]:
    packages = ckan_action.call(http, base, WHOLE_LIST, {"limit": PAGE, "offset": offset, "page": offset // PAGE + 1})
    if not isinstance(packages, list):
        raise UnexpectedAnswerError(N_("{action} of {url} answers without a list."), action=WHOLE_LIST, url=base)
    return packages


def _identifier(package: Any) -> str:
    named = package.get("id") or package.get("name") if isinstance(package, dict) else None
    return str(named or package)
