"""A CKAN portal, read through its Action API (`package_search`).

Publishers: most Satu Data portals of provinsi, kabupaten and kota; data.go.id takes them in the same way. Caveats: some
portals ignore `fq`, so that the filters are applied here again. API: https://docs.ckan.org/en/latest/api/
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any, ClassVar

from ckanext.satudata.codes.findings import Finding, finding
from ckanext.satudata.codes.messages import N_
from ckanext.satudata.harvest.connectors import (
    Announced,
    Gathered,
    RawRecord,
    Skipped,
    SourceOrganization,
    SourceReport,
    ckan_action,
)
from ckanext.satudata.harvest.connectors.ckan_action import ActionRefusedError, base_address
from ckanext.satudata.harvest.connectors.ckan_document import essential
from ckanext.satudata.harvest.connectors.ckan_paging import pages
from ckanext.satudata.harvest.connectors.one_record import carefully
from ckanext.satudata.harvest.fetch_ahead import fetch_ahead
from ckanext.satudata.harvest.http import HttpClient
from ckanext.satudata.harvest.settings import Kind, Setting, Value

MAX_ROWS = 1000
EXAMPLES = 5
KEY_LENGTH = 500


class CkanApi:
    """Connector `ckan_api`."""

    name: ClassVar[str] = "ckan_api"
    title: ClassVar[str] = N_("CKAN portal")
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting(
            name="url",
            kind=Kind.URL,
            label=N_("Address of the portal"),
            help=N_("The first page of the portal. The address of one of its pages or of its API will do as well."),
            example="https://opendata.serangkab.go.id",
            required=True,
        ),
        Setting(
            name="organizations",
            kind=Kind.LIST,
            label=N_("Only these organisations"),
            help=N_("Names as in the portal's addresses, one per line. Empty: all organisations."),
            example="dinas-kesehatan",
        ),
        Setting(
            name="tags",
            kind=Kind.LIST,
            label=N_("Only with one of these tags"),
            help=N_("One per line. Empty: all datasets."),
            example="statistik sektoral",
        ),
        Setting(
            name="modified_since",
            kind=Kind.DATE,
            label=N_("Only modified since"),
            help=N_("Datasets that were last modified at the source before this day are left out."),
            example="2024-01-01",
        ),
        Setting(
            name="types",
            kind=Kind.LIST,
            label=N_("Kinds of records"),
            help=N_("CKAN portals also keep other things than datasets, such as “harvest” or “showcase”."),
            example="dataset",
            default=["dataset"],
        ),
        Setting(
            name="page_size",
            kind=Kind.INTEGER,
            label=N_("Records per request"),
            help=N_("Smaller for a slow portal; CKAN gives at most 1,000."),
            example="500",
            default=500,
            minimum=1,
            maximum=MAX_ROWS,
        ),
    )

    def records(self, http: HttpClient, settings: Mapping[str, Value]) -> Iterator[Gathered]:
        """Every dataset that the filters let through; the next page is fetched while this one is worked on."""
        base = base_address(str(settings["url"]))
        rows = settings["page_size"]
        assert isinstance(rows, int)
        for page in fetch_ahead(pages(http, base, _query(settings), rows)):
            if isinstance(page, Finding):
                yield page
                continue
            yield Announced(count=page.count)
            for package in page.results:
                yield carefully(partial(_gathered, package, settings, base), _key(package))

    def check(self, http: HttpClient, settings: Mapping[str, Value]) -> SourceReport:
        """What software it is, how many datasets the filters leave, whose they are, and under which licences."""
        base = base_address(str(settings["url"]))
        facets = {"facet.field": '["organization","license_id"]', "facet.limit": -1}
        query = {**_query(settings), "rows": EXAMPLES, "start": 0, **facets}
        found = ckan_action.search(http, base, query)
        status = _optional(http, base, "status_show", {})
        status = status if isinstance(status, dict) else {}
        return SourceReport(
            software=f"CKAN {status.get('ckan_version', '')}".strip(),
            title=str(status.get("site_title") or ""),
            datasets=found.count,
            organizations=_organizations(http, base, found.facets.get("organization", [])),
            licenses={str(item["name"]): int(item["count"]) for item in found.facets.get("license_id", [])} or None,
            examples=tuple(str(package.get("title") or package.get("name")) for package in found.results[:EXAMPLES]),
        )


def _query(settings: Mapping[str, Value]) -> dict[str, str]:
    clauses = [
        f"{field}:({' OR '.join(_quoted(value) for value in values)})"
        for field, values in (("organization", settings.get("organizations")), ("tags", settings.get("tags")))
        if isinstance(values, list) and values
    ]
    if settings.get("modified_since"):
        clauses.append(f"metadata_modified:[{settings['modified_since']}T00:00:00Z TO *]")
    return {"q": "*:*", "fq": " AND ".join(clauses)} if clauses else {"q": "*:*"}


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _key(package: Any) -> str:
    """What tells the package from others, even if it is none."""
    named = package.get("id") or package.get("name") if isinstance(package, Mapping) else None
    return str(named or package).strip()[:KEY_LENGTH]


def _gathered(package: Any, settings: Mapping[str, Value], base: str) -> Gathered:
    if not isinstance(package, Mapping):
        return Skipped(key=_key(package), reason=finding("HARVEST-26", place="package_search", value=package))
    guid = str(package.get("id") or package.get("name") or "").strip()
    if not guid:
        shown = package.get("title") or ""
        return Skipped(key=_key(package), reason=finding("HARVEST-05", place="id", value=shown))
    if not _is_wanted(package, settings):
        return Skipped(key=guid)
    return RawRecord(guid=guid, document=essential(package, base), url=f"{base}/dataset/{package.get('name') or guid}")


def _is_wanted(package: Mapping[str, Any], settings: Mapping[str, Value]) -> bool:
    types, tags, organizations = settings.get("types"), settings.get("tags"), settings.get("organizations")
    if package.get("private") or (package.get("state") or "active") != "active":
        return False
    if isinstance(types, list) and (package.get("type") or "dataset") not in types:
        return False
    organization, given_tags = package.get("organization"), package.get("tags")
    if isinstance(organizations, list) and _name(organization) not in organizations:
        return False
    if isinstance(tags, list) and not set(map(_name, given_tags if isinstance(given_tags, list) else ())) & set(tags):
        return False
    return str(package.get("metadata_modified") or "9") >= str(settings.get("modified_since") or "")


def _name(part: Any) -> str:
    """The name of an organisation or tag, which old portals give as a dict or as a plain text."""
    return str(part.get("name") if isinstance(part, Mapping) else part)


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
