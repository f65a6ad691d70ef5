from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.satudata.catalogue import colours

COLOURS = st.integers(min_value=0, max_value=0xFFFFFF).map(lambda number: f"#{number:06x}")


@given(COLOURS)
def test_text_is_readable_on_every_shade_of_every_colour(colour: str) -> None:
    shades = colours.palette(colour)

    assert colours.contrast(shades.text, "#ffffff") >= colours.READABLE
    assert colours.contrast(shades.text, shades.soft) >= colours.READABLE
    assert colours.contrast(shades.strong, "#ffffff") >= colours.READABLE
    assert colours.contrast(shades.on_base, shades.base) >= colours.READABLE


@pytest.mark.parametrize("text", ["teal", "#0b5c7", "#0b5c7d;}", "0b5c7d", "#0b5c7g", ""])
def test_only_hash_and_six_digits_are_a_colour(text: str) -> None:
    assert not colours.is_colour(text)


def test_the_stylesheet_sets_both_families_of_colours() -> None:
    css = colours.stylesheet("#0b5c7d", "#e8a317")

    assert [line.split(":")[0].strip() for line in css.splitlines()[1:-1]] == [
        "--sd-primary",
        "--sd-primary-text",
        "--sd-primary-strong",
        "--sd-primary-soft",
        "--sd-primary-on",
        "--sd-accent",
        "--sd-accent-text",
        "--sd-accent-strong",
        "--sd-accent-soft",
        "--sd-accent-on",
    ]
