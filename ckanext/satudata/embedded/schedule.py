"""Asks every ten minutes for sources that are due, as cron does elsewhere; the job worker then runs them.

Call: `python -m ckanext.satudata.embedded.schedule --ini FILE`. Loads no CKAN itself: while it waits, it costs nothing.
"""

from __future__ import annotations

import argparse
import signal
import subprocess
import sys
import time
from types import FrameType

EVERY_S = 600.0
CKAN = (sys.executable, "-c", "from ckan.cli.cli import ckan; ckan()")


def question(ini: str) -> tuple[str, ...]:
    """The command that puts the runs of all due sources on the queue."""
    return (*CKAN, "-c", ini, "satudata", "source", "run", "--due", "--background")


def main() -> None:
    """Parse the command line and ask until the process is ended."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ini", required=True)
    parser.add_argument("--every", type=float, default=EVERY_S, help="Seconds between two questions.")
    arguments = parser.parse_args()
    # Otherwise a question that is being asked would outlive us.
    signal.signal(signal.SIGTERM, _leave)
    while True:
        time.sleep(arguments.every)
        subprocess.run(question(arguments.ini), stdin=subprocess.DEVNULL, check=False)  # noqa: S603 - built above


def _leave(sign: int, frame: FrameType | None) -> None:  # noqa: ARG001 - the signature that signal.signal wants
    raise SystemExit(0)


if __name__ == "__main__":
    main()
