"""What the actions accept: names, types and bounds. Codes and periods become values of our own here."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import ckan.plugins.toolkit as tk
from ckan.logic.schema import validator_args
from ckan.types import (
    Context,
    FlattenDataDict,
    FlattenErrorDict,
    FlattenKey,
    Schema,
    Validator,
    ValidatorFactory,
)

from ckanext.satudata.codes import periode as periods
from ckanext.satudata.codes import wilayah
from ckanext.satudata.codes.periode import Periode
from ckanext.satudata.statistics.facts.dimensions import dimension_name, dimension_value
from ckanext.satudata.statistics.facts.selection import Depth

# Lists: CKAN's one_of cannot tell a tuple in its message.
STEPS = ["available", "counts", "values"]
FORMATS = ["json", "json-stat"]
PAGE = 100
LARGEST = 2**31 - 1
ALL_BREAKDOWNS = "semua"


@validator_args
def fact_search(
    ignore_empty: Validator,
    unicode_safe: Validator,
    default: ValidatorFactory,
    one_of: ValidatorFactory,
    natural_number_validator: Validator,
) -> Schema:
    """Filters and the rung of the ladder."""
    return _nothing_else(
        {
            "step": [default(STEPS[0]), one_of(STEPS)],
            "format": [default(FORMATS[0]), one_of(FORMATS)],
            "q": [default(""), unicode_safe, printable],
            "indicator": [ignore_empty, indicator_ids],
            "as_of": [ignore_empty, natural_number_validator, storable_number],
            **_place(),
            **_time(),
            "limit": [default(PAGE), natural_number_validator],
            "offset": [default(0), natural_number_validator, storable_number],
            "after": [ignore_empty, unicode_safe],
        }
    )


@validator_args
def facts_csv(ignore_empty: Validator, natural_number_validator: Validator) -> Schema:
    """Filters of a CSV, which is all of its figures: there is no step, page or format to choose."""
    return _nothing_else(
        {
            "indicator": [ignore_empty, indicator_ids],
            "as_of": [ignore_empty, natural_number_validator, storable_number],
            **_place(),
            **_time(),
        }
    )


@validator_args
def indicator_show(not_empty: Validator, ignore_empty: Validator, natural_number_validator: Validator) -> Schema:
    """One indicator, and what its series and comparison are about."""
    return _nothing_else(
        {
            "id": [not_empty, natural_number_validator, storable_number],
            **_place(),
            "periode": [ignore_empty, periode],
            "joined": [ignore_empty, tk.get_validator("boolean_validator")],
        }
    )


@validator_args
def region_show(not_empty: Validator, default: ValidatorFactory, unicode_safe: Validator) -> Schema:
    """One region; `q` are words of indicators."""
    return _nothing_else({"kode_wilayah": [not_empty, kode_wilayah], "q": [default(""), unicode_safe, printable]})


@validator_args
def release_list(not_empty: Validator, unicode_safe: Validator) -> Schema:
    """The releases of one resource."""
    return {"resource_id": [not_empty, unicode_safe]}


@validator_args
def origin_patch(
    not_empty: Validator, ignore_missing: Validator, unicode_safe: Validator, int_validator: Validator
) -> Schema:
    """Settings of a dataset's figures; what is not given stays."""
    return {
        "package_id": [not_empty, unicode_safe],
        "rank": [ignore_missing, int_validator],
        "small_cell": [ignore_missing, size_or_nothing],
    }


@validator_args
def indicator_share(not_empty: Validator, natural_number_validator: Validator) -> Schema:
    """Two indicators that are one: the figures of `id` become figures of `into`."""
    return {"id": [not_empty, natural_number_validator], "into": [not_empty, natural_number_validator]}


@validator_args
def _place(ignore_empty: Validator, one_of: ValidatorFactory) -> Schema:
    return {
        "wilayah": [ignore_empty, kode_wilayah],
        "tingkat": [ignore_empty, one_of([depth.value for depth in Depth])],
        # {} is an answer: the figures for all.
        "breakdown": [tk.get_validator("ignore_missing"), breakdown],
        "origin": [ignore_empty, tk.get_validator("unicode_safe"), printable],
    }


