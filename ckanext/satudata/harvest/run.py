"""The engine: one run of one source, from the lock to the last counter.

Whatever happens to a run, its row says so in the end: finished, failed (with a reason), cancelled; a process that died
is found by the next run. Nothing stored is lost: a run that stops keeps what it has taken over, and only a complete one
says that something is missing.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ckan import model
from ckan.model import meta

from ckanext.satudata.codes.findings import finding
from ckanext.satudata.codes.messages import N_
from ckanext.satudata.harvest import config, connectors, lock, mapping_settings, repair
from ckanext.satudata.harvest.connectors import Connector
from ckanext.satudata.harvest.errors import CancelledError, HarvestError, SourceError
from ckanext.satudata.harvest.gathering import Gathering
from ckanext.satudata.harvest.http import HttpClient, Limits
from ckanext.satudata.harvest.mapping import Origin
from ckanext.satudata.harvest.missing import report_missing
from ckanext.satudata.harvest.model import Run, RunState, Source
from ckanext.satudata.harvest.model.source import now
from ckanext.satudata.harvest.organizations import Organizations
from ckanext.satudata.harvest.report import Report
from ckanext.satudata.harvest.settings import Value
from ckanext.satudata.harvest.target import target
from ckanext.satudata.harvest.workshop import Workshop
from ckanext.satudata.harvest.writer import open_writer

log = logging.getLogger(__name__)

Progress = Callable[[Report], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A run as it was asked for, with the source as it was then."""

    run_id: str
    origin: Origin
    connector: Connector
    settings: Mapping[str, Value]
    options: mapping_settings.MappingOptions
    mapping_version: int


def execute(run_id: str, on_progress: Progress = lambda _report: None) -> RunState:
    """Do a queued run, and give the state in which it ended. `on_progress` is called after each batch.

    Raises only what is no error of the run: a stop from the keyboard, or a lost database.
    """
    with _session() as session:
        source_id = session.scalar(sa.select(Run.source_id).where(Run.id == run_id, Run.state == RunState.QUEUED.value))
        if source_id is None:
            return RunState(session.scalars(sa.select(Run.state).where(Run.id == run_id)).one())
        try:
            with lock.hold(source_id):
                state, error = _execute_alone(session, run_id, source_id, on_progress), None
        except CancelledError as raised:
            state, error = RunState.CANCELLED, raised
        except HarvestError as raised:
            state, error = RunState.FAILED, raised
        except Exception as raised:  # a run never takes its worker down; the row tells, the log tells more
            log.exception("Run %s of source %s", run_id, source_id)
            text = f"{type(raised).__name__}: {raised}"
            state, error = RunState.FAILED, HarvestError(N_("Unexpected error: {reason}"), reason=text)
        except BaseException:
            _end(session, run_id, RunState.INTERRUPTED, None)
            raise
        _end(session, run_id, state, error)
        return state


def limits(retries: int | None = None) -> Limits:
    """The operator's limits for reading sources."""
    return Limits(
        connect_timeout_s=config.connect_timeout_s(),
        read_timeout_s=config.read_timeout_s(),
        answer_timeout_s=config.answer_timeout_s(),
        answer_bytes=config.answer_limit_bytes(),
        retries=config.retries() if retries is None else retries,
        retry_wait_s=config.retry_wait_s(),
        networks=config.allowed_networks(),
    )


def _execute_alone(session: Session, run_id: str, source_id: str, on_progress: Progress) -> RunState:
    plan = _plan(session, run_id, source_id)
    report = Report(run_id, source_id)
    session.execute(
        sa.update(Run)
        .where(Run.id == run_id)
        .values(state=RunState.RUNNING.value, started_at=now(), mapping_version=plan.mapping_version)
    )
    session.commit()
    _take_over_from_the_dead(session, plan, report)
    with open_writer(config.writer_mode()) as writer, HttpClient(limits()) as http:
        shop = Workshop(
            run_id=run_id,
            origin=plan.origin,
            options=plan.options,
            mapping_version=plan.mapping_version,
            target=target(),
            organizations=Organizations(plan.options),
            session=session,
            report=report,
            writer=writer,
        )
        gathering = Gathering(shop, on_progress)
        stopped = _gather(gathering, plan, http)
    report.add(finding("HARVEST-09", place="", value=package_id) for package_id in sorted(writer.unindexed))
    if gathering.is_complete and stopped is None:
        report_missing(session, plan.origin.id, gathering.seen, report)
    session.execute(sa.update(Run).where(Run.id == run_id).values(complete=gathering.is_complete and stopped is None))
    report.flush(session)
    session.commit()
    on_progress(report)
    if stopped is not None:
        raise stopped
    return RunState.FINISHED


def _gather(gathering: Gathering, plan: Plan, http: HttpClient) -> SourceError | None:
    """Read all; what stopped the reading, if something did. What had come by then is taken over."""
    try:
        gathering.take(plan.connector.records(http, plan.settings))
    except SourceError as error:
        gathering.finish()
        gathering.report.add([finding("HARVEST-43", place="", reason=error.text())])
        return error
    gathering.finish()
    return None


def _plan(session: Session, run_id: str, source_id: str) -> Plan:
    source = session.get(Source, source_id)
    if source is None:
        raise HarvestError(N_("The source of this run was deleted."))
    return Plan(
        run_id=run_id,
        origin=Origin(id=source.id, title=source.title),
        connector=connectors.connector(source.connector),
        settings=source.settings,
        options=mapping_settings.options(source.mapping),
        mapping_version=source.mapping_version,
    )


def _take_over_from_the_dead(session: Session, plan: Plan, report: Report) -> None:
    """We hold the lock: whatever else claims to be running is dead."""
    dead = session.scalars(
        sa.update(Run)
        .where(Run.source_id == plan.origin.id, Run.state == RunState.RUNNING.value, Run.id != plan.run_id)
        .values(state=RunState.INTERRUPTED.value, finished_at=now())
        .returning(Run.id)
    ).all()
    session.commit()
    if dead:
        report.add([finding("HARVEST-45", place="")])
        repair.reindex(session, dead)


def _end(session: Session, run_id: str, state: RunState, error: HarvestError | None) -> None:
    session.rollback()
    values: dict[str, Any] = {"state": state.value, "finished_at": now()}
    if error is not None:
        values["error"] = {"msgid": error.message.msgid, "details": dict(error.message.details)}
    session.execute(sa.update(Run).where(Run.id == run_id).values(**values))
    session.commit()


@contextmanager
def _session() -> Iterator[Session]:
    """A session of our own: the writer commits and rolls back CKAN's."""
    session = meta.create_local_session(bind=model.ensure_engine())
    try:
        yield session
    finally:
        session.close()
