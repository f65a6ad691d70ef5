"""Reads a path or stream into grids: sniff, then the reader of that kind; a ZIP is read member by member."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from ckanext.satudata.codes.findings import Finding, finding
from ckanext.satudata.tabular.errors import UnreadableError
from ckanext.satudata.tabular.grid import Grid
from ckanext.satudata.tabular.limits import MB, Limits
from ckanext.satudata.tabular.reader.delimited import Dialect, read_text
from ckanext.satudata.tabular.reader.html import frame_names, read_html
from ckanext.satudata.tabular.reader.package import check_package, read_member
from ckanext.satudata.tabular.reader.sniff import Kind, sniff
from ckanext.satudata.tabular.reader.spreadsheet import read_spreadsheet

__all__ = ["RawWorkbook", "Source", "read"]

ENDINGS = {
    Kind.XLSX: ("xlsx", "xlsm", "xltx"),
    Kind.XLS: ("xls", "xlt"),
    Kind.ODS: ("ods",),
    Kind.HTML: ("html", "htm"),
    Kind.TEXT: ("csv", "tsv", "txt", "tab", "dat"),
    Kind.ARCHIVE: ("zip",),
}
HEAD_BYTES = 256 * 1024
Neighbour = Callable[[str], "bytes | None"]
"""Gives the bytes of a file that lies beside this one, by its relative name."""


@dataclass(slots=True, kw_only=True)
class RawWorkbook:
    """What was read: the kind, the sheets, and what is to be said about the file.

    `large_text` is set instead of `grids` for a delimited text that is too large to hold.
    """

    kind: Kind
    grids: list[Grid] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    large_text: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where the bytes come from: a path, or a stream that can be read again while the result is in use."""

    path: Path | None = None
    stream: BinaryIO | None = None
    name: str = ""

    @classmethod
    def of(cls, path_or_stream: str | Path | BinaryIO) -> Source:
        """From what a caller of `tidy()` gives."""
        if isinstance(path_or_stream, (str, Path)):
            path = Path(path_or_stream)
            return cls(path=path, name=path.name)
        name = getattr(path_or_stream, "name", "")
        return cls(stream=path_or_stream, name=Path(name).name if isinstance(name, str) else "")

    def open(self) -> BinaryIO:
        """The bytes from their start. The caller closes what came from a path."""
        if self.path is not None:
            return self.path.open("rb")
        if self.stream is None:
            return BytesIO()
        if self.stream.seekable():
            self.stream.seek(0)
        return self.stream

    def size(self) -> int:
        """In bytes; -1 if the stream cannot tell."""
        if self.path is not None:
            return self.path.stat().st_size
        if self.stream is None or not self.stream.seekable():
            return -1
        self.stream.seek(0, 2)
        return self.stream.tell()


def read(source: Source, limits: Limits) -> RawWorkbook:
    """Everything in the file; whatever cannot be read is a finding. Raises OSError only if it cannot be opened."""
    # Asked once, before the stream is opened: asking moves a stream to its end.
    size = source.size()
    if size > limits.file_bytes:
        return _too_large(source, limits)
    file = source.open()
    try:
        head = _taken(file, HEAD_BYTES)
        if size > limits.streamed_bytes and sniff(head) is Kind.TEXT:
            return RawWorkbook(kind=Kind.TEXT, large_text=True)
        data = head + _taken(file, limits.file_bytes + 1 - len(head))
    finally:
        if source.path is not None:
            file.close()
    if len(data) > limits.file_bytes:
        return _too_large(source, limits)
    return _read_bytes(data, source.name, limits, _beside(source.path))


def _too_large(source: Source, limits: Limits) -> RawWorkbook:
    found = finding("FILE-04", place=source.name, limit=f"{limits.file_bytes // MB} MB")
    return RawWorkbook(kind=Kind.UNKNOWN, findings=[found])


def _taken(file: BinaryIO, count: int) -> bytes:
    """So many bytes, or all there are: a raw stream gives fewer at a time than it is asked for."""
    parts: list[bytes] = []
    while count > 0 and (part := file.read(count)):
        parts.append(part)
        count -= len(part)
    return b"".join(parts)


