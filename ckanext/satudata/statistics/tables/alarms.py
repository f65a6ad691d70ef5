"""Why a file waits for a person: personal data in it, another dataset's form, or nothing that could be read of it.

Who has looked says so with his reason (`confirm`); it is kept for good, and holds for that very file and no other one.
Source: UU 27/2022 Pasal 16 and 35 (who passes personal data on answers for it).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ckan import model

from ckanext.satudata.codes.findings import Severity
from ckanext.satudata.statistics.model import Alarm, Confirmation, Tidying, TidyingState
from ckanext.satudata.statistics.tables import files

__all__ = ["alarm_of", "confirm", "confirmed", "is_personal", "is_unread", "standing"]

_OTHER_FORM = "FORM-08"
_EMPTY = "FILE-03"
_SKIPPED = frozenset(("FILE-14", "FILE-15"))
"""Warnings that say that a part of the file was left out."""


def is_personal(found: Mapping[str, Any]) -> bool:
    """Whether a stored finding says that there are personal data."""
    return found["code"].startswith("PRIVACY-") and found["severity"] == Severity.ERROR.value


def is_unread(found: Mapping[str, Any]) -> bool:
    """Whether a stored finding says that the file, or a part of it, was not read."""
    is_error = found["code"].startswith("FILE-") and found["severity"] == Severity.ERROR.value
    # In an empty file there is nothing that could have been read.
    return (is_error and found["code"] != _EMPTY) or found["code"] in _SKIPPED


def alarm_of(tidying: Tidying) -> Alarm | None:
    """The gravest alarm that the findings of a file give, but for those that somebody has called false."""
    alarms = {
        Alarm.PERSONAL_DATA: any(map(is_personal, tidying.findings)),
        Alarm.OTHER_FORM: any(found["code"] == _OTHER_FORM for found in tidying.findings),
        Alarm.UNREAD: any(map(is_unread, tidying.findings)),
    }
    if not any(alarms.values()):
        return None
    said = confirmed(tidying)
    return next((alarm for alarm, is_given in alarms.items() if is_given and alarm not in said), None)


def standing(tidying: Tidying) -> Alarm | None:
    """The alarm for which the file waits now; None while it is read, and when nothing holds it back."""
    if tidying.state == TidyingState.REFUSED.value:
        return Alarm.PERSONAL_DATA
    if tidying.state == TidyingState.HELD.value:
        return Alarm.OTHER_FORM
    is_over = tidying.state in (TidyingState.DONE.value, TidyingState.FAILED.value)
    return Alarm.UNREAD if is_over and tidying.open_upload != files.upload_of(tidying.resource_id) else None


def confirmed(tidying: Tidying) -> dict[Alarm, Confirmation]:
    """What people have vouched for of the very file that was read, the newest word on each alarm."""
    upload = files.upload_of(tidying.resource_id)
    found: dict[Alarm, Confirmation] = {}
    for one in model.Session.scalars(Confirmation.of_resource(tidying.resource_id)):
        # A file that could not be opened has no hash: there it is the upload that was vouched for.
        is_this = one.file_hash == tidying.file_hash if one.file_hash else one.upload == upload
        if is_this:
            found.setdefault(Alarm(one.alarm), one)
    return found


def confirm(tidying: Tidying, alarm: Alarm, *, reason: str, user: str, findings: Iterable[Mapping[str, Any]]) -> None:
    """Keep somebody's word. The caller commits."""
    model.Session.add(
        Confirmation(
            resource_id=tidying.resource_id,
            upload=files.upload_of(tidying.resource_id),
            file_hash=tidying.file_hash,
            alarm=alarm.value,
            reason=reason,
            findings=[{name: found[name] for name in ("code", "place", "message")} for found in findings],
            confirmed_by=user,
        )
    )
