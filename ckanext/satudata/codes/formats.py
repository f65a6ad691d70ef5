"""Formats of resources: one name for "XLSX", "xlxs" and "application/vnd.openxml…", and how open each is.

Three classes: open formats of the national list; machine-readable ones that are not on it (XLSX); closed ones (PDF,
pictures). A web page counts as closed: HTML5 is on the list as a way to show things, not to hand over data.
Archives count as what they hold where the label tells ("ZIP+CSV"), otherwise as machine-readable.
Source: Permenkominfo 1/2023 (storage formats XML, CSV, ANSI, YAML, JSON; HTML5 and REST services); labels seen on
dados.gov.br, data.go.id and regional portals.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from ckanext.satudata.codes import code_list

__all__ = ["Format", "Openness", "from_url", "get", "parse"]

LIST = "formats"
ARCHIVES = ("ZIP", "RAR", "GZIP")
_JOINED = re.compile(r"\s*[+/,&]\s*|\s+(?:dan|and|e)\s+")


class Openness(str, Enum):
    """What a machine, and who else, can do with a format."""

    OPEN = "open"
    MACHINE_READABLE = "machine_readable"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One format. `mime` is "" where none is usual; `is_compressed` where it comes in an archive."""

    code: str
    label: str
    openness: Openness
    mime: str
    is_compressed: bool = False


def get(code: str) -> Format | None:
    """The format of a canonical code ("CSV")."""
    term = code_list.get(LIST, code)
    return _format(term) if term else None


@lru_cache(maxsize=2048)
def parse(text: str) -> Format | None:
    """The format that a label, MIME type or file extension means; None if it is unknown or several.

    >>> [parse(text).code for text in ("CSV.", ".cvs", "xlxs", "text/csv; charset=utf-8", "ZIP + XML")]
    ['CSV', 'CSV', 'XLSX', 'CSV', 'XML']
    """
    plain = text.strip()
    by_mime = _by_mime().get(plain.partition(";")[0].strip().lower())
    if by_mime:
        return by_mime
    term = code_list.find(LIST, plain)
    return _format(term) if term else _joined(plain)


def from_url(url: str) -> Format | None:
    """The format that the file name at the end of an address promises; None if it promises none.

    >>> from_url("https://opendata.example.go.id/unduh/Data%20Desa.XLSX?v=2").code
    'XLSX'
    """
    try:
        path = PurePosixPath(unquote(urlsplit(url.strip()).path))
    except ValueError:
        return None
    suffixes = [suffix.strip(". ") for suffix in path.suffixes[-2:]]
    if not suffixes:
        return None
    last = parse(suffixes[-1])
    if last and last.code in ARCHIVES and len(suffixes) > 1:
        return parse("+".join(suffixes)) or last
    return last


def _joined(text: str) -> Format | None:
    """Of "zip+csv", the one format in the archive, or the same one twice."""
    parts = [code_list.find(LIST, part) for part in _JOINED.split(text)]
    formats = {term.code: _format(term) for term in parts if term}
    inner = [known for code, known in formats.items() if code not in ARCHIVES]
    if len(parts) < len(("zip", "csv")) or None in parts or len(inner) > 1:
        return None
    if not inner:
        return next(iter(formats.values()))
    known = inner[0]
    return Format(
        code=known.code,
        label=known.label,
        openness=known.openness,
        mime=known.mime,
        is_compressed=len(formats) > 1,
    )


@lru_cache(maxsize=1)
def _by_mime() -> dict[str, Format]:
    return {
        mime: _format(term)
        for term in code_list.terms(LIST).values()
        for mime in term.columns["mime"].split(";")
        if mime
    }


def _format(term: code_list.Term) -> Format:
    return Format(
        code=term.code,
        label=term.label,
        openness=Openness(term.columns["openness"]),
        mime=term.columns["mime"].partition(";")[0],
    )
