"""What a source may do to datasets that are here already: settings that every source has, whatever its kind.

A change of these maps nothing again: they hold from the next run on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from ckanext.satudata.codes.messages import N_
from ckanext.satudata.harvest.notices.settings import NOTICE_SETTINGS
from ckanext.satudata.harvest.settings import Choice, Kind, Setting, Value


class LocalEdits(str, Enum):
    """What happens to a field that was edited here and that the source gives as well."""

    KEEP_LOCAL = "keep_local"
    TAKE_SOURCE = "take_source"


POLICY_SETTINGS: tuple[Setting, ...] = (
    Setting(
        name="local_edits",
        kind=Kind.CHOICE,
        label=N_("Fields that were edited here"),
        help=N_("What a run does with a field that somebody has edited here. Either way the report names the fields."),
        example="keep_local",
        default=LocalEdits.KEEP_LOCAL.value,
        choices=(
            Choice(value=LocalEdits.KEEP_LOCAL.value, label=N_("Keep what was edited here")),
            Choice(value=LocalEdits.TAKE_SOURCE.value, label=N_("Take what the source says")),
        ),
    ),
    Setting(
        name="local_edits_except",
        kind=Kind.LIST,
        label=N_("Except for these fields"),
        help=N_("The other way round for these fields. One per line: title, notes, tags, resources, or an extra."),
        example="notes",
        default=[],
    ),
    Setting(
        name="deletion",
        kind=Kind.BOOLEAN,
        label=N_("Take away what is gone at the source"),
        help=N_("Datasets that a complete run no longer meets are hidden, and deleted after the days below."),
        example="true",
        default=True,
    ),
    Setting(
        name="deletion_share",
        kind=Kind.INTEGER,
        label=N_("Largest share that may go at once, in percent"),
        help=N_("If more would go, and more than ten datasets, nothing goes until a person approves it."),
        example="20",
        default=20,
        minimum=0,
        maximum=100,
    ),
    Setting(
        name="deletion_days",
        kind=Kind.INTEGER,
        label=N_("Days until a hidden dataset is deleted"),
        help=N_("Until then, and after it, the dataset comes back by itself when the source has it again."),
        example="7",
        default=7,
        minimum=0,
        maximum=3650,
    ),
)

POLICY_NAMES = frozenset(setting.name for setting in (*POLICY_SETTINGS, *NOTICE_SETTINGS))
"""Of all settings whose change makes no other dataset of the same record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The settings of one source, typed."""

    local_edits: LocalEdits
    local_edits_except: frozenset[str]
    deletes: bool
    deletion_share: float
    """0..1."""
    grace: timedelta


def policy(values: Mapping[str, Value]) -> Policy:
    """From values that `settings.parse` has accepted; missing ones take their default.

    >>> policy({"deletion_share": 50}).deletion_share
    0.5
    """
    complete = {setting.name: setting.default for setting in POLICY_SETTINGS} | dict(values)
    fields, share, days = (complete[name] for name in ("local_edits_except", "deletion_share", "deletion_days"))
    return Policy(
        local_edits=LocalEdits(complete["local_edits"]),
        local_edits_except=frozenset(fields) if isinstance(fields, list) else frozenset(),
        deletes=complete["deletion"] is True,
        deletion_share=(share if isinstance(share, int) else 0) / 100,
        grace=timedelta(days=days if isinstance(days, int) else 0),
    )


DEFAULT_POLICY = policy({})
