"""Tables of "Daerah Dalam Angka" of Badan Pusat Statistik, read through the SIMDASI part of its WebAPI.

Publisher: BPS, for Indonesia, a province, a regency or city, or a kecamatan. Caveats: a key is needed (the same as for
`bps_webapi`); each year of a table costs a call; figures are texts in Indonesian writing. The figures are taken over
and given out here as CSV, because BPS gives them only to who has a key. API: https://webapi.bps.go.id/documentation/
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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
from ckanext.satudata.harvest.connectors.bps_simdasi_document import as_document, plain, years_of
from ckanext.satudata.harvest.connectors.bps_webapi_calls import Bps, Refusal, RefusedError
from ckanext.satudata.harvest.connectors.bps_webapi_key import KEY_SETTINGS, open_bps
from ckanext.satudata.harvest.http.client import HttpClient
from ckanext.satudata.harvest.http.fetch_ahead import fetch_ahead
from ckanext.satudata.harvest.settings import Kind, Setting, Value

EXAMPLES = 5
TABLES, TABLE = 23, 25
"""Numbers of the services: tables of a region, one year of a table."""


class BpsSimdasi:
    """Connector `bps_simdasi`."""

    name: ClassVar[str] = "bps_simdasi"
    title: ClassVar[str] = N_("BPS SIMDASI: tables of Daerah Dalam Angka")
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting(
            name="wilayah",
            kind=Kind.TEXT,
            label=N_("Region"),
            help=N_("Seven digits of BPS: 0000000 for Indonesia, 3600000 for Banten, 3604000 for Kabupaten Serang."),
            example="3604000",
            required=True,
        ),
        Setting(
            name="subjects",
            kind=Kind.LIST,
            label=N_("Only these subjects"),
            help=N_("Numbers of subjects (mms_id) as BPS uses them, one per line. Empty: all subjects."),
            example="519",
        ),
        Setting(
            name="tables",
            kind=Kind.LIST,
            label=N_("Only these tables"),
            help=N_("Numbers as in the book (3.1.1), one per line. Empty: all tables."),
            example="3.1.1",
        ),
        Setting(
            name="years",
            kind=Kind.INTEGER,
            label=N_("Years to take over"),
            help=N_("How many of the latest years of each table are taken over."),
            example="2",
            default=2,
            minimum=1,
            maximum=10,
        ),
        *KEY_SETTINGS,
    )

    def records(self, http: HttpClient, settings: Mapping[str, Value]) -> Iterator[Gathered]:
        """One record per table; the next ones are fetched while this one is worked on."""
        yield from fetch_ahead(_gathered(open_bps(http, settings), settings), depth=4)

    def check(self, http: HttpClient, settings: Mapping[str, Value]) -> SourceReport:
        """Whether the key is accepted, and which tables the region has. One call."""
        region, tables = _listed(open_bps(http, settings), str(settings["wilayah"]))
        wanted = [table for table in tables if _is_wanted(table, settings)]
        owner = SourceOrganization(name=_owner(settings), title=f"BPS {region}", datasets=len(wanted))
        return SourceReport(
            software="BPS SIMDASI",
            title=region,
            datasets=len(wanted),
            organizations=(owner,),
            examples=tuple(plain(table.get("judul")) for table in wanted[:EXAMPLES]),
        )


def _owner(settings: Mapping[str, Value]) -> str:
    return f"bps-{str(settings['wilayah'])[:4]}"


def _listed(bps: Bps, region: str) -> tuple[str, list[Mapping[str, Any]]]:
    """The region's name and its tables; none where BPS has published none."""
    try:
        answer = bps.simdasi(TABLES, wilayah=region)
    except RefusedError as error:
        if error.refusal is Refusal.NOT_AVAILABLE:
            return "", []
        raise
    entries = answer.get("data")
    tables = [entry for entry in entries if isinstance(entry, Mapping)] if isinstance(entries, list) else []
    return plain(answer.get("wilayah")), tables


def _gathered(bps: Bps, settings: Mapping[str, Value]) -> Iterator[Gathered]:
    region, years = str(settings["wilayah"]), settings["years"]
    assert isinstance(years, int)
    name, tables = _listed(bps, region)
    yield Announced(count=len(tables))
    for table in tables:
        number = str(table.get("id_tabel") or "").strip()
        if not number:
            yield Skipped(key=str(table), reason=finding("HARVEST-05", place="id_tabel", value=table.get("judul")))
        elif not _is_wanted(table, settings):
            yield Skipped(key=f"{region}/{number}")
        else:
            yield _record(bps, region, name, table, years)


def _is_wanted(table: Mapping[str, Any], settings: Mapping[str, Value]) -> bool:
    subjects, tables = settings.get("subjects"), settings.get("tables")
    by_subject = str(table.get("mms_id")) in subjects if isinstance(subjects, list) else True
    by_number = str(table.get("kode_tabel")) in tables if isinstance(tables, list) else True
    return by_subject and by_number


def _record(bps: Bps, region: str, name: str, table: Mapping[str, Any], years: int) -> Gathered:
    number = str(table["id_tabel"])
    guid, title = f"{region}/{number}", plain(table.get("judul"))
    try:
        found = {year: _year(bps, region, number, year) for year in years_of(table)[-years:]}
    except RefusedError as error:
        # One year that is refused today must not take its file away.
        return Skipped(key=guid, reason=finding("HARVEST-67", place=guid, value=title, reason=error.text()))
    answers = {year: answer for year, answer in found.items() if answer is not None}
    if not answers:
        reason = Refusal.NOT_AVAILABLE.value
        return Skipped(key=guid, reason=finding("HARVEST-67", place=guid, value=title, reason=reason))
    return RawRecord(guid=guid, document=as_document(region, name, table, answers))


def _year(bps: Bps, region: str, number: str, year: int) -> Mapping[str, Any] | None:
    """One year of a table; None where it was never published, which is no loss. Raises RefusedError."""
    try:
        return bps.simdasi(TABLE, wilayah=region, tahun=year, id_tabel=number)
    except RefusedError as error:
        if error.refusal is Refusal.NOT_AVAILABLE:
            return None
        raise
