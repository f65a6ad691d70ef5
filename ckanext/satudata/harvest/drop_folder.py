"""The drop folder: what may be read below it. No link leads out of it, and no path is believed.

The operator names one folder (`ckanext.satudata.harvest.drop_folder`); offices put files into it by a network share, by
SFTP or with a stick. Workers and web processes must both see it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ckanext.satudata.codes.messages import N_
from ckanext.satudata.harvest.errors import SourceError, TooLargeError, UnexpectedAnswerError

MOST_FILES = 20_000
MOST_LEVELS = 8
# What systems and office programs leave behind.
_LITTER = frozenset({"thumbs.db", "desktop.ini"})
_LITTER_ENDINGS = (".tmp", ".part", ".crdownload", ".filepart", ".lnk")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One file, by its path below the drop folder."""

    path: PurePosixPath
    size_bytes: int
    modified_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """Something that is no file to read: a link, or a folder too deep below."""

    path: PurePosixPath


def folder_in(root: str, below: str) -> Path:
    """The folder `below` the drop folder. Raises SourceError: none is set, it lies outside, it is not there."""
    found = _within(root, below)
    if not found.is_dir():
        raise UnexpectedAnswerError(N_("There is no folder “{path}” in the drop folder."), path=below or ".")
    return found


def file_in(root: str, below: str) -> Path:
    """The file `below` the drop folder. Raises SourceError."""
    found = _within(root, below)
    if not found.is_file():
        raise UnexpectedAnswerError(N_("There is no file “{path}” in the drop folder."), path=below)
    return found


def walk(root: str, below: str) -> Iterator[Found | Passed]:
    """Every file below, folder by folder in the order of their names; links are passed, never followed.

    Raises SourceError; TooLargeError for more files than one source may have.
    """
    start = folder_in(root, below)
    base = Path(root).resolve()
    for number, one in enumerate(_walk(start, base, MOST_LEVELS)):
        if number >= MOST_FILES:
            raise TooLargeError(N_("The folder holds more than {number} files. Divide it."), number=MOST_FILES)
        yield one


def _within(root: str, below: str) -> Path:
    if not root:
        raise SourceError(N_("No drop folder is set. Ask the operator to set {option}."), option=_OPTION)
    parts = PurePosixPath(below or ".")
    base = Path(root).resolve()
    if "\0" in below or "\\" in below or parts.is_absolute() or ".." in parts.parts:
        raise SourceError(N_("“{path}” does not lie in the drop folder."), path=below)
    path = base.joinpath(*parts.parts)
    # A link on the way would lead elsewhere than the path says.
    if path.resolve() != path:
        raise SourceError(N_("“{path}” does not lie in the drop folder."), path=below)
    return path


def _walk(folder: Path, base: Path, levels: int) -> Iterator[Found | Passed]:
    try:
        with os.scandir(folder) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        reason = error.strerror or "?"
        raise UnexpectedAnswerError(N_("{path} cannot be read: {reason}"), path=folder.name, reason=reason) from error
    for entry in found:
        path = PurePosixPath(Path(entry.path).relative_to(base).as_posix())
        if _is_litter(entry.name):
            continue
        if entry.is_dir(follow_symlinks=False) and levels:
            yield from _walk(Path(entry.path), base, levels - 1)
        elif entry.is_file(follow_symlinks=False) and _is_text(entry.name):
            facts = entry.stat(follow_symlinks=False)
            yield Found(path=path, size_bytes=facts.st_size, modified_s=facts.st_mtime)
        else:
            yield Passed(path=path)


def _is_litter(name: str) -> bool:
    small = name.lower()
    return small.startswith((".", "~$")) or small in _LITTER or small.endswith(_LITTER_ENDINGS)


def _is_text(name: str) -> bool:
    """Whether the name can be stored; some shares give names that are no text."""
    return name.isprintable() and "\\" not in name


_OPTION = "ckanext.satudata.harvest.drop_folder"
