"""The home page: the search box, how much there is, where to begin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ckan.plugins import toolkit as tk

from ckanext.satudata.catalogue import config, dates, topics
from ckanext.satudata.catalogue.cards import DatasetCard, cards
from ckanext.satudata.catalogue.counts import NEWEST_FIRST, Count, counts, search
from ckanext.satudata.catalogue.topics import Topic
from ckanext.satudata.metadata.last_change import last_change

NEWEST_ROWS = 6
TOP_ORGANIZATIONS = 8
TOP_TOPICS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleSearch:
    """One word offered under the search box."""

    text: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePage:
    """All that the home page shows."""

    dataset_count: int
    organization_count: int
    topic_count: int
    last_update: str
    topics: Sequence[Topic]
    organizations: Sequence[Count]
    newest: Sequence[DatasetCard]
    examples: Sequence[ExampleSearch]


def home_page() -> HomePage:
    """The home page from one search over the public datasets."""
    result = search(facet_fields=["organization", topics.FIELD], rows=NEWEST_ROWS, sort=NEWEST_FIRST)
    organizations = counts(result["search_facets"], "organization")
    found_topics = topics.topics(result["search_facets"])
    newest = cards(result["results"])
    return HomePage(
        dataset_count=result["count"],
        organization_count=len(organizations),
        topic_count=len(found_topics),
        last_update=dates.day(last_change(result["results"][0])) if newest else "",
        topics=found_topics[:TOP_TOPICS],
        organizations=organizations[:TOP_ORGANIZATIONS],
        newest=newest,
        examples=[
            ExampleSearch(text=word, url=tk.h.url_for("dataset.search", q=word)) for word in config.example_searches()
        ],
    )
