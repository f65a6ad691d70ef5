"""Texts of strangers in our CSV files start no formula, and figures stay figures."""

from __future__ import annotations

import pytest

from ckanext.satudata.codes.csv_cells import harmless


@pytest.mark.parametrize(
    "cell", ["=1+1", "@SUM(A1)", "\t=1", "\r=1", "-2+3+cmd|' /C calc'!A0", '+HYPERLINK("http://x.id")', "--A1"]
)
def test_a_text_that_begins_like_a_formula_is_kept_a_text(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "-", "--", "- ", "+3,5", "-1.200,50", "-12 %", "Ciruas", "a=b", 7, -7.5, None])
def test_figures_dashes_and_other_texts_stay_as_they_are(cell: object) -> None:
    assert harmless(cell) == cell
