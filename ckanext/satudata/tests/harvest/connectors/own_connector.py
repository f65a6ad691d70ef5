"""A connector of your own: the example that docs/harvest.md shows.

Publisher: an OPD that keeps its list of tables in one JSON file. API: none, the file is made by hand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

from ckanext.satudata.codes.messages import N_
from ckanext.satudata.harvest.connectors import Announced, Gathered, RawRecord, SourceReport
from ckanext.satudata.harvest.http.client import HttpClient
from ckanext.satudata.harvest.settings import Kind, Setting, Value


class TableList:
    """Connector `table_list`: `[{"code": …, "title": …, "file": …}, …]`."""

    name: ClassVar[str] = "table_list"
    title: ClassVar[str] = N_("List of tables")
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting(
            name="url",
            kind=Kind.URL,
            label=N_("Address of the list"),
            help=N_("A JSON file with one entry for each table."),
            example="https://dinkes.example.go.id/tabel.json",
            required=True,
        ),
    )

    def records(self, http: HttpClient, settings: Mapping[str, Value]) -> Iterator[Gathered]:
        """One record for each entry of the list."""
        entries = http.get_json(str(settings["url"])).payload
        yield Announced(count=len(entries))
        for entry in entries:
            document = {"title": entry["title"], "resources": [{"id": entry["code"], "url": entry["file"]}]}
            yield RawRecord(guid=entry["code"], document=document)

    def check(self, http: HttpClient, settings: Mapping[str, Value]) -> SourceReport:
        """How many tables are in the list."""
        entries = http.get_json(str(settings["url"])).payload
        titles = tuple(entry["title"] for entry in entries[:5])
        return SourceReport(software="JSON", title="", datasets=len(entries), examples=titles)
