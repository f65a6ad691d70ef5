"""Files that this portal itself gives out for a source that has none on the web: small tables, files of a drop folder.

A connector says so by `kept` in a resource, which stays in the stored record; the dataset's resource leads to
`/sumber/berkas/…`. Who may see the resource may have the file.

    {"id": "2024", "name": "Tabel 2024", "kept": {"name": "tabel-2024.csv", "columns": […], "rows": [[…], …]}}
    {"id": "data.xlsx", "name": "data", "kept": {"name": "data.xlsx", "path": "dinkes/data.xlsx"}}
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.satudata.codes.csv_cells import harmless
from ckanext.satudata.harvest import config, drop_folder
from ckanext.satudata.harvest.errors import SourceError
from ckanext.satudata.harvest.mapping.resources import KEPT, stable_ids
from ckanext.satudata.harvest.model import Record, Source

FOLDER = "folder"
"""The connector that reads the drop folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnTable:
    """A table of the record, to be given out as CSV."""

    name: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]

    def lines(self) -> Iterator[str]:
        """The table as CSV, line by line."""
        yield _line(self.columns)
        for row in self.rows:
            yield _line(row)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnFile:
    """A file of the drop folder."""

    name: str
    path: Path


def find(resource_id: str) -> OwnTable | OwnFile:
    """What the resource leads to. Raises tk.ObjectNotFound, also for a file that is no longer in its folder."""
    found = next((found for found in _resources(resource_id) if found[0] == resource_id and KEPT in found[1]), None)
    kept = found[1][KEPT] if found else None
    if found is None or not isinstance(kept, Mapping):
        raise tk.ObjectNotFound(tk._("There is no such file."))
    name = str(kept.get("name") or "data")
    if "path" not in kept:
        return OwnTable(name=name, columns=kept.get("columns") or [], rows=kept.get("rows") or [])
    # Any source could write a path into its records: only one that reads the folder has it from there.
    if found[2] != FOLDER:
        raise tk.ObjectNotFound(tk._("There is no such file."))
    try:
        return OwnFile(name=name, path=drop_folder.file_in(config.drop_folder(), str(kept["path"])))
    except SourceError as error:
        raise tk.ObjectNotFound(tk._("There is no such file.")) from error


def _resources(resource_id: str) -> Iterator[tuple[str, Mapping[str, Any], str]]:
    """Id, content and kind of source of every resource of the same dataset."""
    resource = model.Resource
    query = (
        sa.select(Record.source_id, Record.guid, Record.document, Source.connector)
        .join(resource, resource.package_id == Record.package_id)
        .join(Source, Source.id == Record.source_id)
        .where(resource.id == resource_id, resource.state == "active", Record.document.is_not(None))
    )
    for source_id, guid, document, connector in model.Session.execute(query):
        for id_, content in stable_ids(json.loads(document or "{}").get("resources"), source_id, guid):
            yield id_, content, connector


def _line(cells: Sequence[Any]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow([harmless(cell) for cell in cells])
    return out.getvalue()
