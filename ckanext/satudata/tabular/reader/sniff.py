"""What kind of file these bytes are, by content: about one in twelve files on data.go.id carries a wrong ending."""

from __future__ import annotations

import re
import zipfile
from enum import Enum
from io import BytesIO

__all__ = ["Kind", "sniff"]

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BIFF_WITHOUT_OLE = (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00")
ZIP = b"PK\x03\x04"
NO_TABLE_MAGIC = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
    b"\x7fELF",
    b"SQLite",
)
_HTML = re.compile(rb"<\s*(?:!doctype\s+html|html|table|body|frameset|meta\s+[a-z-]+\s*=)[\s>:\w]", re.I)
_SPREADSHEET_ML = re.compile(rb"urn:schemas-microsoft-com:office:spreadsheet")
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
HEAD_BYTES = 4096


class Kind(str, Enum):
    """Kinds of file that are told apart."""

    XLSX = "xlsx"
    XLSB = "xlsb"
    XLS = "xls"
    ODS = "ods"
    HTML = "html"
    TEXT = "text"
    ARCHIVE = "zip"
    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    UNKNOWN = "unknown"
    EMPTY = "empty"


def sniff(data: bytes) -> Kind:
    r"""The kind of a file from its first bytes (for containers: from its members).

    >>> sniff(b"a;b\n1;2").value, sniff(b" <html><table>").value, sniff(b"").value
    ('text', 'html', 'empty')
    """
    head = data[:HEAD_BYTES]
    if not head.strip(b"\x00\xef\xbb\xbf \t\r\n"):
        return Kind.EMPTY
    if head.startswith(ZIP):
        return _container(data)
    if head.startswith(OLE):
        # A password turns an xlsx into an OLE file with this stream, named in UTF-16.
        encrypted = "EncryptedPackage".encode("utf-16-le") in data
        return Kind.ENCRYPTED if encrypted else Kind.XLS
    return _without_container(head)


def _without_container(head: bytes) -> Kind:
    if head.startswith(BIFF_WITHOUT_OLE) and b"\x00" in head[:16]:
        return Kind.XLS
    if head.startswith(NO_TABLE_MAGIC) or _SPREADSHEET_ML.search(head):
        return Kind.UNKNOWN
    if _HTML.search(head):
        return Kind.HTML
    return Kind.TEXT if _is_text(head) else Kind.UNKNOWN


def _container(data: bytes) -> Kind:
    try:
        with zipfile.ZipFile(BytesIO(data)) as container:
            names = set(container.namelist())
            if any(info.flag_bits & 1 for info in container.infolist()):
                return Kind.ENCRYPTED
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, UnicodeDecodeError):
        # Cut off on its way here: the directory of a container stands at its end.
        return Kind.DAMAGED
    if any(name.startswith("xl/") and name.endswith(".bin") and "workbook" in name for name in names):
        return Kind.XLSB
    if any(name.lower().endswith("workbook.xml") or name.startswith("xl/") for name in names):
        return Kind.XLSX
    if "content.xml" in names:
        return Kind.ODS
    return Kind.ARCHIVE


def _is_text(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in head:
        # UTF-16 text has a zero in every second byte; binary files have them anywhere.
        even, odd = head[0::2].count(0), head[1::2].count(0)
        return max(even, odd) > len(head) // 5 and min(even, odd) < len(head) // 50 + 1
    return len(_CONTROL.findall(head)) <= len(head) // 100
