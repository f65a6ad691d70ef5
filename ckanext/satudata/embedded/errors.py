"""What can go wrong with servers in a folder. Caught in `cli.py`, which prints the message and exits with 1."""

from __future__ import annotations

from pathlib import Path


class EmbeddedError(Exception):
    """Base: the message tells an operator what failed, where, and what to do."""


class MissingProgramError(EmbeddedError):
    """A program of the system (Java, Maven, useradd) is not installed or too old."""


class ServerStartError(EmbeddedError):
    """A server ended, or did not answer in time, while it was started."""

    def __init__(self, name: str, reason: str, log: Path, tail: str) -> None:
        super().__init__(f"{name} did not start: {reason}. The end of its log {log}:\n{tail}")
        self.name = name


class ServerCrashError(EmbeddedError):
    """A process that was running has ended by itself."""

    def __init__(self, name: str, code: int, log: Path, tail: str) -> None:
        super().__init__(f"{name} ended by itself (exit code {code}). The end of its log {log}:\n{tail}")
        self.name = name


class AlreadyRunningError(EmbeddedError):
    """Another supervisor works in the same folder."""
