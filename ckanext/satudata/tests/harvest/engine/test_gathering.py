"""When a reading is complete: only then anything may be called missing."""

from __future__ import annotations

from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any, cast

import pytest

from ckanext.satudata.codes.findings import finding
from ckanext.satudata.harvest import config
from ckanext.satudata.harvest.connectors import Announced, Gathered, RawRecord, Skipped
from ckanext.satudata.harvest.engine.gathering import Gathering
from ckanext.satudata.harvest.engine.report import Report
from ckanext.satudata.harvest.engine.workshop import Workshop

UNREADABLE = Skipped(key="berkas-2.xml", reason=finding("HARVEST-26", place="", value="HTTP 503"))


def gathered(items: Iterable[Gathered], monkeypatch: pytest.MonkeyPatch) -> Gathering:
    """What a reading made of the items, without a batch being full."""
    monkeypatch.setattr(config, "batch_size", lambda: 100)
    shop: Any = SimpleNamespace(report=Report("run", "source"))
    gathering = Gathering(cast("Workshop", shop), lambda _report: None)
    gathering.take(items)
    return gathering


def record(guid: str) -> RawRecord:
    return RawRecord(guid=guid, document={})


@pytest.mark.parametrize(
    ("items", "is_complete"),
    [
        ([Announced(count=2), record("a"), record("b")], True),
        ([Announced(count=2), record("a")], False),
        ([Announced(count=2), record("a"), Skipped(key="b")], True),
        # A record that failed to be read may be one that we have.
        ([Announced(count=2), record("a"), UNREADABLE], False),
        # The same record left out on one page and taken on another is one record.
        ([Announced(count=3), record("a"), record("b"), Skipped(key="b")], False),
        ([Announced(count=2), Skipped(key="b"), record("a"), record("b")], True),
    ],
)
def test_a_reading_is_complete_when_each_announced_record_came_and_could_be_read(
    items: list[Gathered], is_complete: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert gathered(items, monkeypatch).is_complete == is_complete
