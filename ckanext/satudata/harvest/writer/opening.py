"""Opening a writer: which mode this site and this process allow."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ckanext.satudata.harvest.writer.action import ActionWriter
from ckanext.satudata.harvest.writer.plain.writer import BatchWriter
from ckanext.satudata.harvest.writer.types import Mode, Writer


@contextmanager
def open_writer(mode: Mode = "auto") -> Iterator[Writer]:
    """A writer for the time of one run; at the end everything is in Solr and visible."""
    writer: Writer = BatchWriter() if mode == "plain" else ActionWriter()
    try:
        yield writer
    finally:
        writer.close()
