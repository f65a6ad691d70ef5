"""A delimited text that is too large to hold: its rows are read again from the source whenever they are wanted."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass

from ckanext.satudata.tabular.reader.delimited import Dialect, dialect_of, split_rows
from ckanext.satudata.tabular.reader.workbook import HEAD_BYTES, Source

__all__ = ["LargeText"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LargeText:
    """Rows of a large text, one by one; memory does not grow with the file."""

    source: Source
    dialect: Dialect

    @classmethod
    def of(cls, source: Source) -> LargeText:
        """Looks at the beginning of the source to find the dialect."""
        file = source.open()
        try:
            sample = file.read(HEAD_BYTES)
        finally:
            if source.path is not None:
                file.close()
        return cls(source=source, dialect=dialect_of(sample))

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Each row with its 1-based number."""
        file = self.source.open()
        text = io.TextIOWrapper(file, encoding=self.dialect.encoding, errors="replace", newline="")
        try:
            yield from enumerate(split_rows(_clean(text), self.dialect), 1 + self.dialect.skipped_lines)
        finally:
            # The wrapper would close a stream that is the caller's.
            text.detach()
            if self.source.path is not None:
                file.close()


def _clean(lines: Iterator[str]) -> Iterator[str]:
    return (line.replace("\x00", "") if "\x00" in line else line for line in lines)
