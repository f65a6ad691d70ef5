"""Free TCP ports on loopback."""

from __future__ import annotations

import socket

LOOPBACK = "127.0.0.1"
TRIES_AFTER_WANTED = 20


def free_port() -> int:
    """A port that was free a moment ago; who gets it must still be ready to find it taken."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return probe.getsockname()[1]


def is_free(port: int, host: str = LOOPBACK) -> bool:
    """Whether a server could listen there now; a connection that is closing does not count."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def first_free_port(wanted: int, host: str = LOOPBACK) -> int:
    """`wanted`, or the next free one of the following twenty, or any."""
    for port in range(wanted, wanted + TRIES_AFTER_WANTED):
        if is_free(port, host):
            return port
    return free_port()
