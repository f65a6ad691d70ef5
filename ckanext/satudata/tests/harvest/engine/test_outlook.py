"""What the next run will read is told before, with the reason; the run itself asks the same."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from ckanext.satudata.harvest.connectors import connector
from ckanext.satudata.harvest.engine import outlook as words
from ckanext.satudata.harvest.engine.outlook import fingerprint, outlook
from ckanext.satudata.harvest.model import Source
from ckanext.satudata.harvest.model.source import now

INCREMENTAL = {"url": "https://x.go.id", "incremental": True, "full_compare_days": 7}


@pytest.mark.parametrize(
    ("settings", "state", "kind", "reason"),
    [
        (INCREMENTAL, {}, "data_json", words.UNABLE),
        ({**INCREMENTAL, "incremental": False}, {}, "ckan_api", words.OFF),
        (INCREMENTAL, {}, "ckan_api", words.FIRST),
        (INCREMENTAL, {"of": "other"}, "ckan_api", words.OTHERWISE),
        (INCREMENTAL, {"watermark": None}, "ckan_api", words.TIMELESS),
        (INCREMENTAL, {"compared_at": 7}, "ckan_api", words.DUE),
        (INCREMENTAL, {"compared_at": 6}, "ckan_api", None),
    ],
)
def test_a_run_reads_everything_for_a_reason_that_is_told(
    settings: dict[str, Any], state: dict[str, Any], kind: str, reason: str | None
) -> None:
    source = Source(connector=kind, settings=settings, mapping={}, mapping_version=1, state={})
    if state:
        compared_at = now() - timedelta(days=state.pop("compared_at", 1))
        full = {"compared_at": compared_at.isoformat(), "watermark": "2025-03-05T12:00:00+00:00"}
        source.state = {**full, "of": fingerprint(source), **state}

    expected = outlook(source, connector(kind))

    assert (expected.is_whole, expected.reason.msgid) == (reason is not None, reason or words.CHANGES)
