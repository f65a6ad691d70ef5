"""From a record in the shape of CKAN's `package_show` to a dataset of this portal: pure, no database.

Nothing that carries a value is lost without a finding. Values are not judged here: that is `metadata.lenient`.
Identifiers survive in the provenance fields. The parts: `fields.py`, `sorting.py` (topics, groups,
licence, tags), `resources.py`; what a source may choose: `settings.py`.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from typing import Any

from ckanext.satudata.harvest.connectors import RawRecord
from ckanext.satudata.harvest.mapping import fields, sorting
from ckanext.satudata.harvest.mapping.fields import CORE_TEXTS
from ckanext.satudata.harvest.mapping.resources import resources
from ckanext.satudata.harvest.mapping.settings import MappingOptions
from ckanext.satudata.harvest.mapping.types import EMPTY, Mapped, Origin, Target, as_text
from ckanext.satudata.metadata.fields.text import without_control_characters

__all__ = ["EMPTY", "Mapped", "Origin", "Target", "as_text", "package_id", "to_dataset"]


def to_dataset(record: RawRecord, *, origin: Origin, owner_org: str, options: MappingOptions, target: Target) -> Mapped:
    """The dataset, without an id; its name is a proposal that may be taken."""
    document, mapped = record.document, Mapped()
    for key in CORE_TEXTS:
        if text := as_text(document.get(key)):
            mapped.put(key, text, key)
    mapped.put("owner_org", owner_org, "organization")
    mapped.put("resources", resources(record, origin.id, target.resource_fields, mapped.note), "resources")
    sorting.groups(mapped, document, options, target)
    fields.fill(mapped, document, options, target)
    _title(mapped, record)
    sorting.licence(mapped, document, options)
    sorting.topic(mapped, document, options, target)
    sorting.tags(mapped, document, options)
    mapped.dataset.update(_provenance(record, origin, mapped.dataset))
    mapped.came_from |= {"source_created": "metadata_created", "source_modified": "metadata_modified"}
    return mapped


def package_id(source_id: str, guid: str) -> str:
    """The id of the dataset made of a record: always the same, so that a run that died does not write it twice."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"satudata:{source_id}:{guid}"))


def _title(mapped: Mapped, record: RawRecord) -> None:
    # Whether anything is left without characters that cannot be stored.
    if without_control_characters(as_text(mapped.dataset.get("title"))).strip():
        return
    first = next(iter(mapped.dataset["resources"]), {})
    words = re.sub(r"[-_\s!]+", " ", mapped.dataset.get("name", "")).strip() or first.get("name") or record.guid
    title = words if any(letter.islower() for letter in words) else words.lower()
    mapped.put("title", title[:1].upper() + title[1:], "name")
    mapped.has_made_up_title = True
    mapped.note("HARVEST-02", place="title", title=mapped.dataset["title"])


def _provenance(record: RawRecord, origin: Origin, dataset: Mapping[str, Any]) -> dict[str, str]:
    """Where a portal in between says where *it* had the dataset from, the first identifier and page are kept."""
    document = record.document
    return {
        "guid": as_text(dataset.get("guid")) or record.guid,
        "harvest_source_id": origin.id,
        "harvest_source_title": origin.title,
        "source_url": as_text(dataset.get("source_url")) or record.url,
        "source_created": as_text(document.get("metadata_created")),
        "source_modified": as_text(document.get("metadata_modified")),
    }
