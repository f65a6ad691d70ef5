"""Steps in the life of harvested datasets: new at their source, changed, changed again; hidden, edited, gone, back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ckanext.satudata.harvest.writer import WriteRequest
from ckanext.satudata.harvest.writer.json_copy import copy_json
from ckanext.satudata.tests.harvest.writer import corpus
from ckanext.satudata.tests.harvest.writer.corpus import Dataset


def life(datasets: list[Dataset], *, owner_org: str, run: str) -> list[list[WriteRequest]]:
    """The requests of each step."""
    first = [
        corpus.dressed(dataset, number=number, owner_org=owner_org, run=run) for number, dataset in enumerate(datasets)
    ]
    second = [changed(dataset, number) for number, dataset in enumerate(first)]
    third = [changed(dataset, number + 1) for number, dataset in enumerate(second)]
    return [creates(first), updates(second), updates(third)]


def revised(datasets: list[Dataset], *, owner_org: str, run: str) -> list[list[WriteRequest]]:
    """The requests of each step, of which all but the first are made of the dataset as it is stored."""
    first = [
        corpus.dressed(dataset, number=number, owner_org=owner_org, run=run) for number, dataset in enumerate(datasets)
    ]
    return [
        creates(first),
        _revisions(first, lambda stored: {**stored, "private": True}),
        _revisions(first, edited),
        _revisions(first, lambda stored: {**stored, "state": "deleted"}),
        _revisions(first, lambda stored: {**stored, "state": "active", "private": False}),
    ]


def edited(stored: Mapping[str, Any]) -> Dataset:
    """Another title, a tag and a file less, a tag more, and the last file under another name."""
    files = [dict(resource) for resource in stored["resources"][1:]]
    if files:
        files[-1]["name"] = "Nama baru"
    tags = [*stored["tags"][1:], {"name": "disunting"}]
    return {**stored, "title": f"{stored['title']} (disunting)", "tags": tags, "resources": files}


def _revisions(datasets: list[Dataset], revise: Any) -> list[WriteRequest]:
    return [
        WriteRequest(guid=dataset["guid"], dataset={"id": dataset["id"]}, package_id=dataset["id"], revise=revise)
        for dataset in datasets
    ]


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
