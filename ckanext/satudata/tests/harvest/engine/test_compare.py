"""New, changed, unchanged."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.satudata.harvest.engine.compare import Change, Known, canonical, change, fingerprint

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)


def known(**fields: object) -> Known:
    usual = {
        "hash": "h",
        "is_refused": False,
        "mapping_version": 1,
        "package_id": "p",
        "package_title": "t",
        "organization_id": "o",
        "package_state": "active",
        "is_missing": False,
    }
    return Known(**{**usual, **fields})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("stored", "hash_", "expected"),
    [
        (None, "h", Change.NEW),
        (known(), "h", Change.UNCHANGED),
        (known(), "other", Change.CHANGED),
        (known(mapping_version=0), "h", Change.CHANGED),
        (known(is_refused=True), "other", Change.CHANGED),
        (known(is_refused=True), "h", Change.UNCHANGED),
        (known(package_id=None, hash=None, is_refused=True), "h", Change.NEW),
        (known(package_state=None), "h", Change.NEW),
    ],
    ids=["unknown", "same", "content", "mapping", "refused before", "mended", "never stored", "purged"],
)
def test_what_a_record_is(stored: Known | None, hash_: str, expected: Change) -> None:
    assert change(stored, hash_, mapping_version=1) is expected


@given(st.dictionaries(st.text(), json_values, max_size=4))
def test_equal_content_has_one_form_that_every_database_takes(document: dict[str, object]) -> None:
    text = canonical(document)

    assert text == canonical(dict(reversed(document.items())))
    assert text.isascii()
    assert "\x00" not in text
    assert len(fingerprint(text)) == 32
