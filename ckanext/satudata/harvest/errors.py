"""What can stop a unit of harvest work. Findings about data are no errors: `codes/findings/harvest.py`.

    HarvestError
    ├── SettingsError            options of a source that do not fit its declaration: somebody must correct them
    ├── SourceError              the source could not be read: the run ends, what was received is kept
    │   ├── AddressRefusedError      points into a network that the operator has not allowed
    │   ├── UnreachableError         no answer: name, connection, certificate, time
    │   ├── UnexpectedAnswerError    an answer that is not what the connector asked for
    │   │   └── FailingSourceError       the source reports an error of its own (HTTP 500 and above)
    │   ├── TooLargeError            more bytes or seconds than allowed
    │   └── BrokenConnectorError     a bug in a connector
    ├── BusyError                another run of the same source holds the lock
    └── CancelledError           somebody asked the run to stop

Each carries an English msgid and its details; `text(translate)` gives the sentence in the reader's language.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ckanext.satudata.codes.messages import N_, Translate


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence that is translated where it is shown.

    >>> Message("{name} is missing.", {"name": "Title"}).text()
    'Title is missing.'
    """

    msgid: str
    details: Mapping[str, str] = field(default_factory=dict)

    def text(self, translate: Translate = str) -> str:
        """The whole sentence."""
        return translate(self.msgid).format(**self.details)


class HarvestError(Exception):
    """Base of all; `message` says what, where and what to do."""

    def __init__(self, msgid: str, **details: object) -> None:
        self.message = Message(msgid, {name: str(detail) for name, detail in details.items()})
        super().__init__(self.message.text())

    def text(self, translate: Translate = str) -> str:
        """The message in the language of `translate`."""
        return self.message.text(translate)


class SettingsError(HarvestError):
    """Raised by `settings.parse`; `errors` holds the messages by setting."""

    def __init__(self, errors: Mapping[str, Sequence[Message]]) -> None:
        self.errors = errors
        super().__init__(N_("Some options of the source are not right: {names}."), names=", ".join(errors))


class SourceError(HarvestError):
    """Raised while a source is read, by `http` and by connectors."""


class AddressRefusedError(SourceError):
    """Raised by `guard` before anything is sent."""


class UnreachableError(SourceError):
    """Raised by `http` after all retries."""


class UnexpectedAnswerError(SourceError):
    """Raised by `http` and connectors; never retried again."""


class FailingSourceError(UnexpectedAnswerError):
    """Raised by `http` after all retries: asking in another way would only add to the load."""


class TooLargeError(SourceError):
    """Raised by `http` in the middle of an answer."""


class BrokenConnectorError(SourceError):
    """Raised by `reading` in place of whatever a connector raised that is none of these."""


class BusyError(HarvestError):
    """Raised by `lock.hold`."""


class CancelledError(HarvestError):
    """Raised by the engine between two batches."""
