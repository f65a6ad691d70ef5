"""An inventory: a spreadsheet that lists datasets, one per row, for an office that has nothing else.

Publishers: every OPD that can fill in a list; the 19-column form of Daftar Data is read as it is. Caveats: without a
column that identifies the data, a row is known by producer and title, so that a new title means a new dataset.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from ckanext.satudata.codes.findings import Finding, finding
from ckanext.satudata.codes.folding import fold
from ckanext.satudata.codes.messages import N_
from ckanext.satudata.harvest.connectors import Gathered, RawRecord, Skipped, SourceOrganization, SourceReport
from ckanext.satudata.harvest.connectors.table_inventory_columns import Role
from ckanext.satudata.harvest.connectors.table_inventory_document import as_document, differences, with_files_of
from ckanext.satudata.harvest.connectors.table_inventory_rows import Row, rows
from ckanext.satudata.harvest.http.client import HttpClient
from ckanext.satudata.harvest.settings import Kind, Setting, Value

EXAMPLES = 5
GUID_LENGTH = 300


class TableInventory:
    """Connector `table_inventory`."""

    name: ClassVar[str] = "table_inventory"
    title: ClassVar[str] = N_("Spreadsheet that lists datasets")
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting(
            name="url",
            kind=Kind.URL,
            label=N_("Address of the file"),
            help=N_("An Excel, OpenDocument or CSV file with one dataset per row, for example the Daftar Data form."),
            example="https://dinas.example.go.id/daftar-data.xlsx",
            required=True,
        ),
        Setting(
            name="sheet",
            kind=Kind.TEXT,
            label=N_("Sheet"),
            help=N_("Name of the sheet with the list. Empty: every visible sheet that has a column for names of data."),
            example="Daftar Data",
        ),
        Setting(
            name="columns",
            kind=Kind.MAP,
            label=N_("Meaning of columns"),
            help=N_(
                "Only for headings that are not recognised, one per line: heading = field. Fields are id, title, "
                "organization, notes, tags, file, link, format, or any field of a dataset."
            ),
            example="Nama Tabel = title",
        ),
        Setting(
            name="organization",
            kind=Kind.TEXT,
            label=N_("Producer of all rows"),
            help=N_("For a list that has no column for the producer of the data."),
            example="Dinas Kesehatan",
        ),
    )

    def records(self, http: HttpClient, settings: Mapping[str, Value]) -> Iterator[Gathered]:
        """One record per dataset: rows with the same identifier and title are files of the same dataset."""
        documents: dict[str, dict[str, Any]] = {}
        is_unidentified = False
        for row in _rows(http, settings):
            if isinstance(row, Finding):
                yield row
                continue
            title = row.first(Role.TITLE)
            if not title:
                shown = "; ".join(text for texts in row.values.values() for text in texts)
                yield Skipped(key=row.place, reason=finding("HARVEST-64", place=row.place, value=shown))
                continue
            document = as_document(row, str(settings["url"]), str(settings.get("organization") or ""))
            guid, is_given = _guid(row, document)
            is_unidentified = is_unidentified or not is_given
            before = documents.get(guid)
            if before is None:
                documents[guid] = document
            elif fold(before["title"]) == fold(title):
                if others := differences(before, document):
                    yield finding("HARVEST-66", place=row.place, value=", ".join(others), title=title)
                documents[guid] = with_files_of(before, document)
            else:
                yield Skipped(key=row.place, reason=finding("HARVEST-60", place=row.place, value=guid, title=title))
        if is_unidentified:
            yield finding("HARVEST-65", place="id")
        for guid, document in documents.items():
            yield RawRecord(guid=guid, document=document, url=str(document.get("url") or ""))

    def check(self, http: HttpClient, settings: Mapping[str, Value]) -> SourceReport:
        """Reads the whole file, which is one answer anyway."""
        found = [item for item in self.records(http, settings) if isinstance(item, RawRecord)]
        owners = Counter(str(record.document.get("organization", {}).get("title", "")) for record in found)
        licenses = Counter(str(record.document.get("license_id") or "") for record in found)
        return SourceReport(
            software="Spreadsheet",
            title="",
            datasets=len(found),
            organizations=tuple(
                SourceOrganization(name=name, title=name, datasets=number)
                for name, number in owners.most_common()
                if name
            ),
            licenses=dict(licenses.most_common()) if any(licenses) else None,
            examples=tuple(str(record.document["title"]) for record in found[:EXAMPLES]),
        )


def _rows(http: HttpClient, settings: Mapping[str, Value]) -> Iterator[Row | Finding]:
    columns = settings.get("columns")
    return rows(
        http, str(settings["url"]), str(settings.get("sheet") or ""), columns if isinstance(columns, dict) else {}
    )


def _guid(row: Row, document: Mapping[str, Any]) -> tuple[str, bool]:
    """What identifies the dataset, and whether the list itself says so."""
    given = row.first(Role.IDENTIFIER) or row.first("id_ddd")
    if given:
        return given, True
    owner = document.get("organization", {}).get("title", "")
    return f"{fold(owner)}/{fold(str(document['title']))}"[:GUID_LENGTH], False
