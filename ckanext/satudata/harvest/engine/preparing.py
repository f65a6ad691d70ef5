"""One record on its way to the writer: compare → organisation → map → clean. Writes nothing."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ckanext.satudata.codes.findings import Finding, Severity, finding
from ckanext.satudata.harvest.connectors import RawRecord
from ckanext.satudata.harvest.engine import compare
from ckanext.satudata.harvest.engine.compare import Change, Known
from ckanext.satudata.harvest.engine.report import About
from ckanext.satudata.harvest.engine.workshop import Workshop
from ckanext.satudata.harvest.mapping.dataset import as_text, package_id, to_dataset
from ckanext.satudata.harvest.writer import concerns_all
from ckanext.satudata.metadata.lenient import clean_dataset

log = logging.getLogger(__name__)

RECORD_BYTES = 2 * 1024 * 1024
"""A batch of larger ones would fill the memory; the largest real one met (217 files, Brazil) has a tenth of it."""
TITLE_LENGTH = 500


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
    came_from: Mapping[str, str] = field(default_factory=dict)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A record that is kept out, or whose stored dataset is left as it is; the findings say why."""

    record: RawRecord
    about: About
    findings: Sequence[Finding]


def prepare(record: RawRecord, known: Known | None, shop: Workshop) -> Prepared | Refused | None:
    """The record ready for the writer, the reason why it is refused, or None if it is unchanged. Never raises."""
    try:
        text = compare.canonical(record.document)
    except (RecursionError, TypeError, ValueError) as error:
        return _refused(record, known, None, [finding("HARVEST-11", place="", reason=type(error).__name__)])
    if len(text) > RECORD_BYTES:
        return _refused(record, known, None, [_too_large(len(text))])
    hash_ = compare.fingerprint(text)
    change = compare.change(known, hash_, shop.mapping_version)
    if change is Change.UNCHANGED:
        return None
    try:
        return _prepared(record, text, hash_, change, known, shop)
    except Exception as error:  # whatever one record does to us, the others go on
        if concerns_all(error):
            raise
        log.exception("Record %r of source %s", record.guid, shop.origin.id)
        reason = f"{type(error).__name__}: {error}"
        return _refused(record, known, None, [finding("HARVEST-08", place="", reason=reason)])


def _prepared(
    record: RawRecord, text: str, hash_: str, change: Change, known: Known | None, shop: Workshop
) -> Prepared | Refused:
    decision, is_new = shop.organizations.decide(record.document.get("organization"))
    if is_new:
        shop.report.add([decision.reason])
    organization_id = decision.organization_id
    if organization_id is None:
        return _refused(record, known, None, [decision.reason])
    mapped = to_dataset(record, origin=shop.origin, owner_org=organization_id, options=shop.options, target=shop.target)
    if known and known.package_state and mapped.has_made_up_title:
        # A title made from the name would take the place of a good one.
        lost = finding("HARVEST-03", place="title", title=known.package_title)
        return _refused(record, known, organization_id, [lost])
    cleaned = clean_dataset(mapped.dataset)
    if any(found.severity is Severity.ERROR for found in cleaned.findings):
        return _refused(record, known, organization_id, [*mapped.findings, *cleaned.findings])
    dataset, unlinked = _with_linked_resources(cleaned.dataset)
    return Prepared(
        record=record,
        text=text,
        hash=hash_,
        change=change,
        package_id=(known and known.package_id) or package_id(shop.origin.id, record.guid),
        dataset=dataset,
        findings=(*mapped.findings, *cleaned.findings, *unlinked),
        came_from=mapped.came_from,
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


def _too_large(size: int) -> Finding:
    in_mb = 1024 * 1024
    return finding("HARVEST-10", place="", value=f"{size / in_mb:.1f}", limit=RECORD_BYTES // in_mb)


def _refused(
    record: RawRecord, known: Known | None, organization_id: str | None, findings: Sequence[Finding]
) -> Refused:
    title = as_text(record.document.get("title")) or (known and known.package_title)
    about = About(
        guid=record.guid,
        title=(title or "")[:TITLE_LENGTH] or None,
        package_id=known.package_id if known else None,
        organization_id=organization_id or (known.organization_id if known else None),
    )
    return Refused(record=record, about=about, findings=findings)
