"""All datasets of a portal with the API of Open Data Jabar, page by page.

The software runs under `/api` (Kota Bandung, Kabupaten Indramayu, Jawa Timur) or `/api-backend` (Jawa Barat) and takes
`page` and `per_page`, or `skip` and `limit`; both are sent, each version ignores what it does not know. Few of them say
how many datasets there are, so that the walk ends at an empty page, at `has_next: false`, or where nothing new comes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ckanext.satudata.codes.findings import Finding, finding
from ckanext.satudata.codes.messages import N_
from ckanext.satudata.harvest.errors import UnexpectedAnswerError
from ckanext.satudata.harvest.http.client import HttpClient

ROOTS = ("/api", "/api-backend")
PUBLIC = '{"is_active":true,"is_deleted":false}'
SORT = "cdate:asc"
# What was seen, and what the frameworks below call it.
PAGINGS = ("pagination", "meta", "metadata")
TOTALS = ("total", "total_items", "total_data", "count")
MOST_PAGES = 10_000
_API = re.compile(r"^(.*?/api(?:-backend)?)(?:/.*)?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The datasets of one page, and how many there are in all where the portal says so."""

    datasets: list[Any]
    total: int | None
    is_last: bool


def api_address(http: HttpClient, url: str) -> str:
    """The address below which `/datasets` lies, from any page of the portal. Raises UnexpectedAnswerError."""
    address = url.partition("?")[0].partition("#")[0].rstrip("/")
    host_end = address.find("/", len("https://"))
    path = address[host_end:] if host_end > 0 else ""
    given = _API.match(path)
    if given:
        return address[: len(address) - len(path)] + given[1]
    base = re.sub(r"/(?:dataset|id|en)(?:/.*)?$", "", address)
    return next((base + root for root in ROOTS if _answers(http, base + root)), base + ROOTS[0])


def pages(http: HttpClient, api: str, per_page: int) -> Iterator[Page | Finding]:
    """The pages in order, with findings between them. Raises SourceError where the walk cannot go on."""
    sort = SORT
    try:
        page = page_of(http, api, 1, per_page, sort)
    except UnexpectedAnswerError:
        sort = ""
        page = page_of(http, api, 1, per_page, sort)
        yield finding("HARVEST-44", place="datasets", value="the source's own order")
    received, number = 0, 1
    previous: list[Any] = []
    while page.datasets and number < MOST_PAGES:
        identifiers = [identifier(dataset) for dataset in page.datasets]
        if identifiers == previous:
            # Without a count, a portal that ignores the page number may have given all it has.
            if page.total != received:
                yield finding("HARVEST-42", place="datasets", received=received)
            return
        yield page
        received += len(identifiers)
        if page.is_last or received == page.total:
            return
        previous, number = identifiers, number + 1
        page = page_of(http, api, number, per_page, sort, skip=received)


def page_of(http: HttpClient, api: str, number: int, per_page: int, sort: str, skip: int = 0) -> Page:
    """One page. Raises UnexpectedAnswerError for anything that is none."""
    params: dict[str, str | int] = {
        "page": number, "per_page": per_page, "skip": skip, "limit": per_page, "where": PUBLIC
    }  # fmt: skip
    envelope = _envelope(http, f"{api}/datasets", {**params, "sort": sort} if sort else params)
    datasets = envelope.get("data")
    if not isinstance(datasets, list):
        raise UnexpectedAnswerError(N_("{url}/datasets answers without a list “data”."), url=api)
    paging = next((envelope[key] for key in PAGINGS if isinstance(envelope.get(key), Mapping)), {})
    return Page(
        datasets=datasets,
        total=next((paging[key] for key in TOTALS if isinstance(paging.get(key), int)), None),
        is_last=paging.get("has_next") is False,
    )


def detail(http: HttpClient, api: str, dataset_id: str) -> Mapping[str, Any]:
    """One dataset with its metadata. Raises what `page_of` raises."""
    found = _envelope(http, f"{api}/datasets/{dataset_id}", {}).get("data")
    if isinstance(found, list) and found:
        found = found[0]
    if not isinstance(found, Mapping):
        raise UnexpectedAnswerError(N_("{url} answers without the dataset."), url=f"{api}/datasets/{dataset_id}")
    return found


def identifier(dataset: Any) -> Any:
    """What tells a dataset from the others of its portal."""
    return dataset.get("id") or dataset.get("slug") if isinstance(dataset, Mapping) else dataset


def _answers(http: HttpClient, api: str) -> bool:
    try:
        page_of(http, api, 1, 1, "")
    except UnexpectedAnswerError:
        return False
    return True


def _envelope(http: HttpClient, url: str, params: Mapping[str, str | int]) -> Mapping[str, Any]:
    answer = http.get_json(url, params)
    if not isinstance(answer.payload, Mapping) or "data" not in answer.payload:
        reason = answer.payload.get("message") if isinstance(answer.payload, Mapping) else None
        raise UnexpectedAnswerError(
            N_("{url} does not answer as Open Data Jabar does (HTTP {status}): {reason}"),
            url=url,
            status=answer.status,
            reason=str(reason or "?")[:200],
        )
    return answer.payload
