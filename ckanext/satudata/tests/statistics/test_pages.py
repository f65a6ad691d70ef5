"""Values of a table as its page writes them."""

from __future__ import annotations

from typing import Any

import pytest

from ckanext.satudata.statistics import pages


@pytest.mark.parametrize(
    ("value", "expected"), [(1.0, "1"), (1250.0, "1250"), (-3.0, "-3"), (0.5, "0.5"), (7, "7"), ("1.0", "1.0")]
)
def test_whole_numbers_of_a_sheet_have_no_decimals_that_nobody_typed(value: Any, expected: str) -> None:
    assert pages.shown(value, is_plain=True).text == expected
