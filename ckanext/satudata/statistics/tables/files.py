"""The file behind a resource: which ones are tables, what tells one upload from the next, and where it lies.

Uploads lie in CKAN's storage folder, or in a storage of CKAN 2.12 (object storage): then a copy is made for the job.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import unquote, urlsplit

from ckan import model
from ckan.lib import files, uploader

__all__ = ["file_name", "is_tabular", "local_file", "source_of", "upload_of"]

TABULAR = frozenset(("csv", "tsv", "xls", "xlsx", "xlsm", "ods"))
PARTS_OF_SOURCE = ("periode", "status_angka")
"""What of the resource's description figures get their place from: a change has to be read anew, too."""


def is_tabular(resource: Mapping[str, Any]) -> bool:
    """Whether a resource is an uploaded spreadsheet or delimited text, by its format or its ending."""
    if resource.get("url_type") != "upload":
        return False
    ending = PurePosixPath(file_name(resource)).suffix.lstrip(".")
    return bool({str(resource.get("format") or "").strip(" .").casefold(), ending.casefold()} & TABULAR)


def file_name(resource: Mapping[str, Any]) -> str:
    """The name under which the file was uploaded."""
    return PurePosixPath(unquote(urlsplit(str(resource.get("url") or "")).path)).name


def upload_of(resource_id: str) -> str:
    """What tells this upload from the one before; "" if there is no such resource."""
    found = _stored(resource_id)
    return _joined(found.url, found.last_modified, found.size) if found else ""


def source_of(resource_id: str) -> str:
    """What tells that a file has to be read anew: its upload, and what its figures get their place from."""
    found = _stored(resource_id)
    if found is None:
        return ""
    said = found.extras or {}
    return _joined(found.url, found.last_modified, found.size, *(said.get(name) for name in PARTS_OF_SOURCE))


@contextmanager
def local_file(resource: Mapping[str, Any]) -> Iterator[Path]:
    """The path of the file, as long as the block lasts. Raises OSError if it is not there."""
    found = uploader.get_resource_uploader(dict(resource))
    place = found.get_path(resource["id"])
    storage = getattr(found, "storage", None)
    if storage is None:
        yield Path(place)
        return
    with TemporaryDirectory(prefix="satudata-") as folder:
        copy = Path(folder) / "file"
        with copy.open("wb") as target:
            for part in storage.stream(files.FileData(files.Location(str(place)))):
                target.write(part)
        yield copy


def _stored(resource_id: str) -> model.Resource | None:
    return model.Session.get(model.Resource, resource_id, populate_existing=True)


def _joined(*parts: Any) -> str:
    return "|".join("" if part is None else str(part) for part in parts)
