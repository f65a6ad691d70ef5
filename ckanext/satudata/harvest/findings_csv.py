"""The findings of a run as CSV, streamed: a run over a large portal may have a hundred thousand of them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.satudata.codes.csv_cells import harmless

COLUMNS = ("severity", "code", "message", "remedy", "title", "guid", "place", "value")
CHUNK = 10_000


def lines(chosen: Mapping[str, str]) -> Iterator[str]:
    """The header, then one line a finding; `chosen` are filters of `satudata_finding_list`.

    Starts with a byte order mark, without which Excel reads UTF-8 as something else.
    """
    yield "\ufeff" + _line(COLUMNS)
    offset = 0
    while True:
        found = tk.get_action("satudata_finding_list")({}, {**chosen, "limit": CHUNK, "offset": offset})["results"]
        for finding in found:
            yield _line([harmless(finding[column]) for column in COLUMNS])
        if len(found) < CHUNK:
            return
        offset += CHUNK


def _line(cells: Any) -> str:
    written = io.StringIO()
    csv.writer(written).writerow(cells)
    return written.getvalue()
