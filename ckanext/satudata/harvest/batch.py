"""One batch of records on its way: compare → organisation → map → clean → name → write → remember.

A record that fails at any step is reported and left behind; the others go on. What the writer has stored is remembered
in one commit after it: a process that dies in between leaves datasets whose ids say which record they came from.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ckan import model

from ckanext.satudata.codes.findings import Finding, Severity, finding
from ckanext.satudata.harvest import compare, mapping, remember
from ckanext.satudata.harvest.compare import Change, Known
from ckanext.satudata.harvest.connectors import RawRecord
from ckanext.satudata.harvest.mapping import Origin, Target
from ckanext.satudata.harvest.mapping_settings import MappingOptions
from ckanext.satudata.harvest.naming import Names
from ckanext.satudata.harvest.organizations import Organizations
from ckanext.satudata.harvest.report import About, Report
from ckanext.satudata.harvest.writer import WriteOutcome, Writer, WriteRequest
from ckanext.satudata.metadata.lenient import clean_dataset

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Workshop:
    """What all batches of one run work with."""

    run_id: str
    origin: Origin
    options: MappingOptions
    mapping_version: int
    target: Target
    organizations: Organizations
    session: Session
    report: Report
    writer: Writer


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A record on its way to the writer. `is_stored` tells an update from a new dataset."""

    record: RawRecord
    text: str
    hash: str
    change: Change
    package_id: str
    dataset: dict[str, Any]
    findings: tuple[Finding, ...]
    is_stored: bool = False

    @property
    def about(self) -> About:
        """For the findings of this record."""
        return About(
            guid=self.record.guid,
            title=self.dataset.get("title"),
            package_id=self.package_id,
            organization_id=self.dataset.get("owner_org"),
        )


def process(records: Sequence[RawRecord], shop: Workshop) -> None:
    """Take the records over and commit. Each guid comes once."""
    known = compare.known_records(shop.session, shop.origin.id, [record.guid for record in records])
    back_again = [guid for guid, entry in known.items() if entry.is_missing]
    prepared = [
        one for record in records if (one := _prepared_or_none(record, known.get(record.guid), shop)) is not None
    ]
    ready = _named(prepared, shop)
    outcomes = shop.writer.write([_request(one) for one in ready]) if ready else []
    for one, outcome in zip(ready, outcomes, strict=True):
        _count(one, outcome, shop.report)
    _remember(ready, outcomes, back_again, shop)
    shop.report.flush(shop.session)
    shop.session.commit()


def _prepared_or_none(record: RawRecord, known: Known | None, shop: Workshop) -> Prepared | None:
    text = compare.canonical(record.document)
    hash_ = compare.fingerprint(text)
    change = compare.change(known, hash_, shop.mapping_version)
    if change is Change.UNCHANGED:
        shop.report.count("unchanged")
        return None
    try:
        return _prepared(record, text, hash_, change, known, shop)
    except Exception as error:  # whatever one record does to us, the others go on
        log.exception("Record %r of source %s", record.guid, shop.origin.id)
        reason = f"{type(error).__name__}: {error}"
        _fail(record, [finding("HARVEST-08", place="", reason=reason)], shop)
        return None


def _prepared(
    record: RawRecord, text: str, hash_: str, change: Change, known: Known | None, shop: Workshop
) -> Prepared | None:
    decision, is_new = shop.organizations.decide(record.document.get("organization"))
    if is_new:
        shop.report.add([decision.reason])
    if decision.organization_id is None:
        _fail(record, [decision.reason], shop)
        return None
    mapped = mapping.to_dataset(
        record, origin=shop.origin, owner_org=decision.organization_id, options=shop.options, target=shop.target
    )
    cleaned = clean_dataset(mapped.dataset)
    if any(found.severity is Severity.ERROR for found in cleaned.findings):
        _fail(record, [*mapped.findings, *cleaned.findings], shop)
        return None
    known_id = known.package_id if known else None
    dataset, unlinked = _with_linked_resources(cleaned.dataset)
    return Prepared(
        record=record,
        text=text,
        hash=hash_,
        change=change,
        package_id=known_id or mapping.package_id(shop.origin.id, record.guid),
        dataset=dataset,
        findings=(*mapped.findings, *cleaned.findings, *unlinked),
    )


