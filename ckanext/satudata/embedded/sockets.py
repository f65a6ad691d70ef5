"""Folders for Unix sockets: beside the data where the path is short and plain, else a private one of our own.

Who may write into the folder of a socket can put another server in its place, and with a queue of ours run what he
likes: a folder in the temporary one that belongs to somebody else is refused.
"""

from __future__ import annotations

import hashlib
import os
import pwd
import re
import tempfile
from pathlib import Path

from ckanext.satudata.embedded.errors import EmbeddedError

# sizeof(sockaddr_un.sun_path) is 108 on Linux and 104 on macOS, with the closing zero.
LONGEST_PATH = 103


def socket_folder(data: Path, socket_name: str) -> Path:
    """The data folder, or a short one in the temporary folder if the path is too long or hard to write in a URL."""
    if len(str(data / socket_name)) <= LONGEST_PATH and re.fullmatch(r"[\w./+-]+", str(data), re.ASCII):
        return data
    label = hashlib.sha256(str(data).encode()).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"satudata-{os.geteuid()}-{label}"


def make_private(folder: Path, user: str | None = None) -> None:
    """Make the folder, for `user` if one is given. Raises EmbeddedError if it belongs to somebody else."""
    folder.mkdir(mode=0o700, exist_ok=True)
    owner = pwd.getpwnam(user).pw_uid if user else os.geteuid()
    if folder.is_symlink() or folder.stat().st_uid not in {os.geteuid(), owner}:
        raise EmbeddedError(f"The folder {folder} for a socket belongs to somebody else. Remove it and start again.")
    if user:
        os.chown(folder, owner, -1)
