"""Dynamic tables of Badan Pusat Statistik, read through its WebAPI.

Publisher: BPS of Indonesia, a province, a regency or a city, told by the domain. Caveats: a key is needed (free, at
https://webapi.bps.go.id); each table costs two or three calls; the links lead to BPS, whose API wants a key of the
reader's own. API: https://webapi.bps.go.id/documentation/
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, ClassVar

from ckanext.satudata.codes.findings import finding
from ckanext.satudata.codes.messages import N_
from ckanext.satudata.harvest.connectors import (
    Announced,
    Gathered,
    RawRecord,
    Skipped,
    SourceOrganization,
    SourceReport,
)
from ckanext.satudata.harvest.connectors.bps_webapi_calls import Bps, Refusal, RefusedError
from ckanext.satudata.harvest.connectors.bps_webapi_document import as_document, page_address
from ckanext.satudata.harvest.connectors.bps_webapi_key import KEY_SETTINGS, open_bps
from ckanext.satudata.harvest.http.client import HttpClient
from ckanext.satudata.harvest.http.fetch_ahead import fetch_ahead
from ckanext.satudata.harvest.settings import Kind, Setting, Value

EXAMPLES = 5


class BpsWebApi:
    """Connector `bps_webapi`."""

    name: ClassVar[str] = "bps_webapi"
    title: ClassVar[str] = N_("BPS WebAPI: dynamic tables")
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting(
            name="domain",
            kind=Kind.TEXT,
            label=N_("Domain"),
            help=N_("Four digits: 0000 for Indonesia, 3600 for Banten, 3604 for Kabupaten Serang."),
            example="3604",
            required=True,
        ),
        Setting(
            name="subjects",
            kind=Kind.LIST,
            label=N_("Only these subjects"),
            help=N_("Numbers of subjects as BPS uses them, one per line. Empty: all subjects."),
            example="12",
        ),
        Setting(
            name="variables",
            kind=Kind.LIST,
            label=N_("Only these variables"),
            help=N_("Numbers of variables as BPS uses them, one per line. Empty: all variables."),
            example="1804",
        ),
        Setting(
            name="years",
            kind=Kind.INTEGER,
            label=N_("Years to look at"),
            help=N_("A table counts as changed when a figure of its latest years changes."),
            example="2",
            default=2,
            minimum=1,
            maximum=20,
        ),
        *KEY_SETTINGS,
    )

    def records(self, http: HttpClient, settings: Mapping[str, Value]) -> Iterator[Gathered]:
        """One record per variable; the next ones are fetched while this one is worked on."""
        yield from fetch_ahead(_gathered(open_bps(http, settings), settings), depth=4)

    def check(self, http: HttpClient, settings: Mapping[str, Value]) -> SourceReport:
        """Whether the key is accepted, and how many variables the domain has. One or two calls."""
        bps, domain = open_bps(http, settings), str(settings["domain"])
        first = list(islice(bps.listed("var", domain=domain), EXAMPLES))
        titles = [str(variable.get("title") or "") for _, variable in first]
        total = first[0][0] if first else 0
        organization = SourceOrganization(name=f"bps-{domain}", title=f"BPS {domain}", datasets=total)
        return SourceReport(
            software="BPS WebAPI", title=organization.title, datasets=total, organizations=(organization,),
            examples=tuple(titles),
        )  # fmt: skip


def _gathered(bps: Bps, settings: Mapping[str, Value]) -> Iterator[Gathered]:
    domain = str(settings["domain"])
    subjects, variables = settings.get("subjects"), settings.get("variables")
    years = settings["years"]
    assert isinstance(years, int)
    site = bps.domains().get(domain, "")
    announced = None
    for total, variable in bps.listed("var", domain=domain):
        if total != announced:
            announced = total
            yield Announced(count=total)
        number = str(variable.get("var_id") or "").strip()
        if not number:
            yield Skipped(key=str(variable), reason=finding("HARVEST-05", place="var_id", value=variable.get("title")))
        elif not (_is_in(subjects, variable.get("sub_id")) and _is_in(variables, number)):
            yield Skipped(key=f"{domain}/{number}")
        else:
            yield _record(bps, domain, number, variable, years, site)


def _is_in(wanted: Value, number: Any) -> bool:
    return str(number) in wanted if isinstance(wanted, list) else True


def _record(bps: Bps, domain: str, number: str, variable: Mapping[str, Any], years: int, site: str) -> Gathered:
    guid = f"{domain}/{number}"
    known = [entry for _, entry in bps.listed("th", domain=domain, var=number)]
    known.sort(key=lambda entry: int(entry.get("th_id") or 0))
    if not known:
        reason = finding("HARVEST-67", place=guid, value=variable.get("title"), reason=Refusal.NOT_AVAILABLE.value)
        return Skipped(key=guid, reason=reason)
    try:
        answers = _tables(bps, domain, number, [str(entry["th_id"]) for entry in known[-years:]])
    except RefusedError as error:
        reason = finding("HARVEST-67", place=guid, value=variable.get("title"), reason=error.text())
        return Skipped(key=guid, reason=reason)
    document = as_document(domain, variable, known, answers, site)
    return RawRecord(guid=guid, document=document, url=page_address(site, variable))


def _tables(bps: Bps, domain: str, variable: str, years: list[str]) -> list[Mapping[str, Any]]:
    """The answers for these years, in as many calls as BPS wants. Raises RefusedError for a year that is refused."""
    try:
        return [bps.table(domain, variable, years)]
    except RefusedError as error:
        if error.refusal is Refusal.TOO_MANY_YEARS and error.most_years and error.most_years < len(years):
            step = error.most_years
        elif error.refusal is Refusal.TOO_LARGE and len(years) > 1:
            step = (len(years) + 1) // 2
        else:
            raise
    cuts = range(0, len(years), step)
    return [answer for start in cuts for answer in _tables(bps, domain, variable, years[start : start + step])]
