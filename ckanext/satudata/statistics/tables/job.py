"""The job: a resource's file is read in a child process, its result stored, checked, and loaded.

Reading stops at personal data: nothing is loaded then, and no cell is kept, until the walidata calls it a false alarm
(`alarms`). Whatever happens to the file meanwhile ends the job (`turns`).
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.types import Context

from ckanext.satudata.codes.findings import finding
from ckanext.satudata.codes.messages import N_
from ckanext.satudata.metadata.withholding import is_open
from ckanext.satudata.statistics import config
from ckanext.satudata.statistics.datastore import load as datastore
from ckanext.satudata.statistics.errors import DatastoreLoadError, FactsError, NoFactsError
from ckanext.satudata.statistics.facts.load import load_rows
from ckanext.satudata.statistics.facts.rows import Skipped, fact_rows
from ckanext.satudata.statistics.facts.subject import Subject
from ckanext.satudata.statistics.model import Alarm, Tidying, TidyingState
from ckanext.satudata.statistics.model.indicator import now
from ckanext.satudata.statistics.tables import alarms, files, layouts, process, results, turns
from ckanext.satudata.statistics.tables.notes import note
from ckanext.satudata.statistics.tables.turns import Turn
from ckanext.satudata.tabular.api import tidy
from ckanext.satudata.tabular.model import Hints, Workbook

__all__ = ["execute"]

log = logging.getLogger(__name__)
LOST = N_("Something unexpected happened while this file was being read. The administrators find it in the log.")
NO_FILE = N_("The file is not in the storage. Upload it again.")
WITHOUT_REGION = N_("{count} figures were not loaded as statistics, because nothing says for which region they are.")
WITHOUT_PERIOD = N_("{count} figures were not loaded as statistics, because nothing says for which period they are.")
NO_REGION = N_(
    "None of these figures is in the statistics yet: for {count} of them nothing says for which region they are. Write "
    "the regions into a column, or the region that all are about into the dataset's coverage."
)
NO_PERIOD = N_(
    "None of these figures is in the statistics yet: for {count} of them nothing says for which period they are. Write "
    "the year into the period of this file (Edit file), or into a column or the title of the table."
)
NO_FIGURES = N_("There are no figures in this file yet: its tables hold words and blank cells only.")
CONFLICTS = N_(
    "{count} figures were not loaded as statistics, because an earlier row has one for the same region and period, and "
    "{conflicts} of those rows say something else. If a column of numbers tells the rows apart, such as the month, say "
    "in the correction that it holds text."
)
_SKIPPED = {"wilayah": WITHOUT_REGION, "periode": WITHOUT_PERIOD}
_NONE_LOADED = {"wilayah": NO_REGION, "periode": NO_PERIOD}
_STOPPED_BY: dict[Alarm | None, TidyingState] = {
    Alarm.PERSONAL_DATA: TidyingState.REFUSED,
    Alarm.OTHER_FORM: TidyingState.HELD,
}
DATASTORE_DONE = 88


def execute(tidying_id: str, attempt: int | None = None) -> None:
    """What a worker calls. Does nothing for a file that is gone, or that another job reads by now."""
    with turns.taken(tidying_id, attempt) as turn:
        if turn is not None:
            _run(turn)


def _run(turn: Turn) -> None:
    tidying, resource_id = turn.tidying, turn.tidying.resource_id
    tidying.state, tidying.started_at = TidyingState.READING.value, now()
    results.clear(tidying)
    turn.commit()
    try:
        _end(turn, _done(turn))
    except process.ReadingError:
        model.Session.rollback()
        tidying.findings = [*tidying.findings, finding("FILE-16", place="").as_dict()]
        _end(turn, TidyingState.FAILED)
    except OSError:
        model.Session.rollback()
        log.exception("The file of resource %s is not there", tidying.resource_id)
        tidying.notes = [note(NO_FILE)]
        _end(turn, TidyingState.FAILED)
    except Exception:
        if turn.is_over():
            _leave_nothing(resource_id)
            raise
        tidying.notes = [note(LOST)]
        _end(turn, TidyingState.FAILED)
        raise


def _end(turn: Turn, state: TidyingState) -> None:
    tidying = turn.tidying
    tidying.state, tidying.progress, tidying.finished_at = state.value, 100, now()
    turn.commit()


def _leave_nothing(resource_id: str) -> None:
    """Takes the DataStore's table away that this job may have written after its file was deleted."""
    resource = model.Session.get(model.Resource, resource_id, populate_existing=True)
    if resource is None or resource.state != model.State.ACTIVE:
        datastore.drop(resource_id)


