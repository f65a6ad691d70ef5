"""A preview as a dict for the API, the page and the command line: each record beside its dataset, field by field."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from flask import has_request_context

import ckan.plugins.toolkit as tk

from ckanext.satudata.codes.findings import Finding, Severity
from ckanext.satudata.codes.messages import N_
from ckanext.satudata.harvest import finding_wording, moments
from ckanext.satudata.harvest.mapping.target import DATASET
from ckanext.satudata.harvest.mapping.types import EMPTY, as_text, texts
from ckanext.satudata.harvest.previewing import Preview, PreviewedRecord

LONGEST_TEXT = 300
_OTHER_LABELS = {
    "tags": N_("Tags"),
    "groups": N_("Groups"),
    "url": N_("Address of the source"),
    "version": N_("Version"),
    "author": N_("Author"),
    "author_email": N_("Author's e-mail"),
    "maintainer": N_("Maintainer"),
    "maintainer_email": N_("Maintainer's e-mail"),
    "resources": N_("Files"),
}
# Keys of a record that say nothing that a dataset could hold, or that are shown in another row.
_NOT_SHOWN = frozenset({"id", "type", "state", "private", "extras", "license_title", "tag_string", "owner_org"})
_NOT_FIELDS = frozenset({"type", "id", "extras", "harvest_source_id", "harvest_source_title", "guid", "tag_string"})


def as_dict(seen: Preview) -> dict[str, Any]:
    """The preview in words of the reader's language."""
    labels, fields = _labels(), _schema_fields()
    records = [_record(one, labels, fields, seen.organizations) for one in seen.records]
    everything = [*seen.findings, *(found for one in seen.records for found in one.findings)]
    return {
        "ok": seen.error is None and bool(seen.records),
        "message": _message(seen),
        "announced": seen.announced,
        "skipped": seen.skipped,
        "outcomes": dict(Counter(one.outcome for one in seen.records)),
        "findings_by_code": _by_code(everything),
        "records": records,
    }


def _message(seen: Preview) -> str:
    if seen.error is not None:
        return seen.error.text(tk._)
    if not seen.records:
        return tk._("The source gives no record that is wanted. See its filters.")
    outcomes = Counter(one.outcome for one in seen.records)
    message = tk._("Of the first {count} records, {good} would be taken over and {refused} refused. Nothing was saved.")
    return message.format(
        count=len(seen.records), good=outcomes["new"] + outcomes["changed"], refused=outcomes["refused"]
    )


def _by_code(found: Iterable[Finding]) -> list[dict[str, Any]]:
    """How often each kind was found, the severest and most frequent first, with one example."""
    by_code: dict[str, list[Finding]] = {}
    for one in found:
        by_code.setdefault(one.code, []).append(one)
    order = [severity.value for severity in Severity]
    kinds = sorted(by_code.values(), key=lambda kind: (order.index(kind[0].severity.value), -len(kind), kind[0].code))
    return [{**_finding(kind[0]), "count": len(kind)} for kind in kinds]


def _finding(one: Finding) -> dict[str, Any]:
    message, remedy = finding_wording.texts(one)
    return {
        "code": one.code,
        "severity": one.severity.value,
        "place": one.place,
        "value": one.value,
        "message": message,
        "remedy": remedy,
    }


def _record(
    one: PreviewedRecord, labels: Mapping[str, str], fields: Mapping[str, Any], organizations: Mapping[str, str]
) -> dict[str, Any]:
    dataset = one.dataset or {}
    return {
        "guid": one.record.guid,
        "url": one.record.url,
        "title": dataset.get("title") or as_text(one.record.document.get("title")) or one.record.guid,
        "outcome": one.outcome,
        "findings": [_finding(found) for found in one.findings],
        "fields": list(_rows(one, labels, fields, organizations)),
        "left_out": list(_left_out(one)),
    }


