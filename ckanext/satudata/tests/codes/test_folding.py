from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ckanext.satudata.codes.folding import fold, squeeze


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_a_folded_text_has_only_ascii_letters_digits_and_single_blanks(text: str) -> None:
    folded = fold(text)

    assert folded.split() == folded.split(" ") or folded == ""
    assert set(folded) <= set("abcdefghijklmnopqrstuvwxyz0123456789 ")


def test_spelling_noise_does_not_matter() -> None:
    assert [fold(text) for text in ("KEP. SERIBU", "kep-seribu", " Kep  Séribu ")] == ["kep seribu"] * 3
    assert squeeze("Gunung Sari") == squeeze("GUNUNGSARI")
