"""A list of portals in a CSV file, as sources to be: which are new, which are there already, which cannot be added.

Nothing here goes to the network. Columns are found by their headings. Names come from the host, which no two portals
share: three portals of Kubu Raya have the same key in the list of May 2026.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from ipaddress import ip_address
from urllib.parse import urlsplit

from ckanext.satudata.codes.folding import fold
from ckanext.satudata.codes.messages import N_
from ckanext.satudata.harvest.connectors.ckan_action import base_address
from ckanext.satudata.harvest.connectors.ckan_settings import SETTINGS
from ckanext.satudata.harvest.errors import HarvestError, Message, SettingsError
from ckanext.satudata.harvest.http.guard import Network, is_allowed
from ckanext.satudata.harvest.settings import parse

URL_HEADINGS = ("base url", "url", "alamat", "link", "tautan", "situs", "website", "web", "portal url")
TITLE_HEADINGS = ("title", "judul", "name", "nama", "nama portal", "portal")
NAME_LENGTH = 100
# A title of nothing but these words tells no portal from another.
_COMMON = frozenset({"ckan", "satu", "data", "satudata", "open", "opendata", "portal", "indonesia", "resmi"})
_SUFFIX = re.compile(r"\.go\.id$|\.id$")
_NOT_IN_NAME = re.compile(r"[^a-z0-9]+")


class Verdict(str, Enum):
    """What is to become of a line."""

    ADD = "add"
    THERE = "there"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One portal of the list; `number` is its line in the file, `reason` why it is not added."""

    number: int
    title: str
    name: str
    url: str
    verdict: Verdict = Verdict.ADD
    reason: Message | None = None


class ListError(HarvestError):
    """Raised by `read` for a file that is no list of portals."""


def read(text: str) -> list[Line]:
    """Every filled line of the file. Raises ListError."""
    rows = list(csv.reader(text.lstrip("\ufeff").splitlines(), delimiter=_delimiter(text)))
    header = [fold(heading) for heading in rows[0]] if rows else []
    url_column = _column(header, URL_HEADINGS)
    if url_column is None:
        raise ListError(
            N_("The file has no column with addresses. Head it “url”; its headings are: {headings}."),
            headings=", ".join(rows[0]) if rows else "–",
        )
    title_column = _column(header, TITLE_HEADINGS)
    found = [
        (number, _cell(row, url_column), _cell(row, title_column))
        for number, row in enumerate(rows[1:], start=2)
        if any(cell.strip() for cell in row)
    ]
    titles = Counter(fold(title) for _, _, title in found)
    return [
        Line(number=number, url=url, title=_title(title, url, titles), name=source_name(url))
        for number, url, title in found
    ]


def judged(lines: Iterable[Line], known: Mapping[str, str], networks: Sequence[Network] = ()) -> list[Line]:
    """The lines with their verdicts. `known` are the stored sources: `address_key` of each, and its name."""
    there = dict(known)
    names = Counter(known.values())
    result: list[Line] = []
    for line in lines:
        judged_line = _judged(line, there, networks)
        if judged_line.verdict is Verdict.ADD:
            if names[line.name]:
                judged_line = replace(judged_line, name=f"{line.name[: NAME_LENGTH - 3]}-{names[line.name] + 1}")
            names[line.name] += 1
            there[address_key(line.url)] = judged_line.name
        result.append(judged_line)
    return result


def address_key(url: str) -> str:
    """What tells one portal from another: the address without scheme, "www." and page.

    >>> address_key("http://www.Data.example.go.id/dataset?q=1"), address_key("https://data.example.go.id")
    ('data.example.go.id', 'data.example.go.id')
    """
    parts = urlsplit(base_address(url.strip()))
    return f"{(parts.hostname or '').removeprefix('www.')}{parts.path}" + (f":{parts.port}" if parts.port else "")


def source_name(url: str) -> str:
    """The host in small letters and hyphens.

    >>> source_name("https://opendata.kuburayakab.go.id/"), source_name("x")
    ('opendata-kuburayakab', 'portal')
    """
    try:
        host = urlsplit(url.strip()).hostname or ""
    except ValueError:
        host = ""
    return _NOT_IN_NAME.sub("-", _SUFFIX.sub("", host.removeprefix("www."))).strip("-")[:NAME_LENGTH] or "portal"


def _judged(line: Line, there: Mapping[str, str], networks: Sequence[Network]) -> Line:
    try:
        parse(SETTINGS, {"url": line.url})
    except SettingsError as error:
        return replace(line, verdict=Verdict.REFUSED, reason=error.errors["url"][0])
    if _is_private(line.url, networks):
        reason = Message(N_("The address lies in a loopback or private network."))
        return replace(line, verdict=Verdict.REFUSED, reason=reason)
    if (holder := there.get(address_key(line.url))) is not None:
        return replace(line, verdict=Verdict.THERE, reason=Message(N_("It is the source “{name}”."), {"name": holder}))
    return line


def _is_private(url: str, networks: Sequence[Network]) -> bool:
    """For addresses in numbers; names are resolved when the source is really added."""
    try:
        address = str(ip_address(urlsplit(url).hostname or ""))
    except ValueError:
        return False
    return not is_allowed(address, networks)


def _title(title: str, url: str, titles: Mapping[str, int]) -> str:
    """The title of the list; with the host where it alone would not tell which portal it is."""
    host = urlsplit(url).hostname or url if url.startswith("http") and "[" not in url else url
    words = set(fold(title).split())
    if not words:
        return host
    is_common = words <= _COMMON or titles[fold(title)] > 1
    return f"{title} ({host})" if is_common and host not in title else title


def _column(header: Sequence[str], headings: Sequence[str]) -> int | None:
    return next((header.index(heading) for heading in headings if heading in header), None)


def _cell(row: Sequence[str], column: int | None) -> str:
    return " ".join(row[column].split()) if column is not None and column < len(row) else ""


def _delimiter(text: str) -> str:
    first = text.lstrip("\ufeff").partition("\n")[0]
    return max(",;\t|", key=first.count)
