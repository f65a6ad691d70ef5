from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.satudata.codes.code_list import terms
from ckanext.satudata.codes.licence import LIST, get, parse


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Open Data Commons Attribution License", "odc-by"),
        ("Creative Commons Attribution", "cc-by"),
        ("CC-BY-4.0", "cc-by"),
        ("CC BY 4.0", "cc-by"),
        ("ODbL", "odc-odbl"),
        ("Licença Aberta para Bases de Dados (ODbL) do Open Data Commons", "odc-odbl"),
        ("https://creativecommons.org/licenses/by/4.0/", "cc-by"),
        ("http://creativecommons.org/licenses/by-sa/3.0/id/", "cc-by-sa"),
        ("https://creativecommons.org/licenses/by-nc-sa/4.0/", "cc-nc"),
        ("https://creativecommons.org/publicdomain/zero/1.0/", "cc-zero"),
        ("http://www.opendefinition.org/licenses/odc-odbl", "odc-odbl"),
        ("https://opendatacommons.org/licenses/pddl/1-0/", "odc-pddl"),
        ("notspecified", "notspecified"),
        ("https://example.go.id/lisensi", None),
        ("", None),
    ],
)
def test_a_licence_is_read_by_title_abbreviation_or_address(text: str, code: str | None) -> None:
    known = parse(text)

    assert (known.code if known else None) == code


@given(st.sampled_from(list(terms(LIST))))
def test_every_licence_reads_back_from_its_id_and_its_address(code: str) -> None:
    known = get(code)

    assert known
    assert parse(known.code) == known
    assert known.url is None or parse(known.url) == known


@given(st.text(max_size=60))
def test_reading_never_crashes(text: str) -> None:
    assert parse(text) is None or parse(text) == parse(text)
    assert parse(f"https://{text}") is None or parse(f"https://{text}") == parse(f"//{text}")


def test_no_licence_of_a_closed_kind_counts_as_open() -> None:
    assert [code for code in terms("licence") if (known := get(code)) and not known.is_open] == [
        "cc-nc",
        "other-nc",
        "other-closed",
        "notspecified",
    ]
