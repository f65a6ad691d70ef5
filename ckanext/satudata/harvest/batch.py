"""One batch of records: prepare → name → write → remember.

A record that fails at any step is reported and left behind; the others go on. What the writer has stored is remembered
in one commit after it: a process that dies in between leaves datasets whose ids say which record they came from.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from ckan import model

from ckanext.satudata.codes.findings import Finding, finding
from ckanext.satudata.harvest import compare, remember
from ckanext.satudata.harvest.compare import Change
from ckanext.satudata.harvest.connectors import RawRecord
from ckanext.satudata.harvest.naming import Names
from ckanext.satudata.harvest.preparing import Prepared, Refused, prepare
from ckanext.satudata.harvest.report import Report
from ckanext.satudata.harvest.workshop import Workshop
from ckanext.satudata.harvest.writer import WriteOutcome, WriteRequest


def process(records: Sequence[RawRecord], shop: Workshop) -> None:
    """Take the records over and commit. Each guid comes once."""
    known = compare.known_records(shop.session, shop.origin.id, [record.guid for record in records])
    prepared: list[Prepared] = []
    unchanged: list[str] = []
    for record in records:
        one = prepare(record, known.get(record.guid), shop)
        if one is None:
            shop.report.count("unchanged")
            unchanged.append(record.guid)
        elif isinstance(one, Refused):
            _refuse(one, shop)
        else:
            prepared.append(one)
    ready = named(prepared, shop)
    outcomes = shop.writer.write([request(one) for one in ready]) if ready else []
    for one, outcome in zip(ready, outcomes, strict=True):
        _count(one, outcome, shop.report)
    _remember(ready, outcomes, shop)
    remember.back_again(shop.session, shop.origin.id, [guid for guid, entry in known.items() if entry.is_missing])
    remember.mended(shop.session, shop.origin.id, [guid for guid in unchanged if known[guid].is_refused])
    shop.report.flush(shop.session)
    shop.session.commit()


def _refuse(one: Refused, shop: Workshop) -> None:
    shop.report.count("failed")
    shop.report.add(one.findings, one.about)
    remember.refused(shop.session, [{**_key(one.record, shop), "organization_id": one.about.organization_id}])


def named(prepared: Sequence[Prepared], shop: Workshop) -> list[Prepared]:
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


def request(one: Prepared) -> WriteRequest:
    """What the writer is asked for."""
    package_id = one.package_id if one.is_stored else None
    return WriteRequest(guid=one.record.guid, dataset=one.dataset, package_id=package_id)


def _count(one: Prepared, outcome: WriteOutcome, report: Report) -> None:
    if outcome.action == "refused":
        report.count("failed")
        report.add([*one.findings, *refusals(outcome.errors)], one.about)
        return
    # A dataset that a run which died had already written is new all the same: no run has reported it yet.
    is_same = one.change is Change.CHANGED and outcome.action == "unchanged"
    report.count("unchanged" if is_same else one.change.value)
    report.add(one.findings, one.about)


def refusals(errors: Mapping[str, Any]) -> list[Finding]:
    """A finding for each field that CKAN refused."""
    return [finding("HARVEST-01", place=place, reason=_sentence(reason)) for place, reason in errors.items()]


def _sentence(reason: Any) -> str:
    """CKAN's nested errors on one line."""
    if isinstance(reason, Mapping):
        return "; ".join(f"{key}: {_sentence(value)}" for key, value in reason.items())
    if isinstance(reason, (list, tuple)):
        return "; ".join(sentence for entry in reason if (sentence := _sentence(entry)))
    return str(reason)


def _remember(ready: Sequence[Prepared], outcomes: Sequence[WriteOutcome], shop: Workshop) -> None:
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


def _key(record: RawRecord, shop: Workshop) -> dict[str, Any]:
    return {
        "source_id": shop.origin.id,
        "guid": record.guid,
        "mapping_version": shop.mapping_version,
        "last_run_id": shop.run_id,
    }
