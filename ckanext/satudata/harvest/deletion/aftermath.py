"""What follows from a complete run for the datasets that are gone at the source: judged, hidden, deleted, or left.

The only place from which a dataset is taken away, besides an approval of what was refused here (`approving.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ckanext.satudata.codes.findings import finding
from ckanext.satudata.harvest.deletion import approving, guard, missing, withdrawal
from ckanext.satudata.harvest.deletion.missing import Missing
from ckanext.satudata.harvest.engine import compare
from ckanext.satudata.harvest.engine.workshop import Workshop
from ckanext.satudata.harvest.model import ChangeKind, Deletion, Run, Source
from ckanext.satudata.harvest.model.source import now

# Options that say how a source is read, not what of it.
_HOW_IT_IS_READ = frozenset({"page_size", "incremental", "full_compare_days"})
_JUDGED = (Deletion.OFF, Deletion.NOTHING, Deletion.DONE, Deletion.APPROVED)


def draw(shop: Workshop, seen: AbstractSet[str], received: int) -> None:
    """After a reading that met `seen`, and only if it was complete. Commits. Raises CancelledError."""
    session, source_id = shop.session, shop.origin.id
    missing.mark(session, source_id, seen)
    session.commit()
    if shop.policy.deletes:
        withdrawal.archive(approving.approved(session, source_id), shop)
    found = missing.missing(session, source_id)
    here = [one for one in found if one.is_here]
    verdict = guard.judge(
        known=missing.known(session, source_id),
        missing=len(here),
        received=received,
        has_other_options=_has_other_options(session, shop),
        policy=shop.policy,
    )
    _write_down(shop, here, verdict)
    if verdict.decision is Deletion.DONE:
        withdrawal.archive(here, shop)
    if shop.policy.deletes:
        withdrawal.leave_alone([one for one in found if one.was_brought_back], shop)
        withdrawal.delete([one for one in found if one.is_due(now() - shop.policy.grace)], shop)


def options_hash(source: Source) -> str:
    """Of everything that decides which records a source has for us."""
    options = {name: value for name, value in source.settings.items() if name not in _HOW_IT_IS_READ}
    return compare.fingerprint(compare.canonical(options))


def _has_other_options(session: Session, shop: Workshop) -> bool:
    """Whether the options were others at the last complete run whose missing records nobody doubts."""
    judged = [decision.value for decision in _JUDGED]
    last = session.scalar(
        sa.select(Run.settings_hash)
        .where(Run.source_id == shop.origin.id, Run.id != shop.run_id, Run.complete, Run.deletion.in_(judged))
        .order_by(Run.created_at.desc())
        .limit(1)
    )
    return last is not None and last != session.scalar(sa.select(Run.settings_hash).where(Run.id == shop.run_id))


def _write_down(shop: Workshop, here: Sequence[Missing], verdict: guard.Verdict) -> None:
    """The missing records as changes, the refusal, and for those that stay what to do."""
    stays = verdict.decision is not Deletion.DONE
    for one in here:
        shop.report.count("missing")
        shop.report.change(ChangeKind.MISSING, one.about)
        if stays:
            shop.report.add([finding("HARVEST-06", place="")], one.about)
    details = None
    if verdict.refusal:
        shop.report.add([verdict.refusal])
        details = {"code": verdict.refusal.code, **verdict.refusal.details}
    shop.session.execute(
        sa.update(Run).where(Run.id == shop.run_id).values(deletion=verdict.decision.value, deletion_details=details)
    )
    shop.report.flush(shop.session)
    shop.session.commit()
