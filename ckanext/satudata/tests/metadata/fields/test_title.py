from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.satudata.metadata.fields import title


@pytest.mark.parametrize(
    ("given", "value", "code"),
    [
        (" Penduduk  Menurut\nKecamatan ", "Penduduk Menurut Kecamatan", None),
        ("", None, "META-01"),
        (None, None, "META-01"),
        ("\x00", None, "META-01"),
        (["Penduduk"], None, "META-01"),
        ("J" * 5000, "J" * 299 + "…", "META-02"),
    ],
)
def test_a_title_is_one_line_and_never_empty(given: object, value: str | None, code: str | None) -> None:
    result = title.normalise(given)

    assert (result.value, result.finding.code if result.finding else None) == (value, code)


@pytest.mark.parametrize(
    ("given", "value", "code"),
    [
        ("jumlah-penduduk", "jumlah-penduduk", None),
        ("", "jumlah-penduduk-2023", None),
        ("Jumlah Penduduk!", "jumlah-penduduk", "META-04"),
        ("a", "dataset-a", "META-04"),
        ("new", "jumlah-penduduk-2023", "META-04"),
        ("###", "jumlah-penduduk-2023", "META-04"),
    ],
)
def test_a_name_is_one_that_ckan_takes(given: str, value: str, code: str | None) -> None:
    result = title.normalise_name(given, title="Jumlah Penduduk 2023")

    assert (result.value, result.finding.code if result.finding else None) == (value, code)


def test_a_long_title_gives_a_name_that_ends_with_a_whole_word() -> None:
    assert title.name_from_title("Jumlah " + "Kecamatan " * 20) == "jumlah" + "-kecamatan" * 9


@given(st.text(max_size=400))
def test_every_title_gives_a_name_that_ckan_takes(words: str) -> None:
    assert re.fullmatch(r"[a-z0-9_\-]{2,100}", title.name_from_title(words))


def test_the_example_of_the_form_follows_the_naming_rules() -> None:
    assert title.broken_rules("Penduduk Menurut Jenis Kelamin") == []
    assert title.broken_rules("Jumlah Penduduk di Kab. Serang Tahun 2023") == ["leading_ukuran", "period", "region"]
