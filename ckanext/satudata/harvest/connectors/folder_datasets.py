"""Which files of a folder make one dataset, and whose it is.

Dinas Kesehatan/Jumlah Puskesmas 2024.xlsx    one dataset of Dinas Kesehatan
Dinas Kesehatan/Jumlah Puskesmas 2024.csv     the same dataset in another format
Dinas Kesehatan/Gizi Balita/2023.csv          a folder of an office's folder is one dataset with all its files
Jumlah Penduduk.csv                           belongs to the default organisation of the source
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from ckanext.satudata.harvest.drop_folder import Found

OFFICE, OFFICE_AND_DATASET = 1, 2
"""Folders above a file: that of the office; and below it that of the dataset."""
_JOINTS = re.compile(r"[_\s]+|(?<=\w)-(?=\w)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The files of one dataset; `key` tells it from others and stays, paths are below the source's folder."""

    key: str
    title: str
    office: str
    files: tuple[Found, ...]


def groups(files: Iterable[Found], start: PurePosixPath) -> list[Group]:
    """The datasets in the order of their keys; `start` is the source's folder."""
    by_key: dict[str, list[Found]] = {}
    for file in files:
        by_key.setdefault(_key(file.path.relative_to(start)), []).append(file)
    return [_group(key, found) for key, found in sorted(by_key.items())]


def words(name: str) -> str:
    """A name of a file or folder as people would write it.

    >>> words("jumlah_puskesmas-2024"), words("Dinas  Kesehatan")
    ('Jumlah puskesmas 2024', 'Dinas Kesehatan')
    """
    text = _JOINTS.sub(" ", name).strip()
    return text[:1].upper() + text[1:]


def _key(path: PurePosixPath) -> str:
    if len(path.parts) > OFFICE_AND_DATASET:
        return PurePosixPath(*path.parts[:OFFICE_AND_DATASET]).as_posix()
    return path.with_suffix("").as_posix()


def _group(key: str, files: list[Found]) -> Group:
    parts = PurePosixPath(key).parts
    office = parts[0] if len(parts) > OFFICE else ""
    return Group(key=key, title=words(parts[-1]), office=words(office), files=tuple(files))
