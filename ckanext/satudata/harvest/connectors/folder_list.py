"""The spreadsheet `daftar` in a folder: what it says about the datasets beside it.

Its columns are those of `table_inventory`. A row tells by “File” (or “Link File”) which file or folder it means, as a
path below the source's folder.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import Any

from ckanext.satudata.codes.findings import Finding, finding
from ckanext.satudata.harvest import drop_folder
from ckanext.satudata.harvest.connectors.table_inventory_columns import Role
from ckanext.satudata.harvest.connectors.table_inventory_document import as_document
from ckanext.satudata.harvest.connectors.table_inventory_rows import FILE_BYTES, rows_in
from ckanext.satudata.harvest.drop_folder import Found
from ckanext.satudata.harvest.errors import SourceError

LIST_NAMES = frozenset({"daftar", "daftar data", "daftar-data", "daftar_data", "inventory"})

# What a row says of its files: they lie here.
_LINKS = frozenset({"resources", "url", "other_links"})


def described(
    root: str, start: PurePosixPath, files: Iterable[Found]
) -> tuple[dict[str, dict[str, Any]], list[Finding]]:
    """What the list says, by the path of file or folder (also without its ending): the shape of CKAN's `package_show`,
    without files. And findings about the list.
    """
    found: dict[str, dict[str, Any]] = {}
    findings: list[Finding] = []
    known = {file.path.relative_to(start).as_posix() for file in files}
    for file in files:
        if file.path.parent != start or file.path.stem.lower() not in LIST_NAMES:
            continue
        if file.size_bytes > FILE_BYTES:
            findings.append(finding("HARVEST-71", place=file.path.name, value=file.path.name, reason="32 MB"))
            continue
        try:
            body = drop_folder.file_in(root, file.path.as_posix()).read_bytes()
            for row in rows_in(body, file.path.name, "", {}):
                if isinstance(row, Finding):
                    findings.append(row)
                    continue
                _take(row, found, known, findings)
        except (SourceError, OSError) as error:
            findings.append(finding("HARVEST-71", place=file.path.name, value=file.path.name, reason=str(error)))
    return found, findings


def _take(row: Any, found: dict[str, dict[str, Any]], known: set[str], findings: list[Finding]) -> None:
    names = [name.strip().strip("/") for role in (Role.FILE, Role.LINK) for name in row.values.get(role, [])]
    if not row.first(Role.TITLE) or not names:
        shown = "; ".join(text for texts in row.values.values() for text in texts)
        findings.append(finding("HARVEST-72", place=row.place, value=shown))
        return
    document = {key: value for key, value in as_document(row, "").items() if key not in _LINKS}
    for name in names:
        if name not in known and not any(one.startswith(f"{name}/") for one in known):
            findings.append(finding("HARVEST-72", place=row.place, value=name))
            continue
        found[name] = document
        if name in known:
            found[PurePosixPath(name).with_suffix("").as_posix()] = document
