"""An end to waiting for the headers of an answer: a server that drips bytes never trips the read timeout.

A timer closes the line under whoever reads from it, during the TLS handshake too. What comes after the headers is
counted by `http`, which gets control back after each piece.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from urllib3.connection import HTTPConnection

from ckanext.satudata.codes.messages import N_
from ckanext.satudata.harvest.errors import TooLargeError


def with_deadline(base: type[HTTPConnection], seconds: float) -> type[HTTPConnection]:
    """The connection class, each of whose handshakes and headers must be there within that time.

    Raises TooLargeError while connecting and while waiting for an answer; urllib3 does not try those again.
    """

    class Timed(base):
        _line: _Line | None = None

        def _new_conn(self) -> socket.socket:
            found = super()._new_conn()
            if self._line is not None:
                self._line.close()
            self._line = _Line(found)
            return found

        def connect(self) -> None:
            with _deadline(self, seconds):
                super().connect()

        def getresponse(self) -> Any:
            with _deadline(self, seconds):
                return super().getresponse()

        def close(self) -> None:
            super().close()
            if self._line is not None:
                self._line.close()
                self._line = None

        def cut(self) -> None:
            """End whatever waits on the line, from another thread."""
            line = self._line
            if line is not None:
                line.cut()

    return Timed


class _Line:
    """A hold of our own on the connection: TLS takes the socket away for as long as it shakes hands."""

    def __init__(self, found: socket.socket) -> None:
        self._socket = found.dup()

    def cut(self) -> None:
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self._socket.close()


@contextmanager
def _deadline(connection: Any, seconds: float) -> Iterator[None]:
    late = threading.Event()

    def too_late() -> None:
        late.set()
        connection.cut()

    timer = threading.Timer(seconds, too_late)
    timer.daemon = True
    timer.start()
    error: Exception | None = None
    try:
        yield
    except Exception as raised:
        if not late.is_set():
            raise
        error = raised
    finally:
        timer.cancel()
    # Also without an error: headers that break off look complete to http.client.
    if late.is_set():
        connection.close()
        msgid = N_("{host} did not begin to answer within {limit} seconds.")
        raise TooLargeError(msgid, host=connection.host, limit=seconds) from error
