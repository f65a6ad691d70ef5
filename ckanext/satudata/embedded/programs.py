"""One server process: started, watched, stopped, and recorded so that a later start finds what an earlier one left.

A record (`run/<name>.json`) holds the process id with its time of birth: after a reboot the id may be somebody else's.
On Linux the kernel also ends our servers when we die without a word (kill -9); elsewhere the next start does it.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import pwd
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from ckanext.satudata.embedded.errors import ServerCrashError, ServerStartError

TAIL_LINES = 20
STOP_TIMEOUT_S = 20.0
POLL_S = 0.03
# The clock may be set between two readings; no second process gets the same id that soon.
CLOCK_TOLERANCE_S = 2.0
PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """How to run one server. `is_ready` is asked until it says yes; it must not raise and must return quickly."""

    name: str
    command: tuple[str, ...]
    cwd: Path
    log: Path
    record: Path
    is_ready: Callable[[], bool]
    stop_signal: signal.Signals = signal.SIGTERM
    user: str | None = None
    environment: Mapping[str, str] = field(default_factory=dict)
    ready_timeout_s: float = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A started program."""

    program: Program
    process: subprocess.Popen[bytes]

    def wait_ready(self) -> None:
        """Return once the server answers. Raises ServerStartError with the end of its log."""
        program = self.program
        deadline = time.monotonic() + program.ready_timeout_s
        while not program.is_ready():
            code = self.process.poll()
            if code is not None:
                program.record.unlink(missing_ok=True)
                raise ServerStartError(program.name, f"it ended with exit code {code}", program.log, tail(program.log))
            if time.monotonic() > deadline:
                self.stop()
                reason = f"no answer within {program.ready_timeout_s:.0f} s"
                raise ServerStartError(program.name, reason, program.log, tail(program.log))
            time.sleep(POLL_S)

    def check(self) -> None:
        """Raises ServerCrashError if the process has ended."""
        code = self.process.poll()
        if code is not None:
            raise ServerCrashError(self.program.name, code, self.program.log, tail(self.program.log))

    def stop(self) -> None:
        """End the process the way it likes best, by force after 20 s; does nothing if it has ended."""
        if self.process.poll() is None:
            self.process.send_signal(self.program.stop_signal)
            try:
                self.process.wait(STOP_TIMEOUT_S)
            except subprocess.TimeoutExpired:
                end_tree(self.process.pid)
                self.process.wait()
        self.program.record.unlink(missing_ok=True)


def start(program: Program) -> Running:
    """Start the program in a session of its own, so that Ctrl-C reaches us and not it, and record it."""
    stop_leftover(program)
    program.log.parent.mkdir(parents=True, exist_ok=True)
    program.record.parent.mkdir(parents=True, exist_ok=True)
    account = pwd.getpwnam(program.user) if program.user else None
    with program.log.open("wb") as log:
        process = subprocess.Popen(  # noqa: S603 - the commands are built in this package
            program.command,
            cwd=program.cwd,
            env={**os.environ, **program.environment},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            user=account.pw_uid if account else None,
            group=account.pw_gid if account else None,
            extra_groups=() if account else None,
            preexec_fn=_ends_with_us(program.stop_signal),  # noqa: PLW1509 - runs one system call
        )
    born = psutil.Process(process.pid).create_time()
    program.record.write_text(json.dumps({"name": program.name, "pid": process.pid, "born": born}))
    return Running(program=program, process=process)


def stop_leftover(program: Program) -> bool:
    """Stop what an earlier start of this program left running; whether there was anything."""
    left = recorded_process(program.record)
    program.record.unlink(missing_ok=True)
    if left is None:
        return False
    with contextlib.suppress(psutil.NoSuchProcess):
        left.send_signal(program.stop_signal)
    if psutil.wait_procs([left], timeout=STOP_TIMEOUT_S)[1]:
        end_tree(left.pid)
    return True


def recorded_process(record: Path) -> psutil.Process | None:
    """The living process that a record speaks of; None if it is gone or its id now belongs to another one."""
    try:
        entry = json.loads(record.read_text())
        process = psutil.Process(int(entry["pid"]))
        same = abs(process.create_time() - float(entry["born"])) < CLOCK_TOLERANCE_S
    except (FileNotFoundError, ValueError, KeyError, psutil.NoSuchProcess):
        return None
    return process if same and process.status() != psutil.STATUS_ZOMBIE else None


def end_tree(pid: int) -> None:
    """Kill a process and everything that it started."""
    with contextlib.suppress(psutil.NoSuchProcess):
        root = psutil.Process(pid)
        doomed = [*root.children(recursive=True), root]
        for process in doomed:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        psutil.wait_procs(doomed, timeout=STOP_TIMEOUT_S)


def tail(log: Path, lines: int = TAIL_LINES) -> str:
    """The last lines of a log file; says so if there are none."""
    text = log.read_text(errors="replace") if log.exists() else ""
    return "\n".join(text.splitlines()[-lines:]) or "(the log is empty)"


def _ends_with_us(sign: signal.Signals) -> Callable[[], None] | None:
    if sys.platform != "linux":
        return None
    # Loaded before the fork: loading a library in the child could wait for a lock that nobody holds there any more.
    prctl = ctypes.CDLL(None).prctl

    def ask_kernel() -> None:
        prctl(PR_SET_PDEATHSIG, int(sign), 0, 0, 0)

    return ask_kernel
