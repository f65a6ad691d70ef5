"""Findings for people: the fields that a message lists stand under the labels that the form of a dataset gives them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.satudata.codes.findings import Finding
from ckanext.satudata.codes.messages import Translate
from ckanext.satudata.harvest.mapping.target import schema

__all__ = ["texts"]

LISTED = "fields"
SIGN = ", "


def texts(found: Finding, translate: Translate = tk._) -> tuple[str, str]:
    """Message and remedy in the language of `translate`."""
    if LISTED in found.details:
        names = found.details[LISTED].split(SIGN)
        found = replace(found, details={**found.details, LISTED: SIGN.join(_labelled(names, translate))})
    return found.message(translate), found.remedy(translate)


def _labelled(names: Iterable[str], translate: Translate) -> list[str]:
    # Labels that the schema gives by language are the site's own; those of ours are msgids.
    labels: dict[str, Any] = {field["field_name"]: field.get("label") for field in schema().get("dataset_fields", ())}
    return [translate(label) if isinstance(label := labels.get(name), str) else name for name in names]
