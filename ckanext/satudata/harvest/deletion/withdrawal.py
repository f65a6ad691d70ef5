"""Taking datasets away that are gone at their source, in stages, and bringing them back.

Hidden first: the dataset becomes private, so that its editors find it and nobody else does; deleted (not purged) when
the days of grace are over; brought back as it was, with its edits and its history, when the source has it again. Each
portion is announced in the records before it is written and confirmed after it: a process that dies in between leaves
a stage on the way (`Stage`), which the next run of the source finishes, or takes back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from ckan import model

from ckanext.satudata.codes.findings import Finding, finding
from ckanext.satudata.harvest.deletion.missing import Missing, chunks
from ckanext.satudata.harvest.engine.compare import Known
from ckanext.satudata.harvest.engine.outcomes import sentence
from ckanext.satudata.harvest.engine.report import About
from ckanext.satudata.harvest.engine.stopping import raise_if_cancelled
from ckanext.satudata.harvest.engine.workshop import Workshop
from ckanext.satudata.harvest.model import ChangeKind, Record, Stage
from ckanext.satudata.harvest.model.source import now
from ckanext.satudata.harvest.writer import WriteOutcome, WriteRequest
from ckanext.satudata.harvest.writer.types import Revise

PORTION = 100
_GONE = frozenset({Stage.DELETING, Stage.DELETED})


def archive(found: Sequence[Missing], shop: Workshop) -> None:
    """Hide the datasets, portion by portion, each committed. Raises CancelledError between two portions."""
    until = (now() + shop.policy.grace).date().isoformat()
    for portion in chunks(found, PORTION):
        _announce(portion, Stage.ARCHIVING, shop)
        outcomes = _write(portion, lambda stored: {**stored, "private": True}, shop)
        _confirm(portion, outcomes, Stage.ARCHIVED, finding("HARVEST-52", place="", date=until), shop)
        raise_if_cancelled(shop)


def delete(found: Sequence[Missing], shop: Workshop) -> None:
    """Put hidden datasets into state "deleted", portion by portion. Raises CancelledError between two portions."""
    for portion in chunks(found, PORTION):
        _announce(portion, Stage.DELETING, shop)
        outcomes = _write(portion, lambda stored: {**stored, "state": model.State.DELETED}, shop)
        since = min((one.stage_at for one in portion if one.stage_at), default=now()).date().isoformat()
        _confirm(portion, outcomes, Stage.DELETED, finding("HARVEST-53", place="", date=since), shop)
        raise_if_cancelled(shop)


def leave_alone(found: Sequence[Missing], shop: Workshop) -> None:
    """What a person has brought back is that person's from now on; committed."""
    for one in found:
        shop.report.add([finding("HARVEST-59", place="")], one.about)
    _set([one.record_id for one in found], shop, stage=Stage.LEFT.value, stage_at=now())
    shop.report.flush(shop.session)
    shop.session.commit()


def bring_back(known: Mapping[str, Known], shop: Workshop) -> None:
    """Undo whatever was done to datasets whose records are at the source again; committed if there are any."""
    again = {guid: one for guid, one in known.items() if one.stage}
    if not again:
        return
    taken_away = {guid: one for guid, one in again.items() if _is_ours_to_bring_back(one)}
    requests = [
        WriteRequest(guid=guid, dataset={}, package_id=one.package_id, revise=_as_before(one))
        for guid, one in taken_away.items()
    ]
    refused = set()
    for outcome in shop.writer.write(requests) if requests else ():
        one = taken_away[outcome.guid]
        about = About(
            guid=outcome.guid,
            title=one.package_title,
            package_id=one.package_id,
            organization_id=one.organization_id,
        )
        if outcome.action == "refused":
            refused.add(outcome.guid)
            shop.report.add([_refusal(outcome)], about)
            continue
        shop.report.count("restored")
        shop.report.change(ChangeKind.RESTORED, about)
        shop.report.add([finding("HARVEST-54", place="")], about)
    back = sa.and_(Record.source_id == shop.origin.id, Record.guid.in_(again.keys() - refused))
    shop.session.execute(sa.update(Record).where(back).values(stage=None, stage_at=None, was_private=None))
    shop.report.flush(shop.session)
    shop.session.commit()


def _is_ours_to_bring_back(one: Known) -> bool:
    """Not what was purged, left to a person, or deleted by hand while it was hidden."""
    if one.package_state is None or one.stage is Stage.LEFT:
        return False
    return one.package_state == model.State.ACTIVE or one.stage in _GONE


def _as_before(one: Known) -> Revise:
    def revise(stored: Mapping[str, Any]) -> dict[str, Any]:
        return {**stored, "private": bool(stored["private"] and one.was_private), "state": model.State.ACTIVE}

    return revise


def _announce(portion: Sequence[Missing], stage: Stage, shop: Workshop) -> None:
    """Say what is about to be done, and how visible the dataset is, committed."""
    ids = [one.record_id for one in portion]
    if stage is Stage.ARCHIVING:
        private = sa.select(model.Package.private).where(model.Package.id == Record.package_id).scalar_subquery()
        new = sa.and_(Record.id.in_(ids), Record.stage.is_(None))
        shop.session.execute(sa.update(Record).where(new).values(was_private=private))
    # The next run looks at what a dead one wrote by `last_run_id`.
    _set(ids, shop, stage=stage.value, last_run_id=shop.run_id)
    shop.session.commit()


def _write(
    portion: Sequence[Missing], revise: Callable[[Mapping[str, Any]], dict[str, Any]], shop: Workshop
) -> list[WriteOutcome]:
    return shop.writer.write(
        [
            WriteRequest(guid=one.about.guid or "", dataset={}, package_id=one.about.package_id, revise=revise)
            for one in portion
        ]
    )


def _confirm(
    portion: Sequence[Missing], outcomes: Sequence[WriteOutcome], stage: Stage, said: Finding, shop: Workshop
) -> None:
    done = []
    for one, outcome in zip(portion, outcomes, strict=True):
        if outcome.action == "refused":
            shop.report.add([_refusal(outcome)], one.about)
            continue
        done.append(one.record_id)
        shop.report.count(stage.value)
        shop.report.change(ChangeKind(stage.value), one.about)
        shop.report.add([said], one.about)
    _set(done, shop, stage=stage.value, stage_at=now())
    # What was refused is as it was, and is tried again.
    refused = [one.record_id for one in portion if one.record_id not in set(done)]
    before = {"stage": None, "was_private": None} if stage is Stage.ARCHIVED else {"stage": Stage.ARCHIVED.value}
    _set(refused, shop, **before)
    shop.report.flush(shop.session)
    shop.session.commit()


def _set(record_ids: Sequence[int], shop: Workshop, **values: Any) -> None:
    if record_ids:
        shop.session.execute(sa.update(Record).where(Record.id.in_(record_ids)).values(**values))


def _refusal(outcome: WriteOutcome) -> Finding:
    return finding("HARVEST-58", place="", reason=sentence(outcome.errors))
