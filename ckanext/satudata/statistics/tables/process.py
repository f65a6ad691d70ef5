"""Runs the reading of a file in a child process, bounded in time and memory, and gives its lines as they come."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from ckanext.satudata.statistics.errors import FactsError

__all__ = ["ReadingError", "lines_of"]

log = logging.getLogger(__name__)
MODULE = "ckanext.satudata.statistics.tables.reading"
SHOWN_ERROR = 2_000
GRACE_S = 10
"""After the library's own time limit, which is looked at between sheets."""


class ReadingError(FactsError):
    """The child process ended before it was through: too slow, too large, or brought down by the file."""


def lines_of(path: Path, order: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The lines of `reading.main`, each as soon as it is written. Raises ReadingError if the last one never comes."""
    command = [sys.executable, "-m", MODULE, str(path)]
    is_complete = False
    with tempfile.TemporaryFile() as errors:
        # A list of arguments, no shell; the file's name is not among what is interpreted.
        child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, stdin=subprocess.PIPE)  # noqa: S603
        clock = threading.Timer(float(order["seconds"]) + GRACE_S, child.kill)
        clock.start()
        try:
            _hand_over(child, order)
            for line in child.stdout or ():
                told = json.loads(line)
                is_complete = told["kind"] == "end"
                yield told
        except ValueError:
            # A line that was cut off when the process ended.
            is_complete = False
        finally:
            clock.cancel()
            child.kill()
            child.wait()
        if not is_complete:
            errors.seek(0)
            said = errors.read(SHOWN_ERROR).decode("utf-8", "replace")
            log.warning("Reading %s ended with %s: %s", path, child.returncode, said)
            raise ReadingError(str(child.returncode))


def _hand_over(child: subprocess.Popen[bytes], order: Mapping[str, Any]) -> None:
    """By standard input: the corrections of a busy office are longer than an argument may be."""
    if child.stdin is None:
        return
    # A child that is gone already is told by its missing last line.
    with suppress(BrokenPipeError), child.stdin as pipe:
        pipe.write(json.dumps(order).encode())
