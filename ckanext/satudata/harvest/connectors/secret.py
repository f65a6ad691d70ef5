"""Keys of sources: read where the operator put them, shown to nobody, written nowhere.

A source's options name the key, they never hold it. The name is limited to what the operator set aside for sources, so
that nobody who may edit a source can reach another secret of the server.
"""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote

from ckanext.satudata.codes.messages import N_
from ckanext.satudata.harvest.errors import SourceError

PREFIX = "SATUDATA_SECRET_"
FOLDER_VARIABLE = "SATUDATA_SECRETS_FOLDER"
DEFAULT_FOLDER = "/run/secrets"
"""Where Docker and systemd put secrets."""
HIDDEN = "***"
# These write the whole address of a request, at WARNING when it is tried again.
CHATTY = ("urllib3.connectionpool", "urllib3.util.retry")

_FILE_NAME = re.compile(r"[A-Za-z0-9][\w.-]*")
T = TypeVar("T")


class Secret:
    """A key in memory; its text form tells nothing."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def __repr__(self) -> str:
        return f"Secret({HIDDEN})"

    def reveal(self) -> str:
        """The key itself, for the request that needs it."""
        return self._value

    def hidden_in(self, text: str) -> str:
        """The text with the key blotted out.

        >>> Secret("a b").hidden_in("https://x.go.id/?key=a%20b&n=1")
        'https://x.go.id/?key=***&n=1'
        """
        for form in (
            self._value,
            quote(self._value),
            quote(self._value, safe=""),
            quote(self._value).replace("%20", "+"),
        ):
            text = text.replace(form, HIDDEN)
        return text

    def guard(self, call: Callable[[], T]) -> T:
        """What `call` gives. A SourceError of it is raised anew without the key, and without the error that had it."""
        with self._quiet():
            try:
                return call()
            except SourceError as error:
                details = {name: self.hidden_in(detail) for name, detail in error.message.details.items()}
                clean = type(error)(error.message.msgid, **details)
        raise clean

    @contextmanager
    def _quiet(self) -> Iterator[None]:
        """No log record of the HTTP library holds the key."""

        def hide(record: logging.LogRecord) -> bool:
            record.msg, record.args = self.hidden_in(record.getMessage()), ()
            return True

        loggers = [logging.getLogger(name) for name in CHATTY]
        for logger in loggers:
            logger.addFilter(hide)
        try:
            yield
        finally:
            for logger in loggers:
                logger.removeFilter(hide)


def read_secret(variable: str, file: str) -> Secret:
    """The key in the environment variable of that name, else in the file of that name in the folder for secrets.

    Raises SourceError that says what is missing, or which name is not allowed.
    """
    if variable and not variable.startswith(PREFIX):
        raise SourceError(
            N_("“{name}” may not be read. Variables with keys of sources begin with {prefix}."),
            name=variable,
            prefix=PREFIX,
        )
    if file and not _FILE_NAME.fullmatch(file):
        raise SourceError(N_("“{name}” is not the plain name of a file."), name=file)
    value = os.environ.get(variable, "").strip() if variable else ""
    if not value and file:
        value = _from_file(Path(os.environ.get(FOLDER_VARIABLE) or DEFAULT_FOLDER) / file)
    if not value:
        raise SourceError(
            N_("There is no key. Ask the operator to set the variable {variable} or the secret file {file}."),
            variable=variable or f"{PREFIX}…",
            file=file or "…",
        )
    return Secret(value)


def _from_file(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""
