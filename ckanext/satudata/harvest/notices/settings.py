"""Who is told of the runs of a source, and when: settings that every source has, whatever its kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from ckanext.satudata.codes.messages import N_
from ckanext.satudata.harvest.errors import Message
from ckanext.satudata.harvest.settings import Choice, Kind, Setting, Value
from ckanext.satudata.metadata.fields import surel

__all__ = ["NOTICE_SETTINGS", "NoticeSettings", "Occasion", "notice_settings", "wrong_address"]


class Occasion(str, Enum):
    """After which runs a letter is sent."""

    NEVER = "never"
    ERROR = "error"
    CHANGE = "change"
    """Something changed, or went wrong."""
    ALWAYS = "always"


NOTICE_SETTINGS: tuple[Setting, ...] = (
    Setting(
        name="notice",
        kind=Kind.CHOICE,
        label=N_("Mail after a run"),
        help=N_("A letter with the counts, the worst findings and a link. Errors include a refused deletion."),
        example="error",
        default=Occasion.ERROR.value,
        choices=(
            Choice(value=Occasion.NEVER.value, label=N_("Never")),
            Choice(value=Occasion.ERROR.value, label=N_("When something went wrong")),
            Choice(value=Occasion.CHANGE.value, label=N_("When something changed or went wrong")),
            Choice(value=Occasion.ALWAYS.value, label=N_("After every run")),
        ),
    ),
    Setting(
        name="notice_to",
        kind=Kind.LIST,
        label=N_("Further mail addresses"),
        help=N_("The admins of the walidata get the letter anyway. One address per line."),
        example="operator@dinkes.example.go.id",
        default=[],
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeSettings:
    """The settings of one source, typed."""

    occasion: Occasion
    addresses: tuple[str, ...]


def notice_settings(values: Mapping[str, Value]) -> NoticeSettings:
    """From values that `settings.parse` has accepted; missing ones take their default.

    >>> notice_settings({}).occasion.value
    'error'
    """
    complete: dict[str, Any] = {setting.name: setting.default for setting in NOTICE_SETTINGS} | dict(values)
    return NoticeSettings(occasion=Occasion(complete["notice"]), addresses=tuple(complete["notice_to"]))


def wrong_address(values: Mapping[str, Value]) -> Message | None:
    """What is wrong with the first of the addresses that is no mail address."""
    for address in notice_settings(values).addresses:
        if surel.normalise(address, place="notice_to").finding:
            return Message(N_("“{value}” is no mail address."), {"value": address})
    return None
