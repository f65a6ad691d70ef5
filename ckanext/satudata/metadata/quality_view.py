"""Quality in CKAN: `satudata_quality` in the answer of `package_show`, and the sentences for the dataset page.

It is a dict, which CKAN ignores when a dataset is sent back, and it is left out of what the search index keeps,
because a verdict of today is wrong tomorrow. One indexed query counts the datasets with the same title.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.types import Context

from ckanext.satudata.metadata import quality, quality_texts, schema_files

__all__ = ["KEY", "ShownCriterion", "add_quality", "shown"]

KEY = "satudata_quality"
LIST_SIGN = ", "
"""Between the names in a detail of a criterion."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCriterion:
    """A criterion in the reader's language."""

    name: str
    met: bool
    label: str
    sentence: str


def add_quality(context: Context, dataset: dict[str, Any]) -> None:
    """Put the verdicts of today into a dataset that `package_show` answers with."""
    # CKAN makes search documents with `validate` off, and entries of the activity stream with `for_view` off.
    if dataset.get("type") != "dataset" or context.get("validate") is False or context.get("for_view") is False:
        return
    today = date.today()  # noqa: DTZ011 - the day of the office that runs the portal
    criteria = quality.assess(dataset, today=today, same_title=_count_same_title(dataset))
    dataset[KEY] = {
        "date": today.isoformat(),
        "met": sum(criterion.met for criterion in criteria),
        "total": len(criteria),
        "criteria": [criterion.as_dict() for criterion in criteria],
    }


def shown(dataset: Mapping[str, Any]) -> list[ShownCriterion]:
    """The criteria of a dataset for its page; none where `package_show` gave none."""
    return [_in_words(criterion) for criterion in (dataset.get(KEY) or {}).get("criteria", ())]


def _count_same_title(dataset: Mapping[str, Any]) -> int:
    title = str(dataset.get("title") or "").strip()
    if not title:
        return 0
    table = model.package_table
    # Upper and lower case are the usual differences; whole equality uses CKAN's index on title and state.
    spellings = {title, title.upper(), title.lower(), title.title(), title.capitalize()}
    query = sa.select(sa.func.count()).where(
        table.c.title.in_(spellings),
        table.c.state == "active",
        table.c.private.is_(False),
        table.c.type == "dataset",
        table.c.id != dataset.get("id"),
    )
    return model.Session.scalar(query) or 0


def _in_words(criterion: Mapping[str, Any]) -> ShownCriterion:
    sentence = tk._(quality_texts.REASONS[criterion["reason"]])
    details = {name: _detail_in_words(name, value) for name, value in criterion["details"].items()}
    return ShownCriterion(
        name=criterion["name"],
        met=criterion["met"],
        label=tk._(quality_texts.LABELS[criterion["name"]]),
        sentence=sentence.format_map(_Details(details)),
    )


def _detail_in_words(name: str, value: str) -> str:
    if name == "fields":
        labels = {field["field_name"]: field["label"] for field in schema_files.dataset_fields()}
        return ", ".join(tk.h.scheming_language_text(labels.get(key, key)) for key in value.split(LIST_SIGN))
    if name == "rules":
        return ", ".join(tk._(quality_texts.TITLE_RULES[key]) for key in value.split(LIST_SIGN))
    return tk.h.render_datetime(value) or value if name == "last" else value


class _Details(dict[str, str]):
    """A translation with a placeholder of its own invention must not break the page."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"
