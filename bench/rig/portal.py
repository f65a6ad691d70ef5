"""The real catalogue of Serang as a CKAN portal on loopback: the source that both harvesters read.

The portal program and its 4,203 rows are shared material beside the checkout; `IS_THERE` tells whether they are.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests

from ckanext.satudata.embedded.ports import LOOPBACK

PROGRAM = Path(__file__).resolve().parents[3] / "shared" / "tools" / "ckan_portal.py"
COPIES_PROGRAM = Path(__file__).with_name("copies_portal.py")
IS_THERE = PROGRAM.exists()
START_TIMEOUT_S = 60.0


@contextmanager
def portal(port: int, *, copies: int = 1, **options: int) -> Iterator[str]:
    """Address of the running portal. `options` are those of the program (`changed=42`); `copies` repeats its rows."""
    program = (PROGRAM,) if copies == 1 else (COPIES_PROGRAM, PROGRAM, str(copies))
    flags = [part for name, value in options.items() for part in (f"--{name.replace('_', '-')}", str(value))]
    process = subprocess.Popen([sys.executable, *program, "--port", str(port), *flags], stdout=subprocess.DEVNULL)
    address = f"http://{LOOPBACK}:{port}"
    try:
        _wait_until_it_answers(address, process)
        yield address
    finally:
        process.terminate()
        process.wait()


def _wait_until_it_answers(address: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_TIMEOUT_S
    while not _answers(address):
        if process.poll() is not None or time.monotonic() > deadline:
            raise SystemExit(f"The portal did not start at {address}.")
        time.sleep(0.05)


def _answers(address: str) -> bool:
    try:
        return requests.get(f"{address}/api/3/action/status_show", timeout=5).ok
    except requests.ConnectionError:
        return False
