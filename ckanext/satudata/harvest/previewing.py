"""The preview: the first records of a source go through fetch → map → validate as in a run, and nothing is kept.

The engine's own steps do the work (`preparing`, `batch`); in place of the writer stands one that only validates, and
an organisation that a run would create exists only until the preview ends. How it is shown: `preview_showing.py`.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, cast

import sqlalchemy as sa

from ckan import model

from ckanext.satudata.codes.findings import Finding, Severity
from ckanext.satudata.harvest.connectors import Announced, Gathered, RawRecord, Skipped
from ckanext.satudata.harvest.describing import Described
from ckanext.satudata.harvest.engine import batch, compare
from ckanext.satudata.harvest.engine.course import limits
from ckanext.satudata.harvest.engine.preparing import Prepared, prepare
from ckanext.satudata.harvest.engine.reading import read
from ckanext.satudata.harvest.engine.report import Report
from ckanext.satudata.harvest.engine.workshop import Workshop
from ckanext.satudata.harvest.errors import SourceError
from ckanext.satudata.harvest.http.client import HttpClient
from ckanext.satudata.harvest.mapping import settings as mapping_settings
from ckanext.satudata.harvest.mapping.organizations import Organization, Organizations
from ckanext.satudata.harvest.mapping.target import target
from ckanext.satudata.harvest.settings import Kind, Value
from ckanext.satudata.harvest.validating import ValidatingWriter

MOST_RECORDS = 50
USUAL_RECORDS = 10
# Somebody waits for the answer.
RETRIES = 1
# No mapping has this number: nothing counts as unchanged, so that every record is mapped.
_NEVER_STORED = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewedRecord:
    """One record with what a run would make of it; without a dataset it would be refused or left out."""

    record: RawRecord
    outcome: str
    """new, changed, refused or skipped."""
    dataset: Mapping[str, Any] | None
    came_from: Mapping[str, str]
    findings: tuple[Finding, ...]


@dataclass(slots=True, kw_only=True)
class Preview:
    """What was seen of the source; `error` says why there is not more."""

    records: list[PreviewedRecord] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    """About the source itself and its organisations."""
    organizations: dict[str, str] = field(default_factory=dict)
    """Titles of the organisations of the datasets by id, also of those that exist only in this preview."""
    announced: int | None = None
    skipped: int = 0
    error: SourceError | None = None


def preview(source: Described, records: int) -> Preview:
    """Read, map and validate; the database is as before when this returns."""
    seen = Preview()
    found = _first_records(source, records, seen)
    with _undone():
        shop = _workshop(source)
        seen.records = _previewed(found, shop)
        seen.findings += [_finding(row) for row in shop.report.unwritten if not row["guid"]]
        seen.organizations = _titles(one.dataset["owner_org"] for one in seen.records if one.dataset)
    return seen


def _first_records(source: Described, wanted: int, seen: Preview) -> list[RawRecord]:
    found: dict[str, RawRecord] = {}
    settings = _small_pages(source, wanted)
    with HttpClient(limits(RETRIES, source.networks)) as http:
        items = cast("Generator[Gathered, None, None]", read(lambda: source.connector.records(http, settings)))
        try:
            for item in items:
                if isinstance(item, RawRecord):
                    found.setdefault(item.guid, item)
                elif isinstance(item, Announced):
                    seen.announced = item.count
                elif isinstance(item, Skipped):
                    seen.skipped += 1
                    seen.findings += [item.reason] if item.reason else []
                else:
                    seen.findings.append(item)
                if len(found) == wanted:
                    break
        except SourceError as error:
            seen.error = error
        finally:
            items.close()
    return list(found.values())


def _small_pages(source: Described, wanted: int) -> dict[str, Value]:
    """The settings, with no more records a page than are wanted: a page of a thousand takes a slow portal minutes."""
    settings = dict(source.settings)
    for setting in source.connector.settings:
        size = settings.get(setting.name)
        if setting.name == "page_size" and setting.kind is Kind.INTEGER and isinstance(size, int):
            settings[setting.name] = max(setting.minimum or 1, min(size, wanted))
    return settings


def _previewed(records: list[RawRecord], shop: Workshop) -> list[PreviewedRecord]:
    known = compare.known_records(shop.session, shop.origin.id, [record.guid for record in records])
    outcomes: dict[str, PreviewedRecord] = {}
    prepared: list[Prepared] = []
    for record in records:
        one = prepare(record, known.get(record.guid), shop)
        if isinstance(one, Prepared):
            prepared.append(one)
        elif one is not None:
            outcomes[record.guid] = _kept_out(record, "refused", one.findings)
    ready = batch.named(prepared, shop)
    for one, outcome in zip(ready, shop.writer.write([batch.request(one) for one in ready]), strict=True):
        refused = batch.refusals(outcome.errors) if outcome.action == "refused" else []
        outcomes[one.record.guid] = PreviewedRecord(
            record=one.record,
            outcome="refused" if refused else one.change.value,
            dataset=one.dataset,
            came_from=one.came_from,
            findings=(*refused, *one.findings),
        )
    for row in shop.report.unwritten:
        if row["guid"]:
            record = next(one for one in records if one.guid == row["guid"])
            outcomes[record.guid] = _kept_out(record, "skipped", [_finding(row)])
    return [outcomes[record.guid] for record in records if record.guid in outcomes]


def _kept_out(record: RawRecord, outcome: str, findings: Iterable[Finding]) -> PreviewedRecord:
    return PreviewedRecord(record=record, outcome=outcome, dataset=None, came_from={}, findings=tuple(findings))


def _workshop(source: Described) -> Workshop:
    options = mapping_settings.options(source.mapping)
    return Workshop(
        run_id="",
        origin=source.origin,
        options=options,
        mapping_version=_NEVER_STORED,
        target=target(),
        organizations=Organizations(options, create=_for_now),
        session=model.Session(),
        report=Report("", source.origin.id),
        writer=ValidatingWriter(),
    )


def _for_now(name: str, title: str) -> Organization:
    """An organisation that the validators find, and that goes with the savepoint; no plugin hears of it."""
    group = model.Group(name=name, title=title, type="organization", is_organization=True)
    model.Session.add(group)
    model.Session.flush()
    return Organization(id=group.id, name=name, title=title)


def _titles(organization_ids: Iterable[str]) -> dict[str, str]:
    group = model.Group
    rows = model.Session.execute(
        sa.select(group.id, group.title, group.name).where(group.id.in_(set(organization_ids)))
    )
    return {id_: title or name for id_, title, name in rows}


@contextmanager
def _undone() -> Iterator[None]:
    savepoint = model.Session.begin_nested()
    try:
        yield
    finally:
        savepoint.rollback()


def _finding(row: Mapping[str, Any]) -> Finding:
    return Finding(
        code=row["code"],
        severity=Severity(row["severity"]),
        place=row["place"],
        value=row["value"],
        details=row["details"],
    )
