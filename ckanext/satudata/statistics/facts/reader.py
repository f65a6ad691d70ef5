"""Who asks for figures, and which origins he may see, as one SQL condition that every query of facts carries.

The rules are CKAN's and ours for datasets (public, private, draft, labels) and those of `metadata.withholding` for the
content of restricted data; a test holds both to `resource_show`. Deleted datasets and files show nothing at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from ckan import model
from ckan.lib.plugins import DefaultPermissionLabels, get_permission_labels
from ckan.types import Context

from ckanext.satudata.codes.access import Access
from ckanext.satudata.metadata import withholding
from ckanext.satudata.metadata.choices import choices
from ckanext.satudata.metadata.organizations import is_pembina, is_walidata
from ckanext.satudata.statistics import config
from ckanext.satudata.statistics.model import Origin

__all__ = ["Reader"]

ACCESS, KIND = "klasifikasi_akses", "jenis_data"
package = model.package_table
resource = model.resource_table


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """What decides about somebody's sight: permission labels, and his say in Satu Data."""

    sees_all: bool
    labels: frozenset[str] = frozenset()
    is_walidata: bool = False
    pembina_of: frozenset[str] = frozenset()
    """Kinds of data that he is pembina for; "" stands for datasets that name no kind."""

    @classmethod
    def of(cls, context: Context) -> Reader:
        """The reader behind a context."""
        if withholding.sees_all(context):
            return cls(sees_all=True)
        name = context.get("user")
        user = model.User.get(name) if name else None
        if user is None or user.state != "active":
            return cls(sees_all=False, labels=frozenset(("public",)))
        kinds = [choice.code for choice in choices(KIND) if is_pembina(name, choice.code)]
        return cls(
            sees_all=False,
            labels=frozenset(get_permission_labels().get_user_dataset_labels(user)),
            is_walidata=is_walidata(name),
            pembina_of=frozenset([*kinds, ""] if is_pembina(name) else kinds),
        )

    def origins(self) -> sa.Select[Any]:
        """The origins he may see, each with the size below which its counts are kept from him (0: none are)."""
        # Built once for equal readers: SQLAlchemy needs longer for the statement than PostgreSQL for the answer.
        return _origins(self, config.small_cell()) if _has_usual_labels() else self.build(config.small_cell())

    def build(self, usual_small_cell: int) -> sa.Select[Any]:
        """The statement of `origins`."""
        restricted = sa.func.coalesce(package.c.extras[ACCESS].astext.in_(withholding.WITHHELD), sa.false())
        site_wide = sa.case((restricted, usual_small_cell), else_=0)
        small_cell = sa.func.coalesce(Origin.small_cell, site_wide)
        return (
            sa.select(
                Origin.id,
                Origin.resource_id,
                package.c.id.label("package_id"),
                Origin.organization_id,
                Origin.method,
                Origin.rank,
                sa.case((self._works_with(), 0), else_=small_cell).label("small_cell"),
            )
            # One column each: a second condition that says the same makes PostgreSQL expect one origin, and walk
            # through the figures once for each of a hundred.
            .join(resource, resource.c.id == Origin.resource_id)
            .join(package, package.c.id == resource.c.package_id)
            .where(package.c.state != "deleted", resource.c.state == "active", *self._conditions(restricted))
        )

    def _conditions(self, restricted: sa.ColumnElement[bool]) -> list[sa.ColumnElement[bool]]:
        if self.sees_all:
            return []
        # The walidata looks at every dataset that is complete: `logic/private_auth.py`.
        decides = sa.and_(sa.literal(self.is_walidata), package.c.state == "active")
        return [sa.or_(decides, self._sees_dataset()), sa.or_(~restricted, self._sees_restricted())]

    def _sees_dataset(self) -> sa.ColumnElement[bool]:
        if not _has_usual_labels():
            return package.c.id.in_(self._labelled(get_permission_labels()))
        public = sa.and_(package.c.state == "active", package.c.private.is_(False))
        own = sa.and_(package.c.owner_org.is_(None), package.c.creator_user_id.in_(self._of("creator")))
        return sa.or_(public, own, package.c.owner_org.in_(self._of("member")), self._collaborates())

    def _labelled(self, labels: Any) -> list[str]:
        """With labels of another extension nothing can be said in SQL: each dataset with figures is asked for them."""
        ids = sa.select(Origin.package_id).distinct()
        found = model.Session.query(model.Package).filter(model.Package.id.in_(ids))
        return [one.id for one in found if self.labels.intersection(labels.get_dataset_labels(one))]

    def _sees_restricted(self) -> sa.ColumnElement[bool]:
        kind = sa.func.coalesce(package.c.extras[KIND].astext, "")
        as_pembina = sa.and_(
            package.c.extras[ACCESS].astext == Access.TERBATAS.value, kind.in_(sorted(self.pembina_of))
        )
        return sa.or_(self._works_with(), as_pembina)

    def _works_with(self) -> sa.ColumnElement[bool]:
        """The producing organisation, its collaborators and the walidata: nothing of the content is kept from them."""
        if self.sees_all or self.is_walidata:
            return sa.true()
        return sa.or_(package.c.owner_org.in_(self._of("member")), self._collaborates())

    def _collaborates(self) -> sa.ColumnElement[bool]:
        return package.c.id.in_(self._of("collaborator"))

    def _of(self, kind: str) -> list[str]:
        start = f"{kind}-"
        return sorted(label.removeprefix(start) for label in self.labels if label.startswith(start))


@lru_cache(maxsize=256)
def _origins(reader: Reader, usual_small_cell: int) -> sa.Select[Any]:
    return reader.build(usual_small_cell)


def _has_usual_labels() -> bool:
    # Extensions inherit from CKAN's class and override what they like: only the class itself is known.
    return type(get_permission_labels()) is DefaultPermissionLabels
