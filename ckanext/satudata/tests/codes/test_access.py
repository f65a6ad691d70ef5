from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.satudata.codes import code_list
from ckanext.satudata.codes.access import EU_BASE, LIST, Access, dcat_uri, needs_legal_ground, parse


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Terbuka", Access.TERBUKA),
        ("public", Access.TERBUKA),
        ("publik", Access.TERBUKA),
        ("terbatas", Access.TERBATAS),
        ("dibagikan", Access.TERBATAS),
        ("restricted public", Access.TERBATAS),
        ("dikecualikan", Access.TERTUTUP),
        ("non-public", Access.TERTUTUP),
        (EU_BASE + "NON_PUBLIC", Access.TERTUTUP),
        (EU_BASE + "PUBLIC/", Access.TERBUKA),
        ("", None),
        ("entah", None),
    ],
)
def test_access_is_read_in_the_words_of_every_portal(text: str, expected: Access | None) -> None:
    assert parse(text) is expected


def test_only_open_data_need_no_legal_ground() -> None:
    assert [access for access in Access if not needs_legal_ground(access)] == [Access.TERBUKA]


@given(st.sampled_from(Access))
def test_access_survives_the_way_through_dcat_and_labels(access: Access) -> None:
    term = code_list.terms(LIST)[access.value]

    assert [parse(text) for text in (dcat_uri(access), term.code, term.label, term.label_en)] == [access] * 4
