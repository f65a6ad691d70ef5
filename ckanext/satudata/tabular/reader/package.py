"""ZIP containers: refuses bombs before anything is unpacked."""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO

from ckanext.satudata.tabular.errors import UnreadableError
from ckanext.satudata.tabular.limits import MB, Limits

__all__ = ["check_package", "read_member"]


def check_package(data: bytes, limits: Limits) -> None:
    """Raises UnreadableError if the container says it unpacks to more than the limits allow."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as container:
            members = container.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, UnicodeDecodeError) as err:
        raise UnreadableError("FILE-02", reason=str(err)) from err
    unpacked = sum(member.file_size for member in members)
    ratio = unpacked / max(1, len(data))
    if unpacked > limits.unpacked_bytes or (
        ratio > limits.compression_ratio and unpacked > limits.ratio_counts_from_bytes
    ):
        raise UnreadableError("FILE-05", size=f"{unpacked // MB} MB")


def read_member(container: zipfile.ZipFile, name: str) -> bytes:
    """A member's bytes. A member that is larger than its directory says fails its check sum here.

    Raises UnreadableError.
    """
    try:
        return container.read(name)
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, EOFError, RuntimeError) as err:
        raise UnreadableError("FILE-02", reason=str(err)) from err
