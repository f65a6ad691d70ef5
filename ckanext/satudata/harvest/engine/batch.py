"""One batch of records: prepare → name → write → take down what came of it (`outcomes.py`).

A record that fails at any step is reported and left behind; the others go on. What the writer has stored is remembered
in one commit after it: a process that dies in between leaves datasets whose ids say which record they came from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import sqlalchemy as sa

from ckan import model

from ckanext.satudata.codes.findings import finding
from ckanext.satudata.harvest.connectors import RawRecord
from ckanext.satudata.harvest.deletion import withdrawal
from ckanext.satudata.harvest.engine import compare, outcomes, remember
from ckanext.satudata.harvest.engine.local_edits import Merge
from ckanext.satudata.harvest.engine.naming import Names
from ckanext.satudata.harvest.engine.outcomes import key, refusals
from ckanext.satudata.harvest.engine.preparing import Prepared, Refused, prepare
from ckanext.satudata.harvest.engine.workshop import Workshop
from ckanext.satudata.harvest.writer import WriteRequest

__all__ = ["named", "process", "refusals", "request"]


def process(records: Sequence[RawRecord], shop: Workshop) -> None:
    """Take the records over and commit. Each guid comes once."""
    known = compare.known_records(shop.session, shop.origin.id, [record.guid for record in records])
    withdrawal.bring_back(known, shop)
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
    merges = _merges(ready, shop)
    requests = [request(one, merges.get(one.record.guid)) for one in ready]
    written = shop.writer.write(requests) if ready else []
    outcomes.take_down(ready, written, merges, shop)
    remember.back_again(shop.session, shop.origin.id, [guid for guid, entry in known.items() if entry.is_missing])
    remember.mended(shop.session, shop.origin.id, [guid for guid in unchanged if known[guid].is_refused])
    shop.report.flush(shop.session)
    shop.session.commit()


def _refuse(one: Refused, shop: Workshop) -> None:
    shop.report.count("failed")
    shop.report.add(one.findings, one.about)
    remember.refused(shop.session, [{**key(one.record, shop), "organization_id": one.about.organization_id}])


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


def request(one: Prepared, merge: Merge | None = None) -> WriteRequest:
    """What the writer is asked for; `merge` looks after what was edited here."""
    package_id = one.package_id if one.is_stored else None
    return WriteRequest(guid=one.record.guid, dataset=one.dataset, package_id=package_id, revise=merge)


def _merges(ready: Sequence[Prepared], shop: Workshop) -> dict[str, Merge]:
    """By guid, for the datasets of which we know what we wrote last."""
    updates = {one.record.guid: one for one in ready if one.is_stored}
    known = remember.written(shop.session, shop.origin.id, list(updates))
    return {guid: Merge(one.dataset, known[guid], shop.policy) for guid, one in updates.items() if guid in known}
