"""The nets that look for English let names through, also inside a sentence, and nothing else."""

from __future__ import annotations

from ckanext.satudata.tests.i18n.english import english_on

NAMES = {"Walker and Sons", "Dinas Kesehatan"}


def test_a_typed_name_inside_an_indonesian_text_is_no_english() -> None:
    page = '<a href="#" title="Buka halaman Walker and Sons">Walker and Sons</a>'

    assert english_on(page, typed=NAMES) == []


def test_english_around_a_typed_name_is_caught() -> None:
    page = "<p>Everything about Dinas Kesehatan and the rest</p>"

    assert english_on(page, typed=NAMES) == ["Everything about Dinas Kesehatan and the rest"]
