from __future__ import annotations

import pytest

from ckanext.satudata.metadata.last_change import last_change, solr_date


@pytest.mark.parametrize(
    ("dataset", "written"),
    [
        ({"metadata_modified": "2026-11-22T08:00:00.123456"}, "2026-11-22T08:00:00.123Z"),
        ({"source_modified": "2024-09-10", "metadata_modified": "2026-11-22T08:00:00"}, "2024-09-10T00:00:00.000Z"),
        ({"source_modified": "2024-09-10T07:00:00+07:00"}, "2024-09-10T00:00:00.000Z"),
        ({"source_modified": "kemarin", "metadata_modified": "2026-11-22T08:00:00Z"}, "2026-11-22T08:00:00.000Z"),
        ({"source_modified": "2999-01-01", "metadata_modified": "2026-11-22T08:00:00"}, "2026-11-22T08:00:00.000Z"),
        ({"source_modified": None}, None),
        ({}, None),
    ],
)
def test_the_source_says_when_harvested_data_were_changed(dataset: dict[str, str | None], written: str | None) -> None:
    assert solr_date(dataset) == written


def test_a_time_without_a_zone_is_utc_as_ckan_means_it() -> None:
    moment = last_change({"metadata_modified": "2026-11-22T08:00:00"})

    assert moment is not None
    assert moment.isoformat() == "2026-11-22T08:00:00+00:00"
