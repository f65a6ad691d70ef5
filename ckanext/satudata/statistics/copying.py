"""COPY FROM STDIN: lines of PostgreSQL's text format, made while they are read."""

from __future__ import annotations

from collections.abc import Iterator

__all__ = ["LineReader", "escaped"]

_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\0": ""})


def escaped(text: str) -> str:
    r"""A text as COPY wants it; the zero character, which PostgreSQL cannot hold, is left out.

    >>> escaped("a\tb\\")
    'a\\tb\\\\'
    """
    return text.translate(_ESCAPES)


class LineReader:
    """Lines as the file that psycopg2's COPY reads from. `error` is what making a line raised: psycopg2 hides it."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._rest = b""
        self.error: Exception | None = None

    def read(self, size: int) -> bytes:
        """At most `size` bytes; none at the end."""
        try:
            return self._read(size)
        except Exception as err:
            self.error = err
            raise

    def _read(self, size: int) -> bytes:
        parts, length = [self._rest], len(self._rest)
        for line in self._lines:
            encoded = line.encode()
            parts.append(encoded)
            length += len(encoded)
            if length >= size:
                break
        whole = b"".join(parts)
        self._rest = whole[size:]
        return whole[:size]
