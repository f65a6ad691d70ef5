"""A stream out of a compound file, the container of binary workbooks (.xls).

Only what is needed to look at one stream; a chain that runs in a circle, or out of the file, ends there. Source:
[MS-CFB] 2.2 to 2.6.
"""

from __future__ import annotations

import struct

__all__ = ["stream_of"]

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEADER_BYTES = 512
DIRECTORY_ENTRY_BYTES = 128
LAST_SECTOR = 0xFFFFFFFA
"""Greater numbers in a chain are marks: end of chain, free, allocation table."""
HEADER_FAT_SECTORS = 109
ROOT = 5


def stream_of(data: bytes, names: tuple[str, ...]) -> bytes:
    """The first stream of one of these names, capitals left aside; empty if there is none, or the file is damaged."""
    try:
        return _stream_of(data, {name.casefold() for name in names})
    except (struct.error, IndexError):
        return b""


def _stream_of(data: bytes, names: set[str]) -> bytes:
    if not data.startswith(MAGIC):
        return b""
    (sector_power, mini_power) = struct.unpack_from("<HH", data, 30)
    (directory_start, _, mini_cutoff, mini_start) = struct.unpack_from("<IIII", data, 48)
    if not 7 <= sector_power <= 20 or not 2 <= mini_power <= sector_power:  # noqa: PLR2004 - 128 bytes to 1 MB
        return b""
    size = 1 << sector_power
    fat = _fat(data, size)
    directory = _chained(data, fat, directory_start, size, _offset(size))
    mini = (0, 0)
    for at in range(0, len(directory), DIRECTORY_ENTRY_BYTES):
        entry = directory[at : at + DIRECTORY_ENTRY_BYTES]
        (name_bytes,) = struct.unpack_from("<H", entry, 64)
        (start, length) = struct.unpack_from("<II", entry, 116)
        if entry[66] == ROOT:
            mini = (start, length)
        elif entry[: max(0, min(name_bytes, 64) - 2)].decode("utf-16-le", "replace").casefold() in names:
            if length >= mini_cutoff:
                return _chained(data, fat, start, size, _offset(size))[:length]
            container = _chained(data, fat, mini[0], size, _offset(size))[: mini[1]]
            links = _numbers(_chained(data, fat, mini_start, size, _offset(size)))
            return _chained(container, links, start, 1 << mini_power, 0)[:length]
    return b""


def _offset(size: int) -> int:
    """The header takes the place of the first sector, however large a sector is."""
    return max(HEADER_BYTES, size)


def _fat(data: bytes, size: int) -> list[int]:
    """The allocation table: per sector the number of the next one."""
    sectors = list(struct.unpack_from(f"<{HEADER_FAT_SECTORS}I", data, 76))
    (more,) = struct.unpack_from("<I", data, 68)
    seen: set[int] = set()
    while more <= LAST_SECTOR and more not in seen:
        seen.add(more)
        listed = _numbers(_sector(data, more, size))
        if not listed:
            break
        *known, more = listed
        sectors.extend(known)
    table: list[int] = []
    for sector in sectors:
        if sector <= LAST_SECTOR:
            table.extend(_numbers(_sector(data, sector, size)))
    return table


def _sector(data: bytes, number: int, size: int) -> bytes:
    start = _offset(size) + number * size
    return data[start : start + size]


def _chained(data: bytes, links: list[int], start: int, size: int, offset: int) -> bytes:
    parts: list[bytes] = []
    seen: set[int] = set()
    while start < len(links) and start not in seen:
        seen.add(start)
        at = offset + start * size
        parts.append(data[at : at + size])
        start = links[start]
    return b"".join(parts)


def _numbers(data: bytes) -> list[int]:
    return list(struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4]))
