"""Showing datasets from the rows in memory: CKAN's own `package_dictize`, without its seven queries per dataset.

It builds each query before it hands it to `_execute`, which costs a third of its time. Here the tables that it names
are stand-ins, and the queries made of them are empty.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine.result import IteratorResult, SimpleResultMetaData

from ckan import model
from ckan.types import Context

from ckanext.satudata.harvest.writer.core_copy import copy_of
from ckanext.satudata.harvest.writer.plain.rows import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetRows:
    """All rows that make up one dataset, besides the package itself; `tags` are (tag, state) as in the join."""

    resources: Sequence[Row]
    tags: Sequence[Row]
    groups: Sequence[Row]
    organization: Row | None
    relationships_as_subject: Sequence[Row] = ()
    relationships_as_object: Sequence[Row] = ()


class MemoryDictizer:
    """Dictizes datasets whose rows are at hand; one per writer, not to be shared by threads."""

    def __init__(self, user_counts: Mapping[str, int]) -> None:
        """`user_counts`: users per group id, kept up to date by the owner for the groups of the rows."""
        self._user_counts = user_counts
        self._answers: list[tuple[sa.Table, IteratorResult[Any]]] = []
        self._module = copy_of(
            "ckan.lib.dictization.model_dictize",
            _execute=self._answer,
            _get_members=self._members,
            model=_ModelWithoutTables(),
            select=_Query,
        )
        self._metadata = {
            "resources": _columns(model.resource_table),
            "tags": _columns(model.tag_table, "state"),
            "groups": _columns(model.group_table, "capacity"),
            "organization": _columns(model.group_table),
            "relationships": _columns(model.package_relationship_table),
        }

    def package_dict(self, package: model.Package, rows: DatasetRows, context: Context) -> dict[str, Any]:
        """What `package_dictize` gives for the package."""
        self._answers = [
            (model.resource_table, self._result("resources", rows.resources)),
            (model.package_tag_table, self._result("tags", rows.tags)),
            (model.member_table, self._result("groups", rows.groups)),
            (model.group_table, self._result("organization", [rows.organization] if rows.organization else [])),
            (model.package_relationship_table, self._result("relationships", rows.relationships_as_subject)),
            (model.package_relationship_table, self._result("relationships", rows.relationships_as_object)),
        ]
        shown = self._module.package_dictize(package, context, False)
        if self._answers:
            raise CoreChangedError("package_dictize did not ask for everything it asked for in CKAN 2.12")
        return shown

    def _result(self, name: str, rows: Iterable[Row]) -> IteratorResult[Any]:
        names, metadata = self._metadata[name]
        return IteratorResult(metadata, (tuple(row.get(name) for name in names) for row in rows))

    def _answer(self, _query: Any, asked: _Table, _context: Context) -> IteratorResult[Any]:
        expected, result = self._answers.pop(0)
        if expected is not asked.table:
            raise CoreChangedError(f"package_dictize asked for {asked.table} where CKAN 2.12 asks for {expected}")
        return result

    def _members(self, _context: Context, group: Any, member_type: str) -> range:
        # Only the number is asked for: group_list_dictize wants `member_count`.
        if member_type != "users":
            raise CoreChangedError(f"package_dictize asked for the {member_type} of a group")
        return range(self._user_counts[group.id])


class CoreChangedError(Exception):
    """CKAN works differently from the release this was written for; the writer falls back to the actions."""


class _Query:
    """Takes every step that builds a query, and is none."""

    def __init__(self, *_columns: Any) -> None: ...

    def where(self, *_conditions: Any) -> _Query:
        return self

    def join(self, *_tables: Any) -> _Query:
        return self


class _Column:
    """Compares with anything, and says nothing."""

    __slots__ = ()

    def __eq__(self, _other: object) -> bool:
        return True

    __hash__ = object.__hash__


@dataclass(frozen=True, slots=True)
class _Table:
    """Stands for a table where `package_dictize` names one."""

    table: sa.Table

    @property
    def c(self) -> defaultdict[str, _Column]:
        return _COLUMNS


class _ModelWithoutTables:
    """`ckan.model` whose tables are stand-ins."""

    def __init__(self) -> None:
        for name, value in vars(model).items():
            setattr(self, name, _Table(value) if isinstance(value, sa.Table) else value)


_COLUMNS: defaultdict[str, _Column] = defaultdict(_Column)


def _columns(table: sa.Table, *more: str) -> tuple[list[str], SimpleResultMetaData]:
    names = [*(column.name for column in table.c), *more]
    return names, SimpleResultMetaData(names)
