"""Template helpers of the harvest pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import ckan.plugins.toolkit as tk

from ckanext.satudata.harvest import moments
from ckanext.satudata.harvest.model import DuplicateState
from ckanext.satudata.harvest.opd_findings.page import dataset_findings
from ckanext.satudata.harvest.remote_file.showing import TABLES, TEXTS

__all__ = [
    "satudata_dataset_findings",
    "satudata_duplicates",
    "satudata_hidden",
    "satudata_host",
    "satudata_is_remotely_shown",
    "satudata_moment",
    "satudata_readable",
]


def satudata_duplicates(package_id: str) -> list[dict[str, Any]]:
    """The pairs that a dataset is in and that nobody has rejected; none for whoever may not edit it."""
    try:
        found = tk.get_action("satudata_duplicate_list")({}, {"package_id": package_id})["results"]
    except tk.NotAuthorized:
        return []
    return [pair for pair in found if pair["state"] != DuplicateState.REJECTED.value]


def satudata_hidden(package_id: str) -> dict[str, Any] | None:
    """Since when a dataset that is gone at its source is hidden; None for whoever may not bring it back."""
    try:
        found = tk.get_action("satudata_hidden_list")({}, {"package_id": package_id})["results"]
    except tk.NotAuthorized:
        return None
    return found[0] if found else None


def satudata_dataset_findings(package: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """What still holds about a harvested dataset, as `satudata_finding_list` gives it; None for nothing."""
    return dataset_findings(package)


def satudata_host(url: str) -> str:
    """The host of an address, for people; "" where it has none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def satudata_is_remotely_shown(resource: Mapping[str, Any]) -> bool:
    """Whether the beginning of a file of this kind can be shown although the file lies elsewhere."""
    return str(resource.get("format") or "").strip().upper() in TABLES | TEXTS


def satudata_moment(text: str) -> str:
    """An ISO time stamp with its zone as day and minute in the reader's language and the portal's time zone."""
    return moments.moment(text)


def satudata_readable(value: object) -> object:
    """A value of a field as people read it: a whole time stamp in words, everything else as it is."""
    return moments.readable(value) if isinstance(value, str) else value
