"""Records that a complete run did not meet any more, with what has become of their datasets."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session, defer

from ckan import model

from ckanext.satudata.harvest.engine.report import About
from ckanext.satudata.harvest.model import Record, Stage
from ckanext.satudata.harvest.model.source import now

CHUNK = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """One record that is gone at its source, and the dataset that was made of it."""

    record_id: int
    about: About
    stage: Stage | None
    stage_at: datetime | None
    is_private: bool
    state: str

    @property
    def is_here(self) -> bool:
        """Whether the dataset has not been taken away yet. One on the way when its run died counts as here."""
        return self.stage in (None, Stage.ARCHIVING) and self.state == model.State.ACTIVE

    @property
    def was_brought_back(self) -> bool:
        """Whether somebody has made public, or undeleted, what had been taken away."""
        if self.state != model.State.ACTIVE:
            return False
        is_public_again = self.stage in (Stage.ARCHIVED, Stage.DELETING) and not self.is_private
        return self.stage is Stage.DELETED or is_public_again

    def is_due(self, before: datetime) -> bool:
        """Whether it is hidden since before that moment, or its deletion was not finished."""
        if self.was_brought_back:
            return False
        if self.stage is Stage.DELETING:
            return True
        is_hidden = self.stage is Stage.ARCHIVED and self.state == model.State.ACTIVE
        return is_hidden and self.stage_at is not None and self.stage_at <= before


def mark(session: Session, source_id: str, seen: AbstractSet[str]) -> None:
    """Note since when each record of the source that is not among the seen ones is missing; without commit."""
    rows = session.execute(
        sa.select(Record.id, Record.guid)
        .where(Record.source_id == source_id, Record.missing_since.is_(None))
        .execution_options(yield_per=CHUNK)
    )
    gone = [id_ for id_, guid in rows if guid not in seen]
    for start in range(0, len(gone), CHUNK):
        session.execute(sa.update(Record).where(Record.id.in_(gone[start : start + CHUNK])).values(missing_since=now()))


def missing(session: Session, source_id: str, *conditions: sa.ColumnElement[bool]) -> list[Missing]:
    """The missing records of a source that have a dataset, by title."""
    package = model.Package
    rows = session.execute(
        sa.select(Record, package.title, package.private, package.state)
        .join(package, package.id == Record.package_id)
        .where(Record.source_id == source_id, Record.missing_since.is_not(None), *conditions)
        .order_by(package.title, Record.id)
        # Thousands may be missing at once, each with a document of up to two megabytes that nobody asks for here.
        .options(defer(Record.document), defer(Record.written))
        .execution_options(populate_existing=True)
    )
    return [_missing(record, title, private, state) for record, title, private, state in rows]


def known(session: Session, source_id: str) -> int:
    """Number of datasets of the source that have not been taken away, missing or not."""
    package, on_the_way = model.Package, (Stage.ARCHIVING.value,)
    here = sa.or_(Record.stage.is_(None), Record.stage.in_(on_the_way))
    query = (
        sa.select(sa.func.count())
        .select_from(Record)
        .join(package, package.id == Record.package_id)
        .where(Record.source_id == source_id, package.state == model.State.ACTIVE, here)
    )
    return session.scalar(query) or 0


def chunks(found: Sequence[Missing], size: int) -> list[Sequence[Missing]]:
    """In portions that are written together."""
    return [found[start : start + size] for start in range(0, len(found), size)]


def _missing(record: Record, title: str, private: bool, state: str) -> Missing:
    return Missing(
        record_id=record.id,
        about=About(
            guid=record.guid, title=title, package_id=record.package_id, organization_id=record.organization_id
        ),
        stage=Stage(record.stage) if record.stage else None,
        stage_at=record.stage_at,
        is_private=private,
        state=state,
    )
