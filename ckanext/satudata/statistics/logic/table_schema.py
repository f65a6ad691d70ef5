"""What the actions on tidied files, layouts and forms accept."""

from __future__ import annotations

import json
from typing import Any

import ckan.plugins.toolkit as tk
from ckan.logic.schema import validator_args
from ckan.types import Schema, Validator, ValidatorFactory

from ckanext.satudata.codes import periode as periods
from ckanext.satudata.codes.wilayah import Level
from ckanext.satudata.tabular.layout.correction import Layout

SHORTEST_REASON, LONGEST_REASON = 15, 1_000


@validator_args
def table_show(not_empty: Validator, unicode_safe: Validator) -> Schema:
    """One file."""
    return {"resource_id": [not_empty, unicode_safe]}


@validator_args
def table_records(
    default: ValidatorFactory, natural_number_validator: Validator, is_positive_integer: Validator
) -> Schema:
    """A page of a table."""
    return {
        **table_show(),
        "table": [default(0), natural_number_validator],
        "page": [default(1), is_positive_integer],
    }


@validator_args
def table_cells(
    default: ValidatorFactory, natural_number_validator: Validator, is_positive_integer: Validator
) -> Schema:
    """A page of a sheet."""
    return {
        **table_show(),
        "sheet": [default(0), natural_number_validator],
        "page": [default(1), is_positive_integer],
    }


@validator_args
def layout_preview(not_missing: Validator, default: ValidatorFactory, natural_number_validator: Validator) -> Schema:
    """A correction of a sheet."""
    return {**table_show(), "sheet": [default(0), natural_number_validator], "layout": [not_missing, layout]}


@validator_args
def layout_save(not_missing: Validator, default: ValidatorFactory, int_validator: Validator) -> Schema:
    """A correction of a file, and the reading that it was made of."""
    return {**table_show(), "layout": [not_missing, layout], "attempt": [default(None), int_validator]}


@validator_args
def table_confirm(not_empty: Validator, unicode_safe: Validator) -> Schema:
    """Somebody's word about a file."""
    return {**table_show(), "reason": [not_empty, unicode_safe, reason]}


@validator_args
def form_create(
    not_empty: Validator, default: ValidatorFactory, unicode_safe: Validator, one_of: ValidatorFactory
) -> Schema:
    """The form of a dataset."""
    return {
        "id": [not_empty, unicode_safe],
        "periode": [default(""), period],
        "tingkat": [default(""), one_of(["", *(level.value for level in Level)])],
    }


def layout(value: Any) -> Layout:
    """A correction, as an object or as its JSON."""
    try:
        return Layout.from_dict(json.loads(value) if isinstance(value, str) else value)
    except ValueError as err:
        message = tk._("This is no correction of a layout: {reason}").format(reason=err)
        raise tk.Invalid(message) from err


def reason(value: str) -> str:
    """Words that say something to whoever reads them in a year."""
    said = " ".join(value.split())
    if not SHORTEST_REASON <= len(said) <= LONGEST_REASON:
        message = tk._("Say in a sentence of {least} to {most} letters what you have looked at and found.")
        raise tk.Invalid(message.format(least=SHORTEST_REASON, most=LONGEST_REASON))
    return said


def period(value: Any) -> str:
    """A period as people write it, in its plain spelling; "" for none."""
    if not value:
        return ""
    found = periods.parse(value)
    if found is None:
        raise tk.Invalid(tk._("“{value}” is no period. Write it like 2023, 2023-S1 or 2023-05.").format(value=value))
    return str(found)
