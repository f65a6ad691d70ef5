"""What a metadata field is called and how its value reads, both taken from the dataset schema.

One place for labels: the form, the dataset page and the facets say the same words. Sentences are in the
reader's language. A field that the schema does not know reads as it is stored.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ckan.plugins import toolkit as tk

from ckanext.satudata.catalogue import wilayah_text

DATASET = "dataset"
REGION_VALIDATOR = "satudata_kode_wilayah"
EMPTY_VALUES: tuple[Any, ...] = (None, "", [], {})


def schema_fields(package_type: str = DATASET, part: str = "dataset_fields") -> Mapping[str, Mapping[str, Any]]:
    """Fields of a schema by name, in its order. `part` may be "resource_fields"."""
    return {field["field_name"]: field for field in tk.h.scheming_get_dataset_schema(package_type)[part]}


def label(name: str, package_type: str = DATASET) -> str:
    """What the schema calls a field; the bare name if it does not know it."""
    field = schema_fields(package_type).get(name)
    return tk.h.scheming_language_text(field["label"]) if field and field.get("label") else name


def texts(name: str, value: Any, package_type: str = DATASET) -> list[str]:
    """The value as readers see it, one entry per value: codes as their labels, regions as names."""
    if value in EMPTY_VALUES:
        return []
    return _texts(schema_fields(package_type).get(name, {}), value)


def resource_texts(name: str, value: Any) -> list[str]:
    """The same for a field of a resource."""
    if value in EMPTY_VALUES:
        return []
    return _texts(schema_fields(part="resource_fields").get(name, {}), value)


def organization_texts(organization: Mapping[str, Any], without: Iterable[str]) -> list[tuple[str, str, list[str]]]:
    """Name, label and texts of each filled field of an organisation, in the order of its schema."""
    schema = tk.h.scheming_get_organization_schema(organization.get("type", "organization"))
    # A field that is called a code shows the code, and not the region's name.
    return [
        (field["field_name"], tk.h.scheming_language_text(field["label"]), _texts({**field, "validators": ""}, value))
        for field in schema["fields"]
        if field["field_name"] not in without and (value := organization.get(field["field_name"])) not in EMPTY_VALUES
    ]


def choice_label(name: str, code: str) -> str:
    """The label of one code of a field, such as "Tahunan" for a frekuensi; the code itself if it has none."""
    field = schema_fields().get(name)
    return _choices(field).get(code, code) if field else code


def _texts(field: Mapping[str, Any], value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [text for entry in values if (text := _one(field, entry))]


def _one(field: Mapping[str, Any], value: Any) -> str:
    if isinstance(value, Mapping):
        return _record(field, value)
    text = str(value).strip()
    if REGION_VALIDATOR in field.get("validators", ""):
        return wilayah_text.name_of(text)
    if isinstance(value, bool):
        return tk._("Yes") if value else tk._("No")
    return _choices(field).get(text, text)


def _record(field: Mapping[str, Any], value: Mapping[str, Any]) -> str:
    subfields: Iterable[Mapping[str, Any]] = field.get("repeating_subfields", [])
    parts = [
        _choices(sub).get(str(value[sub["field_name"]]), str(value[sub["field_name"]]))
        for sub in subfields
        if value.get(sub["field_name"]) not in EMPTY_VALUES
    ]
    return " · ".join(parts)


def _choices(field: Mapping[str, Any]) -> dict[str, str]:
    if not field or not (field.get("choices") or field.get("choices_helper")):
        return {}
    return {
        str(choice["value"]): tk.h.scheming_language_text(choice.get("label", choice["value"]))
        for choice in tk.h.scheming_field_choices(field) or []
    }
