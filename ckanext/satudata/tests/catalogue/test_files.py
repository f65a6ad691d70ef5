from __future__ import annotations

import pytest

from ckanext.satudata.catalogue.files import day_of_change

HARVESTED = {"source_modified": "2024-09-10T03:12:45"}
CREATED = {"created": "2026-11-22T08:00:00"}


@pytest.mark.usefixtures("with_plugins", "with_request_context")
@pytest.mark.parametrize(
    ("package", "resource", "year"),
    [
        ({}, CREATED, "2026"),
        (HARVESTED, CREATED, "2024"),
        (HARVESTED, CREATED | {"last_modified": "2023-01-05T00:00:00"}, "2023"),
    ],
)
def test_a_file_harvested_yesterday_was_not_changed_yesterday(
    package: dict[str, str], resource: dict[str, str], year: str
) -> None:
    assert day_of_change(package, resource).endswith(year)


def test_a_file_of_which_no_day_is_known_has_none() -> None:
    assert day_of_change({}, {}) == ""
