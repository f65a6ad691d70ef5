from __future__ import annotations

import pytest

from ckanext.satudata.metadata.fields import periode


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2022-S2", "2024", [2022, 2023, 2024]),
        ("2023/2024", None, [2023, 2024]),
        (None, "2023-05", [2023]),
        ("2025", "2024", []),
        ("entah", "", []),
    ],
)
def test_the_years_that_periods_touch(first: object, last: object, expected: list[int]) -> None:
    assert periode.years(first, last) == expected
