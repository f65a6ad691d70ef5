"""What came of writing a batch: counters, findings, the list of changes, and what the records remember of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ckanext.satudata.codes.findings import Finding, finding
from ckanext.satudata.harvest.connectors import RawRecord
from ckanext.satudata.harvest.engine import differences, local_edits, remember
from ckanext.satudata.harvest.engine.compare import Change
from ckanext.satudata.harvest.engine.differences import Difference
from ckanext.satudata.harvest.engine.local_edits import Merge, place_name
from ckanext.satudata.harvest.engine.preparing import Prepared
from ckanext.satudata.harvest.engine.report import Report
from ckanext.satudata.harvest.engine.workshop import Workshop
from ckanext.satudata.harvest.model import ChangeKind
from ckanext.satudata.harvest.writer import WriteOutcome

MOST_NAMED = 20
"""Places that a finding names; the changes of the run have them all."""


def take_down(
    ready: Sequence[Prepared], written: Sequence[WriteOutcome], merges: Mapping[str, Merge], shop: Workshop
) -> None:
    """Report every outcome, and remember what is stored now; without commit."""
    stored, refused = [], []
    for one, outcome in zip(ready, written, strict=True):
        merge = merges.get(one.record.guid)
        if outcome.action == "refused":
            shop.report.count("failed")
            shop.report.add([*one.findings, *refusals(outcome.errors)], one.about)
            refused.append({**key(one.record, shop), "organization_id": one.dataset.get("owner_org")})
        else:
            _tell(one, outcome, merge, shop.report)
            stored.append({**key(one.record, shop), **_content(one, outcome, merge)})
    remember.stored(shop.session, stored)
    remember.refused(shop.session, refused)


def refusals(errors: Mapping[str, Any]) -> list[Finding]:
    """A finding for each field that CKAN refused."""
    return [finding("HARVEST-01", place=place, reason=sentence(reason)) for place, reason in errors.items()]


def sentence(reason: Any) -> str:
    """CKAN's nested errors on one line."""
    if isinstance(reason, Mapping):
        return "; ".join(f"{name}: {sentence(value)}" for name, value in reason.items())
    if isinstance(reason, (list, tuple)):
        return "; ".join(part for entry in reason if (part := sentence(entry)))
    return str(reason)


def key(record: RawRecord, shop: Workshop) -> dict[str, Any]:
    """What every row of a record has."""
    return {
        "source_id": shop.origin.id,
        "guid": record.guid,
        "mapping_version": shop.mapping_version,
        "last_run_id": shop.run_id,
    }


def _tell(one: Prepared, outcome: WriteOutcome, merge: Merge | None, report: Report) -> None:
    fields = _differences(one, outcome)
    # A dataset that a run which died had already written is new all the same: no run has reported it yet.
    is_same = one.change is Change.CHANGED and not fields
    report.count("unchanged" if is_same else one.change.value)
    if not is_same:
        report.change(ChangeKind(one.change.value), one.about, fields)
    if merge and merge.kept:
        report.change(ChangeKind.KEPT, one.about, merge.kept)
    report.add([*one.findings, *_local_edits(outcome, merge)], one.about)


def _differences(one: Prepared, outcome: WriteOutcome) -> list[Difference] | None:
    """None for a new dataset: the dataset itself tells what is in it."""
    if one.change is Change.NEW or outcome.before is None or outcome.after is None:
        return None
    return differences.between(outcome.before, outcome.after) if outcome.action == "updated" else None


def _local_edits(outcome: WriteOutcome, merge: Merge | None) -> list[Finding]:
    if merge is None or outcome.before is None or outcome.after is None:
        return []
    found = []
    if merge.kept:
        found.append(_naming("HARVEST-50", [place for place, _, _ in merge.kept]))
    if replaced := merge.replaced(outcome.before, outcome.after):
        values = {**differences.places(outcome.after), **differences.places(outcome.before)}
        found.append(_naming("HARVEST-51", [place_name(place, values.get(place)) for place in replaced]))
    return found


def _naming(code: str, names: Sequence[str]) -> Finding:
    more = ["…"] if len(names) > MOST_NAMED else []
    return finding(code, place=names[0], fields=", ".join([*names[:MOST_NAMED], *more]))


def _content(one: Prepared, outcome: WriteOutcome, merge: Merge | None) -> dict[str, Any]:
    after = outcome.after or {}
    fingerprints = merge.written(after) if merge else local_edits.written(after)
    return {
        "organization_id": after.get("owner_org") or one.dataset.get("owner_org"),
        "hash": one.hash,
        "document": one.text,
        "url": one.record.url,
        "package_id": outcome.package_id or one.package_id,
        "written": local_edits.dump(fingerprints) if after else None,
    }
