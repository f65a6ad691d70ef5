"""Which of two equal datasets is public: that of the source with the higher priority; the other one is private.

A dataset that was entered here goes before all sources; between equals the older one does. Where identifier or page
are the same this happens by itself, where only the titles are alike after a person has confirmed it. What is hidden
comes back when a person rejects the pair, and when the public one is gone or hidden itself.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from ckan import model

from ckanext.satudata.harvest import config, lock
from ckanext.satudata.harvest.errors import BusyError
from ckanext.satudata.harvest.model import Duplicate, DuplicateState, Reason, Record, Source, Stage
from ckanext.satudata.harvest.writer import WriteRequest, open_writer

__all__ = ["settle"]

log = logging.getLogger(__name__)

LOCK = "duplicates"
WAIT_S = 60.0
ENTERED_HERE = 1000
"""Above the priority of any source."""
SOURCE_GONE, GONE = -1, -2
CHUNK = 500
_SURE = (Reason.GUID.value, Reason.SOURCE_URL.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One dataset of a pair. A lower `rank` gives way.

    `is_presentable`: it is public, or would be if no pair hid it. What its source has withdrawn is not.
    """

    id: str
    is_public: bool
    is_presentable: bool
    rank: tuple[int, float, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A pair in which one dataset gives way, or did until now."""

    id: int
    hidden_id: str | None
    gives_way: bool
    loser: Side
    winner: Side


def settle(session: Session) -> tuple[int, int]:
    """Hide and show what follows from the pairs as they are now, committed; how many were hidden and shown.

    One process at a time, lest one that has read the pairs a moment earlier undoes what another did. Who finds it
    busy for long leaves it to the end of the next run.
    """
    try:
        with lock.hold(LOCK, WAIT_S):
            return _settle(session)
    except BusyError:
        log.info("Equal datasets are being hidden and shown by another process")
        return 0, 0


def _settle(session: Session) -> tuple[int, int]:
    decisions = _decisions(session)
    hidden: dict[str, Side] = {}
    for decision in decisions:
        loser, winner = decision.loser, decision.winner
        # The strongest winners come first: whether this one is hidden itself has been decided.
        is_due = winner.is_presentable and winner.id not in hidden and loser.is_presentable
        hidden_id = loser.id if decision.gives_way and is_due else None
        if hidden_id:
            hidden[hidden_id] = loser
        if hidden_id != decision.hidden_id:
            session.execute(sa.update(Duplicate).where(Duplicate.id == decision.id).values(hidden_id=hidden_id))
    away = [side.id for side in hidden.values() if side.is_public]
    free = _free(decisions, hidden)
    back = [side.id for side in free if side.is_presentable]
    # What was withdrawn meanwhile is not shown now, but as public when its source has it again.
    withdrawn = Record.package_id.in_([side.id for side in free if not side.is_presentable])
    session.execute(sa.update(Record).where(withdrawn, Record.stage.is_not(None)).values(was_private=False))
    session.commit()
    refused = _write(away, is_private=True)
    if refused:
        # Without an organisation no dataset can be private.
        session.execute(sa.update(Duplicate).where(Duplicate.hidden_id.in_(refused)).values(hidden_id=None))
        session.commit()
    return len(away) - len(refused), len(back) - len(_write(back, is_private=False))


def _free(decisions: Iterable[Decision], hidden: Mapping[str, Side]) -> list[Side]:
    """The datasets that a pair hid until now and that none hides any more."""
    sides = {side.id: side for one in decisions for side in (one.loser, one.winner)}
    ids = {one.hidden_id for one in decisions if one.hidden_id and one.hidden_id not in hidden}
    return [sides[id_] for id_ in sorted(ids)]


def _decisions(session: Session) -> list[Decision]:
    """The pairs that matter, the strongest winners first, so that of three equal ones the best stays."""
    first, second = aliased(model.Package), aliased(model.Package)
    sure = sa.and_(Duplicate.state == DuplicateState.OPEN.value, Duplicate.reason.in_(_SURE))
    gives_way = sa.or_(sure, Duplicate.state == DuplicateState.CONFIRMED.value)
    rows = session.execute(
        sa.select(
            Duplicate.id, Duplicate.hidden_id, gives_way, Duplicate.first_id, Duplicate.second_id,
            *_columns(first), *_columns(second),
        )
        .join(first, first.id == Duplicate.first_id, isouter=True)
        .join(second, second.id == Duplicate.second_id, isouter=True)
        .where(sa.or_(gives_way, Duplicate.hidden_id.is_not(None)))
    )  # fmt: skip
    priorities = dict(session.execute(sa.select(Source.id, Source.priority)).tuples().all())
    width = len(_columns(first))
    by_us = set(session.scalars(sa.select(Duplicate.hidden_id).where(Duplicate.hidden_id.is_not(None))))
    decisions = []
    for id_, hidden_id, is_due, first_id, second_id, *rest in rows:
        given = ((first_id, rest[:width]), (second_id, rest[width:]))
        sides = [_side(one, columns, priorities, is_hidden=one in by_us) for one, columns in given]
        loser, winner = sorted(sides, key=lambda side: side.rank)
        decisions.append(Decision(id=id_, hidden_id=hidden_id, gives_way=is_due, loser=loser, winner=winner))
    return sorted(decisions, key=lambda decision: decision.winner.rank, reverse=True)


def _columns(package: Any) -> Sequence[Any]:
    withdrawn = sa.exists().where(
        Record.package_id == package.id, Record.stage.is_not(None), Record.stage != Stage.LEFT.value
    )
    return (
        sa.and_(package.state == model.State.ACTIVE, sa.not_(withdrawn)),
        package.private,
        package.metadata_created,
        package.extras["harvest_source_id"].astext,
    )


def _side(id_: str, columns: Sequence[Any], priorities: Mapping[str, int], *, is_hidden: bool) -> Side:
    is_there, is_private, created, source_id = columns
    priority = priorities.get(source_id, SOURCE_GONE) if source_id else ENTERED_HERE
    age = -created.timestamp() if created else float("-inf")
    return Side(
        id=id_,
        is_public=bool(is_there) and not is_private,
        is_presentable=bool(is_there) and (not is_private or is_hidden),
        rank=(priority if is_there else GONE, age, id_),
    )


def _write(package_ids: Iterable[str], *, is_private: bool) -> list[str]:
    """Make them private or public; the ids of those that CKAN refused."""
    requests = [
        WriteRequest(guid=id_, dataset={}, package_id=id_, revise=lambda stored: {**stored, "private": is_private})
        for id_ in sorted(package_ids)
    ]
    refused: list[str] = []
    if requests:
        with open_writer(config.writer_mode()) as writer:
            for start in range(0, len(requests), CHUNK):
                outcomes = writer.write(requests[start : start + CHUNK])
                refused += [outcome.guid for outcome in outcomes if outcome.action == "refused"]
    return refused
