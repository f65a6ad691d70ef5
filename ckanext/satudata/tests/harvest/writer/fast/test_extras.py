"""`duplicate_extras_key` says of any extras what CKAN's own says."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ckan.logic import validators

from ckanext.satudata.harvest.writer.fast.extras import duplicate_extras_key

pytestmark = pytest.mark.usefixtures("with_request_context")

EXTRAS = st.lists(
    st.fixed_dictionaries(
        {"key": st.sampled_from(["satuan", "ukuran", "frekuensi", ""]), "value": st.text(max_size=3)},
        optional={"deleted": st.booleans()},
    ),
    max_size=5,
)


@given(extras=EXTRAS)
@settings(max_examples=200)
def test_extras_that_come_twice_are_named_as_ckan_names_them(extras: list[dict[str, Any]]) -> None:
    assert _errors(duplicate_extras_key, extras) == _errors(validators.duplicate_extras_key, extras)


def test_an_extra_that_comes_twice_is_an_error() -> None:
    twice = [{"key": "satuan", "value": "Orang"}, {"key": "satuan", "value": "Jiwa"}]

    assert _errors(duplicate_extras_key, twice) == {("extras_validation",): ['Duplicate key "satuan"']}


def _errors(validator: Any, extras: list[dict[str, Any]]) -> dict[Any, Any]:
    flat: dict[Any, Any] = {("title",): "Jumlah Penduduk", ("resources", 0, "url"): "http://a.test"}
    for position, extra in enumerate(extras):
        flat |= {("extras", position, name): value for name, value in extra.items()}
    errors: dict[Any, Any] = {}
    validator(("extras_validation",), flat, errors, {})
    return errors
