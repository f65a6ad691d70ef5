"""Records that a complete run did not meet any more: marked and reported, never deleted."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ckan import model

from ckanext.satudata.codes.findings import finding
from ckanext.satudata.harvest.model import Record
from ckanext.satudata.harvest.model.source import now
from ckanext.satudata.harvest.report import About, Report

CHUNK = 1000


def report_missing(session: Session, source_id: str, seen: AbstractSet[str], report: Report) -> None:
    """Count and report every stored record that is not among the seen ones, also those missing for long."""
    package = model.Package
    rows = session.execute(
        sa.select(Record.id, Record.guid, Record.package_id, Record.organization_id, package.title)
        .join(package, package.id == Record.package_id)
        .where(Record.source_id == source_id, package.state == "active")
        .execution_options(yield_per=CHUNK)
    )
    missing = []
    for id_, guid, package_id, organization_id, title in rows:
        if guid in seen:
            continue
        missing.append(id_)
        about = About(guid=guid, title=title, package_id=package_id, organization_id=organization_id)
        report.count("missing")
        report.add([finding("HARVEST-06", place="")], about)
    for start in range(0, len(missing), CHUNK):
        session.execute(
            sa.update(Record)
            .where(Record.id.in_(missing[start : start + CHUNK]), Record.missing_since.is_(None))
            .values(missing_since=now())
        )