def _rows(
    one: PreviewedRecord, labels: Mapping[str, str], fields: Mapping[str, Any], organizations: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    """A row for each field that is filled there or here, in the order of the form; extras come last."""
    there = dict(_given(one.record.document))
    dataset: Mapping[str, Any] = one.dataset or {}
    for name, label in labels.items():
        key = one.came_from.get(name)
        given, value = _shown(there.get(key)) if key else "", dataset.get(name)
        if name == "source_url":
            given = given or one.record.url
        here = organizations.get(str(value), "") if name == "owner_org" else _labelled(value, fields.get(name))
        if given or here:
            yield _row(label, name, key, given, here)
    for extra in dataset.get("extras") or ():
        yield _row(extra["key"], "extras", extra["key"], _shown(there.get(extra["key"])), _shown(extra["value"]))


def _row(label: str, name: str, key: str | None, there: str, here: str) -> dict[str, Any]:
    is_same = moments.readable(there.strip()) == moments.readable(here.strip())
    return {"name": name, "label": label, "key": key, "there": there, "here": here, "is_same": is_same}


def _left_out(one: PreviewedRecord) -> Iterator[dict[str, str]]:
    """What the record holds and the dataset does not."""
    kept = {extra["key"] for extra in (one.dataset or {}).get("extras") or ()} | set(one.came_from.values())
    for key, value in _given(one.record.document):
        if key not in kept and "." not in key and key not in _NOT_SHOWN and _shown(value):
            yield {"key": key, "value": _shown(value)}


def _given(document: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    extras = document.get("extras")
    for extra in extras if isinstance(extras, list) else ():
        if isinstance(extra, Mapping):
            yield as_text(extra.get("key")), extra.get("value")
    for key, value in document.items():
        yield key, value
        if isinstance(value, Mapping):
            yield from ((f"{key}.{inner}", given) for inner, given in value.items())


def _shown(value: Any) -> str:
    """The value for reading: several on lines of their own, files by name and address."""
    if isinstance(value, Mapping):
        lines = [as_text(value.get("title")) or as_text(value.get("name")) or as_text(dict(value))]
    elif isinstance(value, list) and any(isinstance(one, Mapping) and one.get("url") for one in value):
        lines = [_file(one) for one in value if isinstance(one, Mapping)]
    else:
        lines = texts(value)
    text = "\n".join(lines)
    return text if len(text) <= LONGEST_TEXT else f"{text[:LONGEST_TEXT]}…"


def _file(resource: Mapping[str, Any]) -> str:
    parts = (as_text(resource.get(key)) for key in ("name", "format", "url"))
    return " · ".join(part for part in parts if part)


def _labelled(value: Any, field: Mapping[str, Any] | None) -> str:
    """The value in words where the field is one of a list of choices."""
    if field is None or value in EMPTY or not (field.get("choices") or field.get("choices_helper")):
        return _shown(value)
    labels = {choice["value"]: _in_words(choice["label"]) for choice in tk.h.scheming_field_choices(field)}
    return "\n".join(labels.get(code, code) for code in texts(value))


def _in_words(label: Any) -> str:
    """A label of the schema, which is a msgid or a text by language; the command line has no language of its own."""
    if not isinstance(label, Mapping):
        return tk._(label)
    language = tk.h.lang() if has_request_context() else tk.config["ckan.locale_default"]
    return str(label.get(language) or next(iter(label.values()), ""))


def _labels() -> dict[str, str]:
    """Names and labels of the fields in the order of the form; fields without a form field come last."""
    named = {name: _in_words(field["label"]) for name, field in _schema_fields().items()}
    others = {name: tk._(label) for name, label in _OTHER_LABELS.items()}
    return {name: label for name, label in {**named, **others}.items() if name not in _NOT_FIELDS}


def _schema_fields() -> dict[str, Any]:
    schema = tk.h.scheming_get_dataset_schema(DATASET) if tk.h.get("scheming_get_dataset_schema") else None
    return {field["field_name"]: field for field in (schema or {}).get("dataset_fields", ())}
