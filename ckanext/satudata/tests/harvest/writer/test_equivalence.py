"""The modes of the writer write what CKAN's actions write: rows, shown dicts, search documents, refusals."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from ckanext.satudata.tests.harvest.writer import corpus
from ckanext.satudata.tests.harvest.writer.compare import assert_equal_to_the_action
from ckanext.satudata.tests.harvest.writer.life import life, revised

SOURCES = pytest.mark.parametrize("source", [corpus.serang, corpus.dados_gov_br], ids=["serang", "dados_gov_br"])


@SOURCES
def test_real_datasets_are_created_and_updated_as_by_the_actions(
    source: Any, organization: dict[str, Any], run: str
) -> None:
    datasets = corpus.sample(source(), 24)

    played = assert_equal_to_the_action(life(datasets, owner_org=organization["id"], run=run))

    actions = [Counter(outcome.action for outcome in outcomes) for outcomes in played.outcomes]
    assert actions[0]["created"] >= 20
    assert actions[1]["updated"] >= 12


@SOURCES
def test_stored_datasets_are_revised_as_by_the_actions(source: Any, organization: dict[str, Any], run: str) -> None:
    datasets = corpus.sample(source(), 6)

    played = assert_equal_to_the_action(revised(datasets, owner_org=organization["id"], run=run))

    actions = [Counter(outcome.action for outcome in outcomes) for outcomes in played.outcomes]
    assert actions == [{"created": 6}, *[{"updated": 6}] * 4]