def _beside(path: Path | None) -> Neighbour:
    def neighbour(name: str) -> bytes | None:
        if path is None:
            return None
        # A page may name any file of the machine: only names below its own folder are followed.
        found = (path.parent / name).resolve()
        return found.read_bytes() if found.is_relative_to(path.parent.resolve()) and found.is_file() else None

    return neighbour


def _read_bytes(data: bytes, name: str, limits: Limits, neighbour: Neighbour) -> RawWorkbook:
    raw = RawWorkbook(kind=sniff(data))
    _check_name(raw, name)
    try:
        if raw.kind is Kind.TEXT:
            grid, dialect = read_text(data, limits)
            raw.grids.append(grid)
            _check_dialect(raw, dialect)
        elif raw.kind is Kind.HTML:
            raw.grids.extend(_pages(raw, data, limits, neighbour))
        elif raw.kind is Kind.ARCHIVE:
            _read_archive(raw, data, limits)
        elif raw.kind in (Kind.XLSX, Kind.XLS, Kind.ODS):
            raw.grids.extend(read_spreadsheet(data, raw.kind, limits, raw.findings))
        elif raw.kind is Kind.DAMAGED:
            raise UnreadableError("FILE-02", reason="ZIP")
        else:
            raise UnreadableError(_REFUSED[raw.kind])
    except UnreadableError as err:
        raw.findings.append(finding(err.code, place=name, **err.details))
    return raw


_REFUSED = {Kind.EMPTY: "FILE-03", Kind.ENCRYPTED: "FILE-01", Kind.UNKNOWN: "FILE-06", Kind.XLSB: "FILE-06"}


def _check_name(raw: RawWorkbook, name: str) -> None:
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    known = {known for endings in ENDINGS.values() for known in endings}
    if ending in known and ending not in ENDINGS.get(raw.kind, (ending,)):
        raw.findings.append(finding("FILE-07", place=name, value=ending, kind=raw.kind.value))


def _check_dialect(raw: RawWorkbook, dialect: Dialect) -> None:
    if not dialect.is_encoding_sure:
        raw.findings.append(finding("FILE-12", place="", value=dialect.encoding))


def _pages(raw: RawWorkbook, data: bytes, limits: Limits, neighbour: Neighbour) -> Iterator[Grid]:
    frames = frame_names(data)
    if not frames:
        yield from read_html(data, limits)
        return
    for title, name in frames[: limits.sheets]:
        page = neighbour(name)
        if page is None:
            raw.findings.append(finding("FILE-13", place=title or name, value=name))
            continue
        for grid in read_html(page, limits):
            grid.name = " ".join(part for part in (title or name, grid.name) if part)
            yield grid


def _read_archive(raw: RawWorkbook, data: bytes, limits: Limits) -> None:
    check_package(data, limits)
    with zipfile.ZipFile(BytesIO(data)) as archive:
        members = [info for info in archive.infolist() if not info.is_dir() and not _is_hidden(info.filename)]
        # The sheets of a workbook saved as a web page are read with its frameset, not a second time by themselves.
        members = [
            info for info in members if "_files/" not in info.filename or not _has_frameset(info.filename, members)
        ]
        for info in members[: limits.archive_members]:
            inner = read_member(archive, info.filename)
            if sniff(inner) is Kind.ARCHIVE:
                raw.findings.append(finding("FILE-14", place=info.filename))
                continue
            part = _read_bytes(inner, info.filename, limits, _within(archive, info.filename))
            for grid in part.grids:
                grid.name = "/".join(name for name in (info.filename, grid.name) if name)
            raw.grids.extend(part.grids)
            raw.findings.extend(part.findings)
        for info in members[limits.archive_members :]:
            raw.findings.append(finding("FILE-14", place=info.filename))


def _is_hidden(name: str) -> bool:
    return name.startswith("__MACOSX/") or posixpath.basename(name).startswith(".")


def _has_frameset(name: str, members: list[zipfile.ZipInfo]) -> bool:
    stem = name.partition("_files/")[0]
    return any(member.filename.rpartition(".")[0] == stem for member in members)


def _within(archive: zipfile.ZipFile, name: str) -> Neighbour:
    folder = posixpath.dirname(name)

    def neighbour(other: str) -> bytes | None:
        member = posixpath.normpath(posixpath.join(folder, other))
        return read_member(archive, member) if member in archive.namelist() else None

    return neighbour
