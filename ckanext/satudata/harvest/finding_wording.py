"""Findings for people: the fields that a message lists stand under the labels that the form of a dataset gives them,
and its times in words.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.satudata.codes.findings import Finding
from ckanext.satudata.codes.messages import Translate
from ckanext.satudata.harvest import moments
from ckanext.satudata.harvest.mapping.target import schema

__all__ = ["texts"]

LISTED = "fields"
SIGN = ", "
# What these quote is a time of ours; a time that a source wrote stays as it stands there.
_MOMENTS, _DAYS = frozenset({"HARVEST-46"}), frozenset({"HARVEST-52", "HARVEST-53"})


def texts(found: Finding, translate: Translate = tk._, locale: str | None = None) -> tuple[str, str]:
    """Message and remedy in the language of `translate`, and times as in `locale`, which is else the reader's."""
    if found.code in _MOMENTS:
        found = replace(found, value=moments.moment(found.value, locale))
    elif found.code in _DAYS:
        found = replace(found, details={**found.details, "date": moments.day(found.details["date"], locale)})
    if LISTED in found.details:
        names = found.details[LISTED].split(SIGN)
        found = replace(found, details={**found.details, LISTED: SIGN.join(_labelled(names, translate))})
    return found.message(translate), found.remedy(translate)


def _labelled(names: Iterable[str], translate: Translate) -> list[str]:
    # Labels that the schema gives by language are the site's own; those of ours are msgids.
    labels: dict[str, Any] = {field["field_name"]: field.get("label") for field in schema().get("dataset_fields", ())}
    return [translate(label) if isinstance(label := labels.get(name), str) else name for name in names]
