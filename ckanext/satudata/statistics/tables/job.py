"""The job: a resource's file is read in a child process, its result stored, checked, and loaded.

Reading stops for good at personal data: nothing is loaded then, and no cell is kept.
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
from ckanext.satudata.statistics.errors import DatastoreLoadError, FactsError
from ckanext.satudata.statistics.facts import load as facts
from ckanext.satudata.statistics.facts.subject import Subject
from ckanext.satudata.statistics.model import Tidying, TidyingState
from ckanext.satudata.statistics.model.indicator import now
from ckanext.satudata.statistics.tables import files, layouts, process, results
from ckanext.satudata.statistics.tables.notes import note
from ckanext.satudata.tabular.api import tidy
from ckanext.satudata.tabular.model import Hints, Workbook

__all__ = ["execute"]

log = logging.getLogger(__name__)
LOST = N_("Something unexpected happened while this file was being read. The administrators find it in the log.")
NO_FILE = N_("The file is not in the storage. Upload it again.")
WITHOUT_REGION = N_("{count} figures were not loaded as statistics, because nothing says for which region they are.")
WITHOUT_PERIOD = N_("{count} figures were not loaded as statistics, because nothing says for which period they are.")
_SKIPPED = {"wilayah": WITHOUT_REGION, "periode": WITHOUT_PERIOD}
DATASTORE_DONE = 88


def execute(tidying_id: str) -> None:
    """What a worker calls. Does nothing for a resource that is gone."""
    tidying = model.Session.get(Tidying, tidying_id)
    if tidying is None:
        return
    tidying.state, tidying.started_at = TidyingState.READING.value, now()
    results.clear(tidying)
    model.Session.commit()
    try:
        tidying.state = _done(tidying).value
    except process.ReadingError:
        model.Session.rollback()
        tidying.findings = [*tidying.findings, finding("FILE-16", place="").as_dict()]
        tidying.state = TidyingState.FAILED.value
    except OSError:
        model.Session.rollback()
        log.exception("The file of resource %s is not there", tidying.resource_id)
        tidying.state, tidying.notes = TidyingState.FAILED.value, [note(NO_FILE)]
    except Exception:
        model.Session.rollback()
        tidying.state, tidying.notes = TidyingState.FAILED.value, [note(LOST)]
        raise
    finally:
        tidying.progress, tidying.finished_at = 100, now()
        model.Session.commit()


def _done(tidying: Tidying) -> TidyingState:
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
        writer = _read(tidying, path, _order(package, resource, subject, remembered))
        if writer.has_personal_data:
            return TidyingState.REFUSED
        tidying.state, tidying.progress = TidyingState.LOADING.value, results.READ_SHARE
        model.Session.commit()
        if writer.is_streamed:
            # A delimited text that is too large to keep: its records come from the file again.
            workbook = tidy(path, hints=Hints(wilayah=subject.wilayah, layouts=remembered))
        else:
            workbook = results.workbook_of(tidying)
        # PostgreSQL reads a plain text by itself, several times as fast; a corrected layout needs us.
        text = path if writer.is_streamed and not remembered else None
        _load(tidying, workbook, package, resource, text=text, file_hash=writer.hash)
    return TidyingState.DONE


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
        "small_cell": 0 if is_open(package) else config.small_cell(),
        "seconds": config.reading_limit_s(),
        "memory_mb": config.reading_memory_mb(),
    }


def _read(tidying: Tidying, path: Path, order: dict[str, Any]) -> results.Writer:
    writer = results.Writer(tidying)
    for line in process.lines_of(path, order):
        writer.take(line)
    model.Session.commit()
    return writer


def _load(
    tidying: Tidying,
    workbook: Workbook,
    package: dict[str, Any],
    resource: dict[str, Any],
    *,
    text: Path | None,
    file_hash: str,
) -> None:
    if not workbook.tables:
        return
    notes: list[dict[str, Any]] = []
    try:
        if text is None:
            tidying.count_rows = datastore.load_workbook(workbook, package, resource).rows
        else:
            tidying.count_rows = datastore.load_text(text, package, resource).rows
    except DatastoreLoadError as err:
        notes.append(note(str(err)))
    tidying.progress = DATASTORE_DONE
    model.Session.commit()
    try:
        loaded = facts.load_workbook(
            workbook, Subject.of(package, resource), user=tidying.created_by, file_hash=file_hash
        )
    except FactsError as err:
        notes.append(note(str(err)))
    else:
        tidying.count_facts = loaded.counts.facts
        notes.extend(note(_SKIPPED[reason], count=count) for reason, count in loaded.skipped.counts.items())
    tidying.notes = notes
