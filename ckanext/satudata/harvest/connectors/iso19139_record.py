"""From an ISO 19139 element to what a connector yields; shared by the two ways in which geoportals give them."""

from __future__ import annotations

from typing import Any

from ckanext.satudata.codes.findings import finding
from ckanext.satudata.harvest.connectors import Gathered, RawRecord, Skipped
from ckanext.satudata.harvest.connectors.document_parts import text
from ckanext.satudata.harvest.connectors.iso19139 import DATASETS, as_document, metadata


def gathered(element: Any, base: str, key: str) -> Gathered:
    """The record, or why it is none; `key` stands for it where it has no identifier."""
    try:
        return _gathered(element, base, key)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        # OWSLib trips over records that leave out what the standard demands.
        return Skipped(key=key, reason=finding("HARVEST-69", place=key, value=key, reason=repr(error)))


def _gathered(element: Any, base: str, key: str) -> Gathered:
    record = metadata(element)
    guid = text(record.identifier)
    level = text(record.hierarchy)
    if level not in DATASETS:
        return Skipped(key=guid or key, reason=finding("HARVEST-68", place=key, value=level))
    document = as_document(record, element, base)
    if not guid:
        shown = document.get("title") or key
        return Skipped(key=key, reason=finding("HARVEST-05", place="gmd:fileIdentifier", value=shown))
    return RawRecord(guid=guid, document=document, url=base if base.endswith(".xml") else "")
