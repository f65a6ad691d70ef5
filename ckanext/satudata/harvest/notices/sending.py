"""Sends the letter of a run that has ended, and notes on the run what became of it.

Called once per run, after its end is in the database: a mail server that is down, slow or not there costs the run
nothing. What it said goes to the log; it may name accounts, and the page of the run is read by others.
"""

from __future__ import annotations

import logging
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

import ckan.plugins.toolkit as tk
from ckan.lib import mailer

from ckanext.satudata.codes.messages import N_
from ckanext.satudata.harvest.model import Run, RunState, Source, StoredFinding
from ckanext.satudata.harvest.notices.letter import Addresses, Letter, Worst, letter
from ckanext.satudata.harvest.notices.occasion import is_worth_a_letter
from ckanext.satudata.harvest.notices.recipients import Recipient, recipients
from ckanext.satudata.harvest.notices.settings import notice_settings
from ckanext.satudata.metadata import translations

__all__ = ["TEXTS", "Outcome", "send_notice"]

log = logging.getLogger(__name__)

WORST_SHOWN = 10
MAIL_TIMEOUT_S = 20
OPEN = (RunState.QUEUED.value, RunState.RUNNING.value)


class Outcome(str, Enum):
    """What became of the letter of a run."""

    NONE = "none"
    """The run was not worth one."""
    SENT = "sent"
    FAILED = "failed"
    """Some or all recipients could not be reached."""
    NO_SERVER = "no_server"
    NOBODY = "nobody"


TEXTS = {
    Outcome.SENT.value: N_("A letter about this run was sent to {sent} people."),
    Outcome.FAILED.value: N_(
        "The letter about this run reached {sent} of {wanted} recipients; the operator's log says why."
    ),
    Outcome.NO_SERVER.value: N_(
        "No letter was sent: this portal has no mail server (options smtp.server and smtp.mail_from)."
    ),
    Outcome.NOBODY.value: N_("No letter was sent: no admin of the walidata has a mail address."),
}
"""Outcomes in words, for the page of the run; one that is not here needs none."""


def send_notice(session: Session, run_id: str) -> None:
    """Tell people of an ended run if its source is set so; a second call for the same run does nothing. Commits."""
    run = session.get(Run, run_id, populate_existing=True)
    source = session.get(Source, run.source_id) if run else None
    if run is None or source is None or run.state in OPEN or not _claim(session, run_id):
        return
    session.refresh(run)
    wanted = notice_settings(source.mapping)
    note: dict[str, Any] = {"outcome": Outcome.NONE.value}
    if is_worth_a_letter(wanted.occasion, run, _by_severity(session, run_id)):
        note = _deliver(_letter(session, run, source), recipients(session, wanted.addresses))
    run.notice = note
    session.commit()


def _claim(session: Session, run_id: str) -> bool:
    """Whether nobody else has sent, or is sending, the letter of this run."""
    claimed = session.scalar(
        sa.update(Run)
        .where(Run.id == run_id, Run.notice.is_(None))
        .values(notice={"outcome": Outcome.NONE.value})
        .returning(Run.id)
    )
    session.commit()
    return claimed is not None


def _letter(session: Session, run: Run, source: Source) -> Letter:
    locale = tk.config["ckan.locale_default"]
    return letter(
        run,
        source.title,
        _worst(session, run.id),
        addresses=Addresses(run=_address(f"/sumber/proses/{run.id}"), findings=_address("/temuan/")),
        translate=translations.translator(locale),
        locale=locale,
    )


def _deliver(text: Letter, people: list[Recipient]) -> dict[str, Any]:
    # Without a sender's address CKAN's mailer breaks off with an AttributeError.
    if not (tk.config.get("smtp.server") and tk.config.get("smtp.mail_from")):
        return {"outcome": Outcome.NO_SERVER.value}
    if not people:
        return {"outcome": Outcome.NOBODY.value}
    with _patience():
        sent = sum(_is_sent(text, person) for person in people)
    outcome = Outcome.SENT if sent == len(people) else Outcome.FAILED
    return {"outcome": outcome.value, "sent": sent, "wanted": len(people)}


def _is_sent(text: Letter, person: Recipient) -> bool:
    try:
        mailer.mail_recipient(person.name, person.address, text.subject, text.text)
    except Exception:  # whatever a mail server does, the others get their letter
        log.exception("The letter to one recipient could not be sent")
        return False
    return True


@contextmanager
def _patience() -> Iterator[None]:
    """CKAN's mailer gives its connection no time limit of its own."""
    before = socket.getdefaulttimeout()
    socket.setdefaulttimeout(MAIL_TIMEOUT_S)
    try:
        yield
    finally:
        socket.setdefaulttimeout(before)


def _by_severity(session: Session, run_id: str) -> dict[str, int]:
    found = StoredFinding
    query = sa.select(found.severity, sa.func.count()).where(found.run_id == run_id).group_by(found.severity)
    return dict(session.execute(query).tuples().all())


def _worst(session: Session, run_id: str) -> list[Worst]:
    """Errors, then warnings, the most frequent first, each with its first example."""
    found = StoredFinding
    number = sa.func.count().label("number")
    kinds = (
        sa.select(found.code, number, sa.func.min(found.id).label("first"))
        .where(found.run_id == run_id, found.severity.in_(["error", "warning"]))
        .group_by(found.code)
        .subquery()
    )
    rows = session.execute(
        sa.select(found, kinds.c.number)
        .join(kinds, kinds.c.first == found.id)
        .order_by(found.severity, kinds.c.number.desc(), found.code)
        .limit(WORST_SHOWN)
    )
    return [Worst(example=example, count=count) for example, count in rows]


def _address(path: str) -> str:
    # A worker has no request from which CKAN could make an address.
    root = (tk.config.get("ckan.root_path") or "").replace("/{{LANG}}", "").rstrip("/")
    return f"{tk.config['ckan.site_url'].rstrip('/')}{root}{path}"
