"""The modes of the writer write what CKAN's actions write: rows, shown dicts, search documents, refusals."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from ckanext.satudata.harvest.writer import WriteRequest
from ckanext.satudata.harvest.writer.json_copy import copy_json
from ckanext.satudata.tests.harvest.writer import corpus
from ckanext.satudata.tests.harvest.writer.conftest import assert_equal_to_the_action
from ckanext.satudata.tests.harvest.writer.corpus import Dataset


def creates(datasets: list[Dataset]) -> list[WriteRequest]:
    return [WriteRequest(guid=dataset["guid"], dataset=dataset) for dataset in datasets]


def updates(datasets: list[Dataset]) -> list[WriteRequest]:
    return [WriteRequest(guid=dataset["guid"], dataset=dataset, package_id=dataset["id"]) for dataset in datasets]


def changed(dataset: Dataset, number: int) -> Dataset:
    """The next state of a dataset at its source: something else changes in each."""
    dataset = copy_json(dataset)
    match number % 6:
        case 0:
            dataset["title"] = f"{dataset['title']} (revisi)"
        case 1:
            dataset["tags"] = [*dataset["tags"][1:], {"name": "revisi"}]
        case 2:
            dataset["resources"] = dataset["resources"][1:]
        case 3:
            dataset["resources"].insert(0, {"url": "http://portal.test/baru.csv", "name": "Baru", "format": "csv"})
            dataset["resources"][0]["id"] = dataset["id"][:-4] + "beef"
        case 4:
            dataset["extras"] = [{"key": "baru", "value": "ya"}]
            dataset.pop("satuan")
            dataset["indikator_pembangun"] = []
        case _:
            pass
    return dataset


@pytest.mark.parametrize("source", [corpus.serang, corpus.dados_gov_br], ids=["serang", "dados_gov_br"])
def test_real_datasets_are_created_and_updated_as_by_the_actions(
    source: Any, organization: dict[str, Any], run: str
) -> None:
    first = [
        corpus.dressed(dataset, number=number, owner_org=organization["id"], run=run)
        for number, dataset in enumerate(corpus.sample(source(), 24))
    ]
    second = [changed(dataset, number) for number, dataset in enumerate(first)]
    third = [changed(dataset, number + 1) for number, dataset in enumerate(second)]

    played = assert_equal_to_the_action([creates(first), updates(second), updates(third)])

    actions = [Counter(outcome.action for outcome in outcomes) for outcomes in played.outcomes]
    assert actions[0]["created"] >= 20
    assert actions[1]["updated"] >= 12