def _with_linked_resources(cleaned: Mapping[str, Any]) -> tuple[dict[str, Any], list[Finding]]:
    """The dataset without resources whose address turned out to be none: CKAN would refuse the whole dataset."""
    resources = cleaned.get("resources") or []
    unlinked = [
        finding("HARVEST-23", place=f"resources[{number}]", value=resource.get("name") or "")
        for number, resource in enumerate(resources)
        if not resource.get("url")
    ]
    return {**cleaned, "resources": [resource for resource in resources if resource.get("url")]}, unlinked


def _named(prepared: Sequence[Prepared], shop: Workshop) -> list[Prepared]:
    """With a name each; without those whose dataset was deleted here by hand."""
    package = model.Package
    rows = shop.session.execute(
        sa.select(package.id, package.name, package.state).where(package.id.in_([one.package_id for one in prepared]))
    )
    stored = {id_: (name, state) for id_, name, state in rows}
    names = Names(shop.session, [one.dataset["name"] for one in prepared if one.package_id not in stored])
    ready: list[Prepared] = []
    for one in prepared:
        name, state = stored.get(one.package_id, ("", ""))
        if state == model.State.DELETED:
            shop.report.count("skipped")
            shop.report.add([finding("HARVEST-07", place="", value=name)], one.about)
            continue
        found = None
        if not name:
            name, found = names.give(one.dataset["name"], one.package_id)
        one.dataset.update(name=name, id=one.package_id)
        findings = (*one.findings, found) if found else one.findings
        ready.append(replace(one, is_stored=bool(state), findings=findings))
    return ready


def _request(one: Prepared) -> WriteRequest:
    package_id = one.package_id if one.is_stored else None
    return WriteRequest(guid=one.record.guid, dataset=one.dataset, package_id=package_id)


def _count(one: Prepared, outcome: WriteOutcome, report: Report) -> None:
    if outcome.action == "refused":
        report.count("failed")
        report.add([*one.findings, *_refusals(outcome.errors)], one.about)
        return
    # A dataset that a run which died had already written is new all the same: no run has reported it yet.
    is_same = one.change is Change.CHANGED and outcome.action == "unchanged"
    report.count("unchanged" if is_same else one.change.value)
    report.add(one.findings, one.about)


def _refusals(errors: Mapping[str, Any]) -> list[Finding]:
    return [finding("HARVEST-01", place=place, reason=_sentence(reason)) for place, reason in errors.items()]


def _sentence(reason: Any) -> str:
    """CKAN's nested errors on one line."""
    if isinstance(reason, Mapping):
        return "; ".join(f"{key}: {_sentence(value)}" for key, value in reason.items())
    if isinstance(reason, (list, tuple)):
        return "; ".join(sentence for entry in reason if (sentence := _sentence(entry)))
    return str(reason)


def _fail(record: RawRecord, findings: list[Finding], shop: Workshop) -> None:
    shop.report.count("failed")
    title = mapping.as_text(record.document.get("title"))
    shop.report.add(findings, About(guid=record.guid, title=title or None))
    remember.refused(shop.session, [_key(record, shop)])


def _remember(
    ready: Sequence[Prepared], outcomes: Sequence[WriteOutcome], back_again: Sequence[str], shop: Workshop
) -> None:
    stored, refused = [], []
    for one, outcome in zip(ready, outcomes, strict=True):
        key = {**_key(one.record, shop), "organization_id": one.dataset.get("owner_org")}
        if outcome.action == "refused":
            refused.append(key)
        else:
            content = {"hash": one.hash, "document": one.text, "package_id": outcome.package_id or one.package_id}
            stored.append({**key, **content})
    remember.stored(shop.session, stored)
    remember.refused(shop.session, refused)
    remember.back_again(shop.session, shop.origin.id, back_again)


def _key(record: RawRecord, shop: Workshop) -> dict[str, Any]:
    return {
        "source_id": shop.origin.id,
        "guid": record.guid,
        "mapping_version": shop.mapping_version,
        "last_run_id": shop.run_id,
    }
