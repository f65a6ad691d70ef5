"""Our navl gives what CKAN's gives, for any dict and any schema."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckan.lib.navl import dictization_functions as df
from ckan.lib.navl import validators
from ckan.logic import converters

from ckanext.satudata.harvest.writer.fast.switch import replaced
from ckanext.satudata.harvest.writer.fast.unflatten import unflatten
from ckanext.satudata.harvest.writer.json_copy import copy_json

NAMES = ("a", "b", "title", "extras", "resources", "kolom")
VALUES = st.one_of(st.none(), st.just(""), st.text(max_size=3), st.integers(0, 3), st.booleans(), st.just([]))
KOLOM = st.lists(st.dictionaries(st.sampled_from(NAMES[:3]), VALUES, max_size=2), max_size=3)
RESOURCES = st.lists(
    st.dictionaries(st.sampled_from(NAMES[:3]), VALUES, max_size=3).flatmap(
        lambda fields: KOLOM.map(lambda kolom: fields | {"kolom": kolom} if kolom else fields)
    ),
    max_size=3,
)
EXTRAS = st.lists(
    st.fixed_dictionaries({"key": st.sampled_from([*NAMES, "c"]), "value": VALUES}, optional={"state": st.just("x")}),
    max_size=4,
)
DATASETS = st.fixed_dictionaries(
    {},
    optional={
        "a": VALUES,
        "b": VALUES,
        "title": VALUES,
        "unknown": st.one_of(VALUES, KOLOM),
        "extras": st.one_of(EXTRAS, VALUES),
        "resources": st.one_of(RESOURCES, VALUES),
    },
)


def schema(kind: str) -> dict[str, Any]:
    """New at each call: validation may write into it."""
    check = validators.not_empty if kind == "strict" else validators.ignore_missing
    convert = {"store": [converters.convert_to_extras], "show": [converters.convert_from_extras, check]}
    return {
        "__before": [validators.ignore],
        "title": [check, validators.unicode_safe],
        "a": [validators.ignore_empty, *convert.get(kind, []), validators.unicode_only],
        "b": [*convert.get(kind, [check]), validators.if_empty_same_as("title")],
        "extras": {"key": [validators.not_empty], "value": [validators.not_missing], "__extras": [validators.ignore]},
        "resources": {
            "a": [check, validators.convert_int],
            "kolom": {"a": [check], "__extras": [validators.keep_extras]},
            "__extras": [validators.ignore_missing, validators.keep_extras],
        },
        "__extras": [validators.ignore],
        "__junk": [validators.empty],
    }


def answer(dataset: dict[str, Any], kind: str) -> Any:
    try:
        return df.validate(copy_json(dataset), schema(kind), {"user": ""})
    except Exception as err:  # noqa: BLE001 - whatever CKAN raises, we must
        return type(err), str(err)


@pytest.mark.parametrize("kind", ["strict", "lenient", "store", "show"])
@given(dataset=DATASETS)
def test_validation_gives_the_same_data_and_errors(kind: str, dataset: dict[str, Any]) -> None:
    expected = answer(dataset, kind)
    with replaced({}):
        got = answer(dataset, kind)

    assert got == expected


@given(dataset=DATASETS, dropped=st.sets(st.integers(0, 40)))
def test_unflattening_gives_the_same_dict_with_gaps_too(dataset: dict[str, Any], dropped: set[int]) -> None:
    try:
        flat = df.flatten_dict(copy_json(dataset))
    except df.DataError:
        return
    flat = {key: value for number, (key, value) in enumerate(flat.items()) if number not in dropped}

    assert unflatten(copy_json(flat)) == df.unflatten(copy_json(flat))
