"""The entries of a data.json, one at a time: memory holds one dataset, whatever the size of the file.

The file is read to its end first, so that a slow import does not keep the connection open for hours.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from http import HTTPStatus
from typing import Any

import ijson

from ckanext.satudata.codes.messages import N_
from ckanext.satudata.harvest.errors import UnexpectedAnswerError
from ckanext.satudata.harvest.http.client import FileAnswer, HttpClient

BOM = b"\xef\xbb\xbf"
# DCAT-US 3 keeps these beside its datasets; the members of a series are datasets again.
OTHER_LISTS = ("service", "record", "datasetSeries")
START_BYTES = 512
DATASET_CHARACTERS = 4 * 1024 * 1024
PIECE = 8
"""What one piece of JSON counts besides its text."""
TOO_LARGE = object()
"""Stands for a dataset with more characters than that."""


class Kind(str, Enum):
    """What an entry of the file is."""

    CATALOG = "catalog"
    """The title of the catalogue."""
    DATASET = "dataset"
    OTHER = "other"
    """A service, a catalogue record, a series: no dataset; `key` names its list, the value is not read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry; `key` names its place ("dataset[2]"), `value` is what JSON holds there."""

    kind: Kind
    key: str
    value: Any


def entries(http: HttpClient, url: str) -> Iterator[Entry]:
    """All entries in the order of the file. Raises UnexpectedAnswerError where it is no data.json or breaks off."""
    with http.get_file(url, accept="application/json") as answer:
        _stand_at_the_beginning(answer)
        number = 0
        try:
            for entry in _entries(answer):
                number += entry.kind is Kind.DATASET
                yield entry
        except (ijson.JSONError, UnicodeDecodeError, RecursionError) as error:
            raise UnexpectedAnswerError(
                N_("{url} breaks off or is no valid JSON after {number} datasets: {reason}"),
                url=answer.url,
                number=number,
                reason=str(error)[:200],
            ) from error


def _stand_at_the_beginning(answer: FileAnswer) -> None:
    """Let the file stand before its JSON. Raises UnexpectedAnswerError for what is none."""
    start = answer.file.read(START_BYTES)
    skipped = len(BOM) if start.startswith(BOM) else 0
    first = start[skipped:].lstrip()[:1]
    if answer.status >= HTTPStatus.BAD_REQUEST or first not in (b"[", b"{"):
        raise UnexpectedAnswerError(
            N_("{url} holds no data.json (HTTP {status}). It begins with: {excerpt}"),
            url=answer.url,
            status=answer.status,
            excerpt=start[:80].decode("utf-8", "replace"),
        )
    answer.file.seek(skipped)


def _entries(answer: FileAnswer) -> Iterator[Entry]:
    """One pass over all lists of the catalogue, since their order is free; Project Open Data 1.0 is one list itself."""
    numbers: Counter[str] = Counter()
    has_list = False
    events = ijson.parse(answer.file, use_float=True)
    for prefix, event, value in events:
        has_list = has_list or (prefix in ("", "dataset") and event == "start_array")
        if prefix == "title" and event == "string":
            yield Entry(kind=Kind.CATALOG, key="title", value=value)
        elif prefix in _DATASETS and event not in _NO_BEGINNING:
            place = _DATASETS[prefix]
            yield Entry(kind=Kind.DATASET, key=f"{place}[{numbers[place]}]", value=_built(event, value, events))
            numbers[place] += 1
        elif prefix in _OTHERS and event == "start_map":
            yield Entry(kind=Kind.OTHER, key=_OTHERS[prefix], value=None)
    if not has_list:
        raise UnexpectedAnswerError(N_("{url} is JSON but no data.json: it has no list “dataset”."), url=answer.url)


_DATASETS = {
    "item": "dataset",
    "dataset.item": "dataset",
    "datasetSeries.item.seriesMember.item": "seriesMember",
    "catalog.item.dataset.item": "catalog.dataset",
}
_OTHERS = {f"{name}.item": name for name in OTHER_LISTS}
_NO_BEGINNING = frozenset({"map_key", "end_map", "end_array"})


def _built(event: str, value: Any, events: Iterator[tuple[str, str, Any]]) -> Any:
    """The value that begins with this event; TOO_LARGE for one that would fill the memory, read over to its end."""
    builder = ijson.ObjectBuilder()
    builder.event(event, value)
    depth, size = event in ("start_map", "start_array"), 0
    while depth:
        _, event, value = next(events)
        depth += (event in ("start_map", "start_array")) - (event in ("end_map", "end_array"))
        size += PIECE + (len(value) if isinstance(value, str) else 0)
        if size <= DATASET_CHARACTERS:
            builder.event(event, value)
    return builder.value if size <= DATASET_CHARACTERS else TOO_LARGE
