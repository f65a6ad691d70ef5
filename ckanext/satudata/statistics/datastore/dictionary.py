"""The data dictionary of a DataStore table as a Table Schema.

Source: Table Schema of the Frictionless standards (specs.frictionlessdata.io/table-schema).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

__all__ = ["table_schema"]

TYPES = {
    "int": "integer",
    "int4": "integer",
    "int8": "integer",
    "bigint": "integer",
    "numeric": "number",
    "float8": "number",
    "date": "date",
    "timestamp": "datetime",
    "bool": "boolean",
}
_WORDS = (("title", "label"), ("description", "notes"), ("unit", "satuan"))


def table_schema(fields: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """From fields as `datastore_info` gives them; what is unknown is text."""
    return {"fields": [_field(field) for field in fields if field["id"] != "_id"]}


def _field(field: Mapping[str, Any]) -> dict[str, Any]:
    info = field.get("info") or {}
    said = {key: info[word] for key, word in _WORDS if info.get(word)}
    return {"name": field["id"], "type": TYPES.get(str(field.get("type")), "string"), **said}
