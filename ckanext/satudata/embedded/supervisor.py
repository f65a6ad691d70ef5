"""Keeps the processes of one site running together: all or none.

One supervisor per folder. SIGINT (Ctrl-C), SIGTERM and SIGHUP end everything in order; a process that ends by itself
ends the others too, and its name, exit code and last words are raised as ServerCrashError.
"""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import FrameType

import psutil

from ckanext.satudata.embedded import programs
from ckanext.satudata.embedded.errors import AlreadyRunningError
from ckanext.satudata.embedded.home import Home
from ckanext.satudata.embedded.programs import Running

RECORD = "supervisor.json"
WATCH_S = 0.3
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
STOP_TIMEOUT_S = 60.0


class StopRequested(BaseException):
    """Somebody asked us to stop; passes through every `except Exception` on its way to the supervisor."""


@contextmanager
def sole_supervisor(home: Home) -> Iterator[None]:
    """Be the folder's only supervisor, and turn stop signals into StopRequested. Raises AlreadyRunningError."""
    record = home.records / RECORD
    other = programs.recorded_process(record)
    if other is not None:
        raise AlreadyRunningError(
            f"The site in {home.folder} runs already (process {other.pid}). To stop it: satudata stop"
        )
    home.records.mkdir(parents=True, exist_ok=True)
    born = psutil.Process().create_time()
    record.write_text(json.dumps({"name": "supervisor", "pid": os.getpid(), "born": born}))
    before = [(sign, signal.signal(sign, _request_stop)) for sign in STOP_SIGNALS]
    try:
        yield
    finally:
        for sign, handler in before:
            signal.signal(sign, handler)
        record.unlink(missing_ok=True)


def watch(running: Sequence[Running], *, while_: Callable[[], bool] = lambda: True) -> None:
    """Return when asked to stop. Raises ServerCrashError when a process ends by itself."""
    try:
        while while_():
            for process in running:
                process.check()
            time.sleep(WATCH_S)
    except StopRequested:
        return


def stop(home: Home) -> bool:
    """Ask the folder's supervisor to stop everything and wait for it; whether there was one.

    Servers that an earlier supervisor left behind when it was killed are stopped as well.
    """
    supervisor = programs.recorded_process(home.records / RECORD)
    if supervisor is not None:
        supervisor.terminate()
        psutil.wait_procs([supervisor], timeout=STOP_TIMEOUT_S)
    left = [process for record in sorted(home.records.glob("*.json")) if (process := programs.recorded_process(record))]
    for process in left:
        process.terminate()
    for process in psutil.wait_procs(left, timeout=STOP_TIMEOUT_S)[1]:
        programs.end_tree(process.pid)
    return supervisor is not None or bool(left)


def _request_stop(sign: int, frame: FrameType | None) -> None:  # noqa: ARG001 - the signature that signal.signal wants
    # A second Ctrl-C while we are stopping must not leave half of the processes behind.
    for other in STOP_SIGNALS:
        signal.signal(other, signal.SIG_IGN)
    raise StopRequested
