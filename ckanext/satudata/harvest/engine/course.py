"""What a run does while it holds the lock of its source: repair, read, take away what is gone, report.

Nothing stored is lost: a run that stops keeps what it has taken over, and only a complete one says that something is
missing (`deletion/aftermath.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ckanext.satudata.codes.findings import finding
from ckanext.satudata.codes.messages import N_
from ckanext.satudata.harvest import config, connectors
from ckanext.satudata.harvest.deletion import aftermath
from ckanext.satudata.harvest.engine import progress, repair
from ckanext.satudata.harvest.engine.gathering import Gathering
from ckanext.satudata.harvest.engine.progress import Reading
from ckanext.satudata.harvest.engine.reading import read
from ckanext.satudata.harvest.engine.report import Report
from ckanext.satudata.harvest.engine.stored_records import StoredReading
from ckanext.satudata.harvest.engine.workshop import open_workshop
from ckanext.satudata.harvest.errors import HarvestError, SourceError
from ckanext.satudata.harvest.http import source_networks
from ckanext.satudata.harvest.http.client import HttpClient, Limits
from ckanext.satudata.harvest.model import Run, RunKind, RunState, Source
from ckanext.satudata.harvest.model.source import now

Progress = Callable[[Report], None]


def follow(session: Session, run_id: str, source_id: str, on_progress: Progress) -> None:
    """Do the whole run. Raises HarvestError with the reason why it ended early; what had come is kept."""
    source = session.get(Source, source_id)
    if source is None:
        raise HarvestError(N_("The source of this run was deleted."))
    reading = _reading(session, run_id, source)
    report = Report(run_id, source_id)
    asked = {"mapping_version": source.mapping_version, "settings_hash": aftermath.options_hash(source)}
    session.execute(sa.update(Run).where(Run.id == run_id).values(**asked))
    session.commit()
    _take_over_from_the_dead(session, run_id, source_id, report)
    with (
        open_workshop(session, source, run_id, report) as shop,
        HttpClient(limits(networks=source.networks)) as http,
    ):
        gathering = Gathering(shop, on_progress, is_whole=reading.is_whole)
        stopped = _gather(gathering, reading, http)
        is_complete = gathering.is_complete and stopped is None
        session.execute(sa.update(Run).where(Run.id == run_id).values(complete=is_complete))
        if gathering.all_came and stopped is None and isinstance(reading, Reading):
            progress.remember(session, source_id, reading)
        session.commit()
        if is_complete:
            aftermath.draw(shop, gathering.seen, report.received)
    report.add(finding("HARVEST-09", place="", value=package_id) for package_id in sorted(shop.writer.unindexed))
    report.flush(session)
    session.commit()
    on_progress(report)
    if stopped is not None:
        raise stopped


def limits(retries: int | None = None, networks: Sequence[str] = ()) -> Limits:
    """The operator's limits for reading sources; `networks` are those of the source itself."""
    return Limits(
        connect_timeout_s=config.connect_timeout_s(),
        read_timeout_s=config.read_timeout_s(),
        answer_timeout_s=config.answer_timeout_s(),
        answer_bytes=config.answer_limit_bytes(),
        retries=config.retries() if retries is None else retries,
        retry_wait_s=config.retry_wait_s(),
        networks=source_networks.allowed(networks),
    )


def _gather(gathering: Gathering, reading: Reading | StoredReading, http: HttpClient) -> SourceError | None:
    """Read all; what stopped the reading, if something did. What had come by then is taken over."""
    try:
        gathering.take(read(lambda: reading.records(http)))
    except SourceError as error:
        gathering.finish()
        gathering.report.add([finding("HARVEST-43", place="", reason=error.text())])
        return error
    gathering.finish()
    return None


def _reading(session: Session, run_id: str, source: Source) -> Reading | StoredReading:
    if session.scalar(sa.select(Run.kind).where(Run.id == run_id)) == RunKind.REMAP.value:
        return StoredReading(session, source)
    return progress.plan(session, source, connectors.connector(source.connector))


def _take_over_from_the_dead(session: Session, run_id: str, source_id: str, report: Report) -> None:
    """We hold the lock: whatever else claims to be running is dead, also if somebody has cancelled it since."""
    others = sa.and_(Run.source_id == source_id, Run.id != run_id)
    dead = set(
        session.scalars(
            sa.update(Run)
            .where(others, Run.state == RunState.RUNNING.value)
            .values(state=RunState.INTERRUPTED.value, finished_at=now())
            .returning(Run.id)
        )
    )
    dead.update(session.scalars(sa.select(Run.id).where(others, Run.is_settled.is_(False))))
    session.commit()
    if dead:
        report.add([finding("HARVEST-45", place="")])
        repair.reindex(session, sorted(dead))
        session.execute(sa.update(Run).where(Run.id.in_(dead)).values(is_settled=True))
        session.commit()