@validator_args
def _time(ignore_empty: Validator) -> Schema:
    return {
        "periode": [ignore_empty, periode],
        "periode_awal": [ignore_empty, periode],
        "periode_akhir": [ignore_empty, periode],
        "__after": [one_time],
    }


def _nothing_else(schema: Schema) -> Schema:
    """The schema, with a message for every other name: figures must not come as if a filter had been understood."""
    known = ", ".join(name for name in schema if not name.startswith("__"))

    def refuse(key: FlattenKey, data: FlattenDataDict, errors: FlattenErrorDict, _context: Context) -> None:
        for name in data.pop(key, None) or {}:
            errors[name,] = [tk._("There is no such option. Known options: {known}.").format(known=known)]

    return {**schema, "__extras": [refuse]}


def one_time(_key: FlattenKey, data: FlattenDataDict, errors: FlattenErrorDict, _context: Context) -> None:
    """One period, or two that bound the figures, the earlier one first: everything else would answer with nothing."""
    one, first, last = (data.get((name,)) for name in ("periode", "periode_awal", "periode_akhir"))
    if one and (first or last):
        errors["periode",].append(tk._("Give either one period, or the first and the last one."))
    elif isinstance(first, Periode) and isinstance(last, Periode) and first.start > last.end:
        errors["periode_akhir",].append(tk._("The last period lies before the first one."))


def storable_number(value: int) -> int:
    """A number that PostgreSQL can hold as an integer."""
    # What is no number was told by the validator before.
    if isinstance(value, int) and value > LARGEST:
        raise tk.Invalid(tk._("This number is too large."))
    return value


def printable(value: str) -> str:
    """A text that PostgreSQL can hold: one without the character zero."""
    if "\0" in value:
        raise tk.Invalid(tk._("This text has a character that no name has."))
    return value


def indicator_ids(value: Any) -> tuple[int, ...]:
    """One id, a list of them, or ids with commas."""
    parts = value if isinstance(value, (list, tuple)) else str(value).split(",")
    try:
        return tuple(storable_number(int(part)) for part in parts)
    except (TypeError, ValueError) as err:
        raise tk.Invalid(tk._("An indicator is named by its number.")) from err


def kode_wilayah(value: Any) -> str:
    """A Kemendagri or BPS code, as the dotted Kemendagri code."""
    matches = [match for match in wilayah.parse(value) if match.exact]
    if not matches:
        raise tk.Invalid(tk._("“{value}” is no kode wilayah. Write it like 36.04.09.").format(value=value))
    return matches[0].region.kode


def periode(value: Any) -> Periode:
    """A period as people write it."""
    found = periods.parse(value)
    if found is None:
        raise tk.Invalid(tk._("“{value}” is no period. Write it like 2023, 2023-S1 or 2023-05.").format(value=value))
    return found


def breakdown(value: Any) -> Mapping[str, str] | str | None:
    """Dimensions as a dict or as JSON; "semua" for all figures whatever their breakdown; None for an empty field."""
    if value == "":
        return None
    if value == ALL_BREAKDOWNS:
        return ALL_BREAKDOWNS
    try:
        said = json.loads(value) if isinstance(value, str) else value
        named = {dimension_name(str(name)): _part(part) for name, part in said.items()}
    except (AttributeError, TypeError, ValueError, RecursionError) as err:
        example = '{"jenis_kelamin": "P"}'
        message = tk._("“{value}” is no breakdown. Write it like {example}.").format(value=value, example=example)
        raise tk.Invalid(message) from err
    return {name: text for name, part in named.items() if (text := dimension_value(name, part)) is not None}


def _part(said: object) -> object:
    if isinstance(said, (dict, list)) or "\0" in str(said):
        message = f"{said!r} is no value of a dimension."
        raise TypeError(message)
    return said


def size_or_nothing(value: Any) -> int | None:
    """A size from 0, or nothing: then the site's own holds."""
    if value in (None, ""):
        return None
    if not str(value).isdigit():
        raise tk.Invalid(tk._("Write a number from 0, or nothing."))
    return int(value)
