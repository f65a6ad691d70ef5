"""Connectors: one kind of source each, one file each, found through the entry point group of `GROUP`.

A connector reads and checks; it never writes, and it knows nothing of CKAN's database. How to write one:
docs/harvest.md, "A connector of your own".
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from importlib.metadata import entry_points
from typing import Any, ClassVar, Protocol, runtime_checkable

from ckanext.satudata.codes.findings import Finding
from ckanext.satudata.codes.messages import N_
from ckanext.satudata.harvest.errors import HarvestError
from ckanext.satudata.harvest.http.client import HttpClient
from ckanext.satudata.harvest.settings import Setting, Value

log = logging.getLogger(__name__)

GROUP = "ckanext.satudata.connectors"


@dataclass(frozen=True, slots=True, kw_only=True)
class RawRecord:
    """One dataset of a source.

    `guid` stays the same for the same dataset in every run. `document` has the shape of CKAN's `package_show` and holds
    only what, if it changes, changes the dataset: no counters, no times of reading. `url` is the dataset's page at the
    source.
    """

    guid: str
    document: Mapping[str, Any]
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced:
    """How many records the source says it has; the last one counts."""

    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """A record that came but is left out: not wanted (private, another kind, outside the filters), or, with a `reason`,
    not usable. `key` tells it from other records.
    """

    key: str
    reason: Finding | None = None


Gathered = RawRecord | Announced | Skipped | Finding
"""What reading a source gives, in the order in which it comes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceOrganization:
    """An organisation as the source names it; `datasets` is None where the source does not tell."""

    name: str
    title: str
    datasets: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceReport:
    """What a check found at the other end."""

    software: str
    title: str
    datasets: int
    organizations: tuple[SourceOrganization, ...] = ()
    licenses: Mapping[str, int] | None = None
    examples: tuple[str, ...] = ()


class Connector(Protocol):
    """One kind of source."""

    name: ClassVar[str]
    """The name of its entry point and file."""
    title: ClassVar[str]
    """What a person calls this kind of source; a msgid."""
    settings: ClassVar[tuple[Setting, ...]]
    """Typed and described: the form, the check and the docs come from here."""

    def records(self, http: HttpClient, settings: Mapping[str, Value]) -> Iterator[Gathered]:
        """Read the source once, record by record, holding no more than a page or two.

        Runs in the engine's thread. Raises SourceError where reading cannot go on; what has been yielded is kept.
        """
        ...

    def check(self, http: HttpClient, settings: Mapping[str, Value]) -> SourceReport:
        """Look at the source without reading it all. Raises SourceError with a message that says what is wrong."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Since:
    """Up to when a source has been read, and which records (guids) could not be taken over then."""

    moment: datetime
    again: tuple[str, ...] = ()


@runtime_checkable
class IncrementalConnector(Protocol):
    """What a connector may offer besides: reading only what has changed.

    It declares the settings `incremental` (a switch) and `full_compare_days`, and its documents hold
    `metadata_modified`, by which `harvest.progress` knows how far the source was read.
    """

    def changes(self, http: HttpClient, settings: Mapping[str, Value], since: Since) -> Iterator[Gathered]:
        """As `records`, but only what changed at that moment or later, and the records named in `since.again`."""
        ...


class UnknownConnectorError(HarvestError):
    """Raised by `connector` for a name that nobody registered."""


def connector(name: str) -> Connector:
    """The connector of that name. Raises UnknownConnectorError."""
    found = registered().get(name)
    if found is None:
        raise UnknownConnectorError(
            N_("There is no connector “{name}”. Installed: {known}."), name=name, known=", ".join(registered())
        )
    return found


@lru_cache(maxsize=1)
def registered() -> Mapping[str, Connector]:
    """All installed connectors by name; one that cannot be loaded is left out and logged."""
    found: dict[str, Connector] = {}
    for point in sorted(entry_points(group=GROUP), key=lambda point: point.name):
        loaded = _load(point)
        if loaded is not None:
            found[point.name] = loaded
    return found


def _load(point: Any) -> Connector | None:
    try:
        return point.load()()
    except Exception:  # somebody else's package must not stop the other connectors
        log.exception("The connector %s of %s cannot be loaded", point.name, point.value)
        return None
