"""A folder with files, for an office that has neither a portal nor a list: one dataset per file or folder.

Publishers: any OPD that can put files on a share. Caveats: title and office come from names; whoever wants to say more
adds a spreadsheet `daftar` (the columns of `table_inventory`, with the file's name in “File”). This portal gives the
files out itself. Where sources of this kind may lie: `drop_folder.py`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime, timezone
from pathlib import PurePosixPath
from typing import Any, ClassVar

from ckanext.satudata.codes.findings import finding
from ckanext.satudata.codes.messages import N_
from ckanext.satudata.harvest import config, drop_folder
from ckanext.satudata.harvest.connectors import (
    Announced,
    Gathered,
    RawRecord,
    SourceOrganization,
    SourceReport,
)
from ckanext.satudata.harvest.connectors.document_parts import filled, organization
from ckanext.satudata.harvest.connectors.folder_datasets import Group, groups, words
from ckanext.satudata.harvest.connectors.folder_list import LIST_NAMES, described
from ckanext.satudata.harvest.drop_folder import Found, Passed
from ckanext.satudata.harvest.errors import UnexpectedAnswerError
from ckanext.satudata.harvest.http.client import HttpClient
from ckanext.satudata.harvest.settings import Kind, Setting, Value

EXAMPLES = 5


class Folder:
    """Connector `folder`."""

    name: ClassVar[str] = "folder"
    title: ClassVar[str] = N_("Folder with files")
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting(
            name="path",
            kind=Kind.TEXT,
            label=N_("Folder"),
            help=N_("Below the drop folder that the operator has set up. Empty: the whole drop folder."),
            example="diskominfo",
        ),
        Setting(
            name="organization",
            kind=Kind.TEXT,
            label=N_("Producer of all files"),
            help=N_("Where the folders in it are not called after offices."),
            example="Dinas Kesehatan",
        ),
    )

    def records(self, http: HttpClient, settings: Mapping[str, Value]) -> Iterator[Gathered]:  # noqa: ARG002 - no network
        """One record per dataset; an empty folder is taken for a share that is not connected."""
        files, passed = _files(settings)
        if passed:
            shown = ", ".join(str(one.path) for one in passed[:EXAMPLES])
            yield finding("HARVEST-70", place=shown, value=shown, number=len(passed))
        start = _start(settings)
        facts, others = described(config.drop_folder(), start, files)
        yield from others
        found = groups([file for file in files if not _is_list(file, start)], start)
        yield Announced(count=len(found))
        for group in found:
            yield RawRecord(
                guid=group.key, document=_document(group, start, facts, str(settings.get("organization") or ""))
            )

    def check(self, http: HttpClient, settings: Mapping[str, Value]) -> SourceReport:
        """Walks through the folder."""
        documents = [item.document for item in self.records(http, settings) if isinstance(item, RawRecord)]
        owners = Counter(str(one.get("organization", {}).get("title", "")) for one in documents)
        return SourceReport(
            software=N_("Folder"),
            title=str(settings.get("path") or ""),
            datasets=len(documents),
            organizations=tuple(
                SourceOrganization(name=name, title=name, datasets=number)
                for name, number in owners.most_common()
                if name
            ),
            examples=tuple(str(one["title"]) for one in documents[:EXAMPLES]),
        )


def _start(settings: Mapping[str, Value]) -> PurePosixPath:
    return PurePosixPath(str(settings.get("path") or "."))


def _files(settings: Mapping[str, Value]) -> tuple[list[Found], list[Passed]]:
    files: list[Found] = []
    passed: list[Passed] = []
    below = str(_start(settings))
    for one in drop_folder.walk(config.drop_folder(), below):
        if isinstance(one, Found) and one.size_bytes:
            files.append(one)
        elif isinstance(one, Passed):
            passed.append(one)
    if not files:
        # A share that is not mounted looks like an empty folder: nothing may be called missing for that.
        raise UnexpectedAnswerError(N_("The folder “{path}” holds no files. Is the share connected?"), path=below)
    return files, passed


def _is_list(file: Found, start: PurePosixPath) -> bool:
    return file.path.parent == start and file.path.stem.lower() in LIST_NAMES


def _document(group: Group, start: PurePosixPath, facts: Mapping[str, Mapping[str, Any]], owner: str) -> dict[str, Any]:
    told = next((facts[key] for key in (group.key, *_paths(group, start)) if key in facts), {})
    office = owner or group.office
    document = {
        "title": group.title,
        "organization": organization(office),
        "metadata_modified": _time(max(file.modified_s for file in group.files)),
        "resources": [_resource(file, start) for file in group.files],
    }
    return filled({**document, **told, "resources": document["resources"]})


def _paths(group: Group, start: PurePosixPath) -> list[str]:
    return [file.path.relative_to(start).as_posix() for file in group.files]


def _resource(file: Found, start: PurePosixPath) -> dict[str, Any]:
    path = file.path.relative_to(start)
    return {
        "id": path.as_posix(),
        "name": words(path.stem),
        "format": path.suffix.removeprefix(".").upper(),
        "size": file.size_bytes,
        "last_modified": _time(file.modified_s),
        "kept": {"name": path.name, "path": file.path.as_posix()},
    }


def _time(modified_s: float) -> str:
    """Whole seconds: some shares give no more, and forget the rest."""
    return datetime.fromtimestamp(int(modified_s), tz=timezone.utc).strftime("%Y-%m-%dT%H:%M:%S")
