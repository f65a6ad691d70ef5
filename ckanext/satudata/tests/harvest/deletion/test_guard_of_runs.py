"""The deletion guard at work: runs after which nothing goes, and those after which something may."""

from __future__ import annotations

import pytest

from ckan import model

from ckanext.satudata.harvest import sources
from ckanext.satudata.harvest.model import Source
from ckanext.satudata.tests.harvest.conftest import findings_of, run_now
from ckanext.satudata.tests.harvest.deletion.withdrawing import visible
from ckanext.satudata.tests.harvest.servers import Portal

pytestmark = pytest.mark.usefixtures("with_plugins", "non_clean_db")


def test_too_many_at_once_do_not_go(wide_source: Source, wide: Portal) -> None:
    del wide.packages[10:21]

    refused = run_now(wide_source)

    assert (refused.state, refused.complete, refused.deletion) == ("finished", True, "refused")
    assert findings_of(refused, "HARVEST-55") == [
        ("HARVEST-55", "Of 30 datasets 11 are gone at the source; 10 may go at once. None was hidden.")
    ]
    assert (visible(wide_source), refused.counts["missing"], refused.counts["archived"]) == (30, 11, 0)
    assert run_now(wide_source).deletion == "refused"


def test_ten_may_always_go(wide_source: Source, wide: Portal) -> None:
    del wide.packages[10:20]

    assert (run_now(wide_source).deletion, visible(wide_source)) == ("done", 20)


def test_a_source_without_a_single_record_empties_nothing(source: Source, portal: Portal) -> None:
    run_now(source)
    portal.packages = []

    refused = run_now(source)

    assert (refused.complete, refused.deletion) == (True, "refused")
    assert findings_of(refused, "HARVEST-56") == [
        ("HARVEST-56", "The source has not a single dataset, though 5 of it are here. None was hidden.")
    ]
    assert visible(source) == 5


def test_what_a_changed_filter_leaves_out_does_not_go(source: Source, portal: Portal) -> None:
    run_now(source)
    sources.change(source, sources.merged(source, {"settings": {"types": ["dataset", "harvest"]}}))
    model.Session.commit()
    portal.packages.pop()

    first, second = run_now(source), run_now(source)

    assert [code for code, _ in findings_of(first, "HARVEST-57")] == ["HARVEST-57"]
    assert (second.deletion, visible(source)) == ("refused", 5)


def test_a_changed_filter_that_leaves_nothing_out_is_the_measure_from_then_on(source: Source, portal: Portal) -> None:
    run_now(source)
    sources.change(source, sources.merged(source, {"settings": {"types": ["dataset", "harvest"]}}))
    model.Session.commit()
    run_now(source)
    portal.packages.pop()

    assert (run_now(source).deletion, visible(source)) == ("done", 4)
