"""Data Statistik Sektoral Daerah in SIPD E-Walidata of Kemendagri: one dataset per indicator, with its yearly figures.

Publisher: the pemda itself, which enters the figures in SIPD and has its walidata and pembina data verify them.
Caveats: a token is needed (from Kemendagri, for one pemda); the service is not documented in public, its fields are
those that public programs read; who produces an indicator is not told, only its bidang urusan.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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
)
from ckanext.satudata.harvest.connectors.document_parts import text
from ckanext.satudata.harvest.connectors.secret import read_secret
from ckanext.satudata.harvest.connectors.sipd_ewalidata_calls import Sipd
from ckanext.satudata.harvest.connectors.sipd_ewalidata_document import as_document, field_of_government, repeated
from ckanext.satudata.harvest.http.client import HttpClient
from ckanext.satudata.harvest.settings import Choice, Kind, Setting, Value

EXAMPLES = 5
ACTIVE = "AKTIF"
VERIFIED = "Y"
FINAL, ENTERED = "get_dssd_final", "get_dssd"


class SipdEwalidata:
    """Connector `sipd_ewalidata`."""

    name: ClassVar[str] = "sipd_ewalidata"
    title: ClassVar[str] = N_("SIPD E-Walidata: sectoral statistics")
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting(
            name="kodepemda",
            kind=Kind.TEXT,
            label=N_("Code of the pemda"),
            help=N_("Four digits by Kemendagri: 3604 for Kabupaten Serang, 3600 for Provinsi Banten."),
            example="3604",
            required=True,
        ),
        Setting(
            name="years",
            kind=Kind.LIST,
            label=N_("Years"),
            help=N_("One per line. Empty: all years that SIPD gives."),
            example="2024",
        ),
        Setting(
            name="stage",
            kind=Kind.CHOICE,
            label=N_("Which figures"),
            help=N_("Final figures have passed walidata and pembina data."),
            example=FINAL,
            default=FINAL,
            choices=(
                Choice(value=FINAL, label=N_("Final figures")),
                Choice(value=ENTERED, label=N_("Figures that the walidata has verified")),
            ),
        ),
        Setting(
            name="subdomain",
            kind=Kind.TEXT,
            label=N_("Subdomain of SIPD"),
            help=N_("Only for a pemda with an address of its own: “siakkab” for siakkab.sipd.go.id."),
            example="siakkab",
        ),
        Setting(
            name="key_variable",
            kind=Kind.TEXT,
            label=N_("Environment variable with the token"),
            help=N_("Its name, not the token. It must begin with SATUDATA_SECRET_."),
            example="SATUDATA_SECRET_SIPD",
            default="SATUDATA_SECRET_SIPD",
        ),
        Setting(
            name="key_file",
            kind=Kind.TEXT,
            label=N_("Secret file with the token"),
            help=N_("Name of a file in the folder for secrets, used where the variable is not set."),
            example="sipd_token",
            default="sipd_token",
        ),
    )

    def records(self, http: HttpClient, settings: Mapping[str, Value]) -> Iterator[Gathered]:
        """One record per indicator. Its figures lie all over the pages, so that all rows are read first."""
        indicators: dict[str, list[Mapping[str, Any]]] = {}
        for number, row in enumerate(_rows(http, settings)):
            if isinstance(row, Finding):
                yield row
                continue
            code = text(row.get("kodeindikator"))
            if code:
                indicators.setdefault(code, []).append(row)
            else:
                shown = row.get("uraian_indikator")
                yield Skipped(key=f"row {number}", reason=finding("HARVEST-05", place="kodeindikator", value=shown))
        yield Announced(count=len(indicators))
        pemda, final = str(settings["kodepemda"]), settings.get("stage") == FINAL
        for code, rows in sorted(indicators.items()):
            usable = [row for row in rows if _is_usable(row, final=final)]
            if not usable:
                yield Skipped(key=f"{pemda}/{code}")
                continue
            for place in repeated(usable):
                yield finding("HARVEST-73", place=place, value=code)
            yield RawRecord(guid=f"{pemda}/{code}", document=as_document(pemda, code, usable))

    def check(self, http: HttpClient, settings: Mapping[str, Value]) -> SourceReport:
        """Reads the first page; SIPD counts figures, not indicators."""
        sipd = _sipd(http, settings)
        page = sipd.page(str(settings["stage"]), str(settings["kodepemda"]), next(iter(_years(settings))), 0)
        titles = list(dict.fromkeys(text(row.get("uraian_indikator")) for row in page.rows))
        fields = dict.fromkeys(field_of_government(row) for row in page.rows)
        return SourceReport(
            software="SIPD E-Walidata",
            title=str(settings["kodepemda"]),
            datasets=page.total if page.total is not None else len(page.rows),
            organizations=tuple(SourceOrganization(name=title, title=title) for title in fields if title),
            examples=tuple(titles[:EXAMPLES]),
        )


def _sipd(http: HttpClient, settings: Mapping[str, Value]) -> Sipd:
    key = read_secret(str(settings.get("key_variable") or ""), str(settings.get("key_file") or ""))
    return Sipd(http=http, key=key, subdomain=str(settings.get("subdomain") or ""))


def _rows(http: HttpClient, settings: Mapping[str, Value]) -> Iterator[Mapping[str, Any] | Finding]:
    sipd = _sipd(http, settings)
    for year in _years(settings):
        yield from sipd.rows(str(settings["stage"]), str(settings["kodepemda"]), year)


def _years(settings: Mapping[str, Value]) -> list[str]:
    """The wanted years; one empty text stands for all."""
    years = settings.get("years")
    return years if isinstance(years, list) and years else [""]


def _is_usable(row: Mapping[str, Any], *, final: bool) -> bool:
    """Neither disabled nor empty, and verified; the final list is that by itself."""
    is_active = (text(row.get("status")) or ACTIVE).upper() == ACTIVE
    is_verified = final or text(row.get("status_verifikasi_walidata")).upper() == VERIFIED
    return is_active and is_verified and bool(text(row.get("data"))) and bool(text(row.get("tahun")))
