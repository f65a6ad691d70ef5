"""What the child process does: read one file, and hand over what was found as lines of JSON.

    python -m ckanext.satudata.statistics.tables.reading FILE < ORDER

ORDER is JSON: hints and limits. Each line is {"kind": …}: "file" first, then per sheet "sheet", "findings", "cells" and
"records", then "end". A sheet is handed over as soon as it is read, so that its findings can be shown while the next
one is being read. Imports no CKAN.
"""

from __future__ import annotations

import hashlib
import json
import resource
import sys
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from ckanext.satudata.statistics.tables.stored import cell_to, record_to, sheet_to
from ckanext.satudata.tabular.api import tidy_sheets
from ckanext.satudata.tabular.layout.correction import Layout
from ckanext.satudata.tabular.limits import MB, Limits
from ckanext.satudata.tabular.model import Hints, Sheet, Workbook

__all__ = ["PAGE_ROWS", "handed_over", "main"]

PAGE_ROWS = 100
KEPT_ROWS = 20_000
"""Rows of a file that are kept to be shown and corrected; the DataStore has all of them."""
LONGEST_CELL = 500
FINGERPRINT_BYTES = MB


def main(path: str) -> None:
    """Reads the file and writes lines to standard output."""
    told = json.loads(sys.stdin.read())
    _limit(told)
    out = sys.stdout
    for line in handed_over(Path(path), told):
        out.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")))
        out.write("\n")
        out.flush()


def handed_over(path: Path, told: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """What `main` writes."""
    hints = Hints(
        wilayah=told.get("wilayah", ""),
        layouts=[Layout.from_dict(layout) for layout in told.get("layouts", ())],
        small_cell=told.get("small_cell", 0),
        form_key=told.get("form_key", ""),
    )
    limits = Limits(seconds=told.get("seconds", Limits().seconds))
    workbook, sheets = tidy_sheets(path, hints=hints, limits=limits, name=told.get("name", ""))
    yield {
        "kind": "file",
        "is_streamed": workbook.is_streamed,
        "findings": _findings(workbook),
        "hash": _fingerprint(path),
    }
    told_findings = len(workbook.findings)
    table_part = kept = 0
    for part, (sheet, left) in enumerate(sheets):
        yield {"kind": "sheet", "part": part, "table_part": table_part, "left": left, "sheet": sheet_to(sheet)}
        yield {"kind": "findings", "findings": _findings(sheet)}
        for number, page in enumerate(_cells(sheet, KEPT_ROWS - kept)):
            kept += len(page)
            yield {"kind": "cells", "part": part, "number": number, "rows": page}
        for table in sheet.tables:
            records = islice(table.records, KEPT_ROWS) if workbook.is_streamed else table.records
            for number, page in enumerate(_pages(map(record_to, records))):
                yield {"kind": "records", "part": table_part, "number": number, "rows": page}
            table_part += 1
    # What the reading itself added to the findings of the file.
    yield {"kind": "end", "findings": [found.as_dict() for found in workbook.findings[told_findings:]]}


def _limit(told: Mapping[str, Any]) -> None:
    """Memory and processor time that the process may use; set here, where only the file's readers feel it."""
    if told.get("memory_mb"):
        size = int(told["memory_mb"]) * MB
        resource.setrlimit(resource.RLIMIT_AS, (size, size))
    if told.get("seconds"):
        # The wall clock is watched from outside; this ends a loop that nobody watches any more.
        seconds = int(told["seconds"]) + 5
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _findings(part: Workbook | Sheet) -> list[dict[str, Any]]:
    found = list(part.findings)
    if isinstance(part, Sheet):
        for table in part.tables:
            found.extend(table.findings)
    return [one.as_dict() for one in found]


def _cells(sheet: Sheet, most: int) -> Iterator[list[list[Any]]]:
    rows = sheet.grid.rows[: max(0, most)]
    yield from _pages([_short(cell) for cell in row] for row in rows)


def _short(cell: Any) -> Any:
    said = cell_to(cell)
    return said[:LONGEST_CELL] if isinstance(said, str) else said


def _pages(rows: Iterable[Any]) -> Iterator[list[Any]]:
    left = iter(rows)
    while page := list(islice(left, PAGE_ROWS)):
        yield page


def _fingerprint(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(FINGERPRINT_BYTES):
            digest.update(block)
    return digest.hexdigest()


if __name__ == "__main__":
    main(*sys.argv[1:])