def _done(turn: Turn) -> TidyingState:
    tidying = turn.tidying
    # Asked before the file is opened: an upload that comes now is another one, and not looked at here.
    upload = files.upload_of(tidying.resource_id)
    site_user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    try:
        resource = tk.get_action("resource_show")(_context(site_user), {"id": tidying.resource_id})
        package = tk.get_action("package_show")(_context(site_user), {"id": tidying.package_id})
    except tk.ObjectNotFound:
        return TidyingState.FAILED
    with files.local_file(resource) as path:
        if not path.is_file():
            raise FileNotFoundError(path)
        subject = Subject.of(package, resource)
        remembered = layouts.remembered(tidying.resource_id, tidying.organization_id)
        writer = _read(turn, path, _order(package, resource, subject, remembered))
        alarm = alarms.alarm_of(tidying)
        if alarm in _STOPPED_BY:
            return _STOPPED_BY[alarm]
        tidying.state, tidying.progress = TidyingState.LOADING.value, results.READ_SHARE
        if alarm is None:
            tidying.open_upload = upload
        turn.commit()
        if writer.is_streamed:
            # A delimited text that is too large to keep: its records come from the file again.
            workbook = tidy(path, hints=Hints(wilayah=subject.wilayah, layouts=remembered))
        else:
            workbook = results.workbook_of(tidying)
        # PostgreSQL reads a plain text by itself, several times as fast; a corrected layout needs us.
        text = path if writer.is_streamed and not remembered else None
        _load(turn, workbook, package, resource, text=text)
    return TidyingState.FAILED if alarm and not workbook.tables else TidyingState.DONE


def _context(site_user: str) -> Context:
    return {"ignore_auth": True, "user": site_user}


def _order(
    package: dict[str, Any], resource: dict[str, Any], subject: Subject, remembered: list[layouts.Layout]
) -> dict[str, Any]:
    return {
        "name": files.file_name(resource),
        "wilayah": subject.wilayah,
        "layouts": [layout.as_dict() for layout in remembered],
        # Small counts are told only where the data are not for everybody.
        "form_key": package["id"],
        "small_cell": 0 if is_open(package) else config.small_cell(),
        "seconds": config.reading_limit_s(),
        "memory_mb": config.reading_memory_mb(),
    }


def _read(turn: Turn, path: Path, order: dict[str, Any]) -> results.Writer:
    writer = results.Writer(turn)
    for line in process.lines_of(path, order):
        writer.take(line)
    turn.commit()
    return writer


def _load(
    turn: Turn, workbook: Workbook, package: dict[str, Any], resource: dict[str, Any], *, text: Path | None
) -> None:
    if not workbook.tables:
        return
    tidying, notes = turn.tidying, []
    try:
        if text is None:
            tidying.count_rows = datastore.load_workbook(workbook, package, resource).rows
        else:
            tidying.count_rows = datastore.load_text(text, package, resource).rows
    except DatastoreLoadError as err:
        notes.append(note(str(err)))
    tidying.progress = DATASTORE_DONE
    turn.commit()
    notes.extend(_load_facts(tidying, workbook, Subject.of(package, resource)))
    tidying.notes = notes


def _load_facts(tidying: Tidying, workbook: Workbook, subject: Subject) -> list[dict[str, Any]]:
    """Loads the figures, and gives what there is to say of those that were not."""
    skipped = Skipped()
    try:
        # By its rows: personal data have stopped the job before, and what somebody called a false alarm is none.
        rows = fact_rows(workbook, subject, skipped)
        loaded = load_rows(rows, subject, user=tidying.created_by, file_hash=tidying.file_hash, skipped=skipped)
    except NoFactsError:
        told = [note(_NONE_LOADED[reason], count=count) for reason, count in skipped.counts.items()]
        return told or [note(NO_FIGURES)]
    except FactsError as err:
        return [note(str(err))]
    counts = loaded.counts
    tidying.count_facts = counts.facts
    notes = [note(_SKIPPED[reason], count=count) for reason, count in skipped.counts.items()]
    if counts.conflicts:
        notes.append(note(CONFLICTS, count=counts.duplicates, conflicts=counts.conflicts))
    return notes
