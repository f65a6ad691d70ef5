"""A CKAN portal, read through its Action API.

Publishers: most Satu Data portals of provinsi, kabupaten and kota; data.go.id takes them in the same way. Caveats: some
portals ignore `fq`, so that the filters are applied here again; some have no working `package_search` and are read
dataset by dataset. API: https://docs.ckan.org/en/latest/api/
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import Any, ClassVar

from ckanext.satudata.codes.findings import Finding, finding
from ckanext.satudata.codes.messages import N_
from ckanext.satudata.harvest.connectors import (
    Announced,
    Gathered,
    RawRecord,
    Since,
    Skipped,
    SourceOrganization,
    SourceReport,
    ckan_action,
)
from ckanext.satudata.harvest.connectors.ckan_action import ActionRefusedError, SearchAnswer, base_address
from ckanext.satudata.harvest.connectors.ckan_document import essential
from ckanext.satudata.harvest.connectors.ckan_filters import is_changed, is_wanted, query, query_of
from ckanext.satudata.harvest.connectors.ckan_listing import first_listed, listed_pages
from ckanext.satudata.harvest.connectors.ckan_paging import pages
from ckanext.satudata.harvest.connectors.ckan_settings import SETTINGS
from ckanext.satudata.harvest.connectors.one_record import carefully
from ckanext.satudata.harvest.errors import FailingSourceError, UnexpectedAnswerError
from ckanext.satudata.harvest.http.client import HttpClient
from ckanext.satudata.harvest.http.fetch_ahead import fetch_ahead
from ckanext.satudata.harvest.settings import Setting, Value

EXAMPLES = 5
KEY_LENGTH = 500
BY_NAME = 50
"""Records that are asked for by their ids in one request; an address has to hold them."""


class CkanApi:
    """Connector `ckan_api`."""

    name: ClassVar[str] = "ckan_api"
    title: ClassVar[str] = N_("CKAN portal")
    settings: ClassVar[tuple[Setting, ...]] = SETTINGS

    def records(self, http: HttpClient, settings: Mapping[str, Value]) -> Iterator[Gathered]:
        """Every dataset that the filters let through; the next page is fetched while this one is worked on."""
        base = base_address(str(settings["url"]))
        for page in fetch_ahead(_pages(http, base, query(settings), _rows(settings))):
            if isinstance(page, Finding):
                yield page
                continue
            yield Announced(count=page.count)
            yield from _each(page.results, settings, base)

    def changes(self, http: HttpClient, settings: Mapping[str, Value], since: Since) -> Iterator[Gathered]:
        """Only what changed, whether the portal can tell or all has to be looked through; then what is asked again."""
        base = base_address(str(settings["url"]))
        announced, came, ignores = 0, set[str](), False
        for page in fetch_ahead(_pages(http, base, query(settings, since.moment), _rows(settings))):
            if isinstance(page, Finding):
                yield page
                continue
            changed = [one for one in page.results if isinstance(one, Skipped) or is_changed(one, since.moment)]
            if len(changed) < len(page.results) and not ignores:
                ignores = True
                yield finding("HARVEST-48", place="package_search")
            came.update(map(_key, changed))
            announced = len(came) if ignores else page.count
            yield Announced(count=announced)
            yield from _each(changed, settings, base)
        again = _by_name(http, base, [guid for guid in since.again if guid not in came])
        yield Announced(count=announced + len(again))
        yield from _each(again, settings, base)

    def check(self, http: HttpClient, settings: Mapping[str, Value]) -> SourceReport:
        """What software it is, how many datasets the filters leave, whose they are, and under which licences."""
        base = base_address(str(settings["url"]))
        found = _first(http, base, query(settings))
        status = _optional(http, base, "status_show", {})
        status = status if isinstance(status, dict) else {}
        packages = [package for package in found.results[:EXAMPLES] if isinstance(package, Mapping)]
        return SourceReport(
            software=f"CKAN {status.get('ckan_version', '')}".strip(),
            title=str(status.get("site_title") or ""),
            datasets=found.count,
            organizations=_organizations(http, base, found.facets.get("organization", [])),
            licenses={str(item["name"]): int(item["count"]) for item in found.facets.get("license_id", [])} or None,
            examples=tuple(str(package.get("title") or package.get("name")) for package in packages),
        )


def _rows(settings: Mapping[str, Value]) -> int:
    rows = settings["page_size"]
    assert isinstance(rows, int)
    return rows


def _pages(http: HttpClient, base: str, asked: Mapping[str, str], rows: int) -> Iterator[SearchAnswer | Finding]:
    """The pages of `package_search`; where its first is refused, those of the lists that stand in for it."""
    searched = pages(http, base, asked, rows)
    try:
        first = next(searched)
    except FailingSourceError:
        raise
    except UnexpectedAnswerError as refused:
        yield from _listed(http, base, refused)
        return
    yield first
    yield from searched


def _listed(http: HttpClient, base: str, refused: UnexpectedAnswerError) -> Iterator[SearchAnswer | Finding]:
    listed = listed_pages(http, base)
    try:
        first = next(listed)
    except UnexpectedAnswerError:
        raise refused from None
    yield finding("HARVEST-49", place="package_search", reason=refused.text())
    yield first
    yield from listed


def _first(http: HttpClient, base: str, asked: Mapping[str, str]) -> SearchAnswer:
    facets = {"facet.field": '["organization","license_id"]', "facet.limit": -1}
    try:
        return ckan_action.search(http, base, {**asked, "rows": EXAMPLES, "start": 0, **facets})
    except FailingSourceError:
        raise
    except UnexpectedAnswerError as refused:
        try:
            return first_listed(http, base, EXAMPLES)
        except UnexpectedAnswerError:
            raise refused from None


def _by_name(http: HttpClient, base: str, guids: Sequence[str]) -> list[Any]:
    """Packages by their ids; none where the portal does not give them: the next full compare will."""
    found: list[Any] = []
    for start in range(0, len(guids), BY_NAME):
        wanted = set(guids[start : start + BY_NAME])
        with suppress(UnexpectedAnswerError):
            answer = ckan_action.search(http, base, {**query_of(sorted(wanted)), "rows": BY_NAME, "start": 0})
            found += [package for package in answer.results if _key(package) in wanted]
    return found


def _each(packages: Sequence[Any], settings: Mapping[str, Value], base: str) -> Iterator[Gathered]:
    for package in packages:
        yield carefully(partial(_gathered, package, settings, base), _key(package))


def _key(package: Any) -> str:
    """What tells the package from others, even if it is none."""
    if isinstance(package, Skipped):
        return package.key
    named = package.get("id") or package.get("name") if isinstance(package, Mapping) else None
    return str(named or package).strip()[:KEY_LENGTH]


def _gathered(package: Any, settings: Mapping[str, Value], base: str) -> Gathered:
    if isinstance(package, Skipped):
        return package
    if not isinstance(package, Mapping):
        return Skipped(key=_key(package), reason=finding("HARVEST-26", place="package_search", value=package))
    guid = str(package.get("id") or package.get("name") or "").strip()
    if not guid:
        shown = package.get("title") or ""
        return Skipped(key=_key(package), reason=finding("HARVEST-05", place="id", value=shown))
    if not is_wanted(package, settings):
        return Skipped(key=guid)
    return RawRecord(guid=guid, document=essential(package, base), url=f"{base}/dataset/{package.get('name') or guid}")


def _organizations(http: HttpClient, base: str, facet: list[Any]) -> tuple[SourceOrganization, ...]:
    """From the facet, which counts what the filters leave; old portals without it give their whole list."""
    entries = facet or _optional(http, base, "organization_list", {"all_fields": "true"}) or []
    return tuple(
        SourceOrganization(
            name=str(entry.get("name") or ""),
            title=str(entry.get("display_name") or entry.get("title") or entry.get("name") or ""),
            datasets=entry.get("count", entry.get("package_count")),
        )
        for entry in entries
        if isinstance(entry, Mapping)
    )


def _optional(http: HttpClient, base: str, action: str, params: Mapping[str, str | int]) -> Any:
    """The result of an action that a portal may have switched off."""
    try:
        return ckan_action.call(http, base, action, params)
    except ActionRefusedError:
        return None
