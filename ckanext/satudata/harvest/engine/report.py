"""What a run has done so far: its counters, findings and changes, written to the tables after each batch."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ckanext.satudata.codes.findings import Finding, Severity
from ckanext.satudata.harvest import many_rows
from ckanext.satudata.harvest.engine.differences import Difference
from ckanext.satudata.harvest.model import COUNTERS, ChangeKind, Run, StoredChange, StoredFinding
from ckanext.satudata.harvest.model.source import now

# PostgreSQL takes no NUL in a text, and no lone surrogate can be written as UTF-8.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """Which record a finding is about; all empty for the source itself."""

    guid: str | None = None
    title: str | None = None
    package_id: str | None = None
    organization_id: str | None = None


SOURCE = About()


class Report:
    """The report of one run; made when the run starts, flushed after each batch."""

    def __init__(self, run_id: str, source_id: str) -> None:
        self._run_id = run_id
        self._source_id = source_id
        self._counts: Counter[str] = Counter()
        self._findings: list[dict[str, Any]] = []
        self._changes: list[dict[str, Any]] = []
        self.announced: int | None = None
        self.received = 0

    @classmethod
    def going_on(cls, run: Run) -> Report:
        """The report of a run that has ended, to be added to."""
        report = cls(run.id, run.source_id)
        report.announced, report.received = run.announced, run.received
        report._counts.update(run.counts)
        return report

    def count(self, counter: str, number: int = 1) -> None:
        """Add to one of `COUNTERS`."""
        assert counter in COUNTERS
        self._counts[counter] += number

    def counts(self) -> dict[str, int]:
        """All counters by name."""
        return {name: self._counts[name] for name in COUNTERS}

    def add(self, found: Iterable[Finding], about: About = SOURCE) -> None:
        """Note findings; a record that has a warning among them is counted once."""
        findings = list(found)
        if about.guid and any(one.severity is Severity.WARNING for one in findings):
            self.count("with_warnings")
        self._findings += [self._row(one, about) for one in findings]

    def change(self, kind: ChangeKind, about: About, fields: Sequence[Difference] | None = None) -> None:
        """Note what happened to the dataset of a record."""
        self._changes.append(
            {
                "run_id": self._run_id,
                "source_id": self._source_id,
                "guid": about.guid or "",
                "title": _storable(about.title) if about.title else None,
                "package_id": about.package_id,
                "organization_id": about.organization_id,
                "kind": kind.value,
                "fields": _storable_json(fields) if fields is not None else None,
                "created_at": now(),
            }
        )

    @property
    def unwritten(self) -> list[dict[str, Any]]:
        """Rows of the findings that have not been written yet."""
        return list(self._findings)

    def flush(self, session: Session) -> None:
        """Write what is new, without commit."""
        many_rows.insert(session, StoredFinding.__table__, self._findings)
        many_rows.insert(session, StoredChange.__table__, self._changes)
        self._findings, self._changes = [], []
        session.execute(
            sa.update(Run)
            .where(Run.id == self._run_id)
            .values(
                announced=self.announced,
                received=self.received,
                progressed_at=now(),
                **{f"count_{name}": number for name, number in self.counts().items()},
            )
        )

    def _row(self, one: Finding, about: About) -> dict[str, Any]:
        return {
            "run_id": self._run_id,
            "source_id": self._source_id,
            "guid": about.guid,
            "title": _storable(about.title) if about.title else None,
            "package_id": about.package_id,
            "organization_id": about.organization_id,
            "code": one.code,
            "severity": one.severity.value,
            "place": _storable(one.place),
            "value": _storable(one.value),
            "details": {name: _storable(detail) for name, detail in one.details.items()},
            "created_at": now(),
        }


def _storable_json(value: Any) -> Any:
    if isinstance(value, str):
        return _storable(value)
    return [_storable_json(each) for each in value] if isinstance(value, (list, tuple)) else value


def _storable(text: str) -> str:
    return _UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", text)
