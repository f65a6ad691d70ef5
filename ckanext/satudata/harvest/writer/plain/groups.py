"""The groups and organizations that the datasets of a batch belong to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from ckan import model

from ckanext.satudata.harvest.writer.plain.rows import Row


class Groups:
    """Rows of groups and organizations, read once per batch: their titles may change while a run goes on."""

    def __init__(self) -> None:
        self.user_counts: dict[str, int] = {}
        self._by_id: dict[str, Row] = {}
        self._by_name: dict[str, Row] = {}

    def load(self, datasets: Iterable[dict[str, Any]]) -> None:
        """Read all that the validated datasets name, in two queries."""
        datasets = list(datasets)
        mentioned = [group for data in datasets for group in data.get("groups") or ()]
        keys = {data["owner_org"] for data in datasets if data.get("owner_org")}
        keys |= {key for group in mentioned for key in (group.get("id"), group.get("name")) if key}
        table = model.group_table
        query = sa.select(table).where(sa.or_(table.c.id.in_(keys), table.c.name.in_(keys)))
        rows = [dict(row._mapping) for row in model.Session.execute(query)] if keys else []  # noqa: SLF001 - its public name
        self._by_id = {row["id"]: row for row in rows}
        self._by_name = {row["name"]: row for row in rows}
        self.user_counts.clear()
        self.count_users(self._by_id.keys())

    def count_users(self, group_ids: Iterable[str]) -> None:
        """Make `user_counts` know the groups; CKAN shows the number of users with each group of a dataset."""
        unknown = sorted(set(group_ids) - self.user_counts.keys())
        if unknown:
            self.user_counts.update(_count_users(unknown))

    def organization(self, reference: str) -> Row | None:
        """The organization of this id or name; None if there is none, or a group has the name."""
        row = self._by_id.get(reference) or self._by_name.get(reference)
        return row if row and row["is_organization"] else None

    def of_dataset(self, data: dict[str, Any]) -> list[Row]:
        """The groups a validated dataset goes into: each once; CKAN passes over those it does not know."""
        found = {}
        for group in data.get("groups") or ():
            row = self._by_id.get(group["id"]) if group.get("id") else self._by_name.get(group.get("name") or "")
            if row:
                found[row["id"]] = row
        return list(found.values())


def _count_users(group_ids: list[str]) -> dict[str, int]:
    member, user = model.member_table.c, model.user_table
    query = (
        sa.select(member.group_id, sa.func.count())
        .join(user, member.table_id == user.c.id)
        .where(member.group_id.in_(group_ids), member.state == "active", member.table_name == "user")
        .group_by(member.group_id)
    )
    counts = dict.fromkeys(group_ids, 0)
    counts.update((group_id, count) for group_id, count in model.Session.execute(query))
    return counts
