"""Topics: how many datasets each has, and one topic's own page.

A topic is a code of the field `topik` of the dataset schema; only topics with public datasets are shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ckan.plugins import toolkit as tk

from ckanext.satudata.catalogue import facets
from ckanext.satudata.catalogue.cards import DatasetCard, cards
from ckanext.satudata.catalogue.counts import NEWEST_FIRST, Count, counts, search

FIELD = "vocab_topik"
NEWEST_ROWS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """One topic with datasets. `icon` names a drawing of `macros/icon.html`."""

    code: str
    title: str
    count: int
    url: str
    icon: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicPage:
    """One topic: its producers, formats and newest datasets."""

    topic: Topic
    organizations: Sequence[Count]
    newest: Sequence[DatasetCard]
    all_url: str


# First word of a topic's code, which is made of its Indonesian name, and the drawing it gets.
ICONS: Mapping[str, str] = {
    "wilayah": "map",
    "kewilayahan": "map",
    "kesehatan": "heart",
    "perlindungan": "shield",
    "ekonomi": "chart",
    "industri": "factory",
    "lingkungan": "leaf",
    "sumber": "leaf",
    "budaya": "temple",
    "agama": "temple",
    "pembangunan": "crane",
    "pendidikan": "book",
    "ketenagakerjaan": "people",
    "tenaga": "people",
    "pemerintahan": "building",
    "pertahanan": "shield",
    "ketertiban": "shield",
    "luar": "globe",
    "sosial": "people",
    "kependudukan": "people",
    "pertanian": "leaf",
    "infrastruktur": "crane",
}


def topics(search_facets: Mapping[str, Any]) -> list[Topic]:
    """The topics of a search result, the fullest first."""
    return sorted(
        (_topic(item["name"], item["count"]) for item in search_facets.get(FIELD, {}).get("items", [])),
        key=lambda topic: (-topic.count, topic.title),
    )


def all_topics() -> list[Topic]:
    """Every topic with public datasets, the fullest first."""
    return topics(search(facet_fields=[FIELD])["search_facets"])


def topic_page(code: str) -> TopicPage | None:
    """The page of one topic; None if no dataset has it."""
    result = search(
        fq=f'{FIELD}:"{_quoted(code)}"',
        facet_fields=["organization"],
        rows=NEWEST_ROWS,
        sort=NEWEST_FIRST,
    )
    if not result["count"]:
        return None
    return TopicPage(
        topic=_topic(code, result["count"]),
        organizations=counts(result["search_facets"], "organization", extra={FIELD: code}),
        newest=cards(result["results"]),
        all_url=tk.h.url_for("dataset.search", **{FIELD: code}),
    )


def _topic(code: str, count: int) -> Topic:
    return Topic(
        code=code,
        title=facets.value_label(FIELD, code),
        count=count,
        url=tk.h.url_for("satudata_catalogue.topic", code=code),
        icon=_icon(code),
    )


def _icon(code: str) -> str:
    first_word = code.replace("_", "-").split("-")[0].lower()
    return ICONS.get(first_word, "folder")


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
