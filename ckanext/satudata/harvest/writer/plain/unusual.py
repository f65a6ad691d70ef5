"""What the batch path leaves to CKAN's action: rare in a harvest, intricate in CKAN.

A dataset is unusual if it carries an upload, a tag with a vocabulary, relationships, private data of plugins, or a
value of a type that PostgreSQL would convert, so that what is shown would differ from what is stored. A dataset that is
stored already is saved by CKAN's own code, and its files and tags are read back before it is shown: those may be as
`package_show` tells them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Container
from typing import Any

import sqlalchemy as sa

from ckan import model

_ALLOWED: tuple[tuple[type[sa.types.TypeEngine[Any]], type], ...] = (
    (sa.types.DateTime, dt.datetime),
    (sa.types.Boolean, bool),
    (sa.types.Integer, int),
    (sa.types.UnicodeText, str),
    (sa.types.Unicode, str),
)


class UnusualError(Exception):
    """The dataset must go through CKAN's action; the text says why."""


class Unusual:
    """Finds the datasets that the batch path does not handle. All methods raise UnusualError."""

    def __init__(self) -> None:
        self._package_types = _python_types(model.package_table)
        self._resource_types = _python_types(model.resource_table)

    def check_uploads(self, dataset: dict[str, Any]) -> None:
        """Before validation: CKAN's uploaders take their keys out of the resources."""
        resources = dataset.get("resources")
        for resource in resources if isinstance(resources, list) else ():
            if isinstance(resource, dict) and (resource.get("upload") or resource.get("clear_upload")):
                raise UnusualError("it carries an upload")

    def check_new(self, data: dict[str, Any]) -> None:
        """A new dataset, after validation."""
        self._check(data)
        if any(tag.get("id") for tag in data.get("tags") or ()):
            raise UnusualError("a tag is named by its id")
        for resource in data.get("resources") or ():
            _check_types(resource, self._resource_types)
            _check_file(resource)

    def check_changed(self, data: dict[str, Any], copied: Container[int]) -> None:
        """A stored dataset, after validation; `copied` are the positions of files that stay as they are."""
        self._check(data)
        for position, resource in enumerate(data.get("resources") or ()):
            if position not in copied:
                _check_file(resource)

    def _check(self, data: dict[str, Any]) -> None:
        if data.get("plugin_data"):
            raise UnusualError("it carries private data of plugins")
        if data.get("relationships_as_subject") or data.get("relationships_as_object"):
            raise UnusualError("it carries relationships")
        if any(tag.get("vocabulary_id") for tag in data.get("tags") or ()):
            raise UnusualError("a tag belongs to a vocabulary")
        if any("capacity" in group for group in data.get("groups") or ()):
            raise UnusualError("a group has a capacity")
        _check_types(data, self._package_types)


def _check_file(resource: dict[str, Any]) -> None:
    if resource.get("url_type") == "upload":
        raise UnusualError("a resource is an uploaded file")


def _python_types(table: sa.Table) -> dict[str, type]:
    types = {}
    for column in table.c:
        for sql_type, python_type in _ALLOWED:
            if isinstance(column.type, sql_type):
                types[column.name] = python_type
                break
    # Overwritten, or ignored, whatever the data say.
    for name in ("metadata_created", "position", "state") if table is model.resource_table else ("metadata_created",):
        types.pop(name, None)
    if table is model.resource_table:
        del types["metadata_modified"]
    return types


def _check_types(data: dict[str, Any], types: dict[str, type]) -> None:
    for name, python_type in types.items():
        value = data.get(name)
        if value is None:
            continue
        if type(value) is not python_type or (python_type is dt.datetime and value.tzinfo is not None):
            raise UnusualError(f"{name} is of type {type(value).__name__}")
