"""Names of harvested datasets, the last part of their address: a dataset keeps its name, a new one gets a free one."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ckan import model

from ckanext.satudata.codes.findings import Finding, finding
from ckanext.satudata.metadata.fields.title import NAME_LIMIT

SUFFIX_LENGTH = 8


class Names:
    """The names of one batch: those wanted by new datasets, looked up at once, and those given away so far."""

    def __init__(self, session: Session, wanted: Sequence[str]) -> None:
        package = model.Package
        rows = session.execute(sa.select(package.name, package.id).where(package.name.in_(wanted))).tuples()
        self._holder: dict[str, str] = dict(rows.all())

    def give(self, wanted: str, package_id: str) -> tuple[str, Finding | None]:
        """The wanted name, or one that is free: with the first characters of the dataset's id behind it."""
        if self._holder.setdefault(wanted, package_id) == package_id:
            return wanted, None
        suffix = package_id[:SUFFIX_LENGTH]
        name = f"{wanted[: NAME_LIMIT - SUFFIX_LENGTH - 1].rstrip('-')}-{suffix}"
        self._holder[name] = package_id
        return name, finding("HARVEST-04", place="name", value=wanted, name=name)
