"""A mail server on loopback that keeps what it is given."""

from __future__ import annotations

import email
import email.policy
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from typing import Any, cast


class MailServer:
    """Speaks as much SMTP as Python's smtplib asks for. `refused` are addresses that it does not know."""

    def __init__(self, refused: frozenset[str] = frozenset()) -> None:
        self.letters: list[EmailMessage] = []
        self.refused = refused
        self.address = ""

    def received(self) -> list[tuple[str, str]]:
        """Address of the recipient, and subject, of each letter."""
        return [(letter["To"].addresses[0].addr_spec, str(letter["Subject"])) for letter in self.letters]

    def text(self) -> str:
        """The text of the only letter."""
        (letter,) = self.letters
        return letter.get_content()


@contextmanager
def serving_mail(server: MailServer) -> Iterator[MailServer]:
    """The server, listening at `address`."""

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"220 ready\r\n")
            while line := self.rfile.readline().decode().strip():
                command = line.split(":")[0].split()[0].upper()
                if command == "DATA":
                    self.wfile.write(b"354 go on\r\n")
                    server.letters.append(_letter(iter(self.rfile.readline, b".\r\n")))
                elif command == "RCPT" and any(address in line for address in server.refused):
                    self.wfile.write(b"550 no such user\r\n")
                    continue
                self.wfile.write(b"221 bye\r\n" if command == "QUIT" else b"250 fine\r\n")
                if command == "QUIT":
                    return

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as listening:
        listening.daemon_threads = True
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        server.address = f"127.0.0.1:{cast('Any', listening.server_address)[1]}"
        yield server
        listening.shutdown()


def _letter(lines: Iterator[bytes]) -> EmailMessage:
    return cast("EmailMessage", email.message_from_bytes(b"".join(lines), policy=email.policy.default))
