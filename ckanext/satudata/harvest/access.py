"""Who sees what of the harvest: walidata and sysadmins everything, the admins of an OPD the sources that concern it.

All members of an OPD see the findings about its datasets.
"""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from ckan import authz, model
from ckan.types import Context

from ckanext.satudata.harvest.model import Record, Source
from ckanext.satudata.metadata.organizations import is_walidata


def manages(context: Context) -> bool:
    """Whether the user may create, change and run sources."""
    user = context.get("user")
    return bool(context.get("ignore_auth") or (user and (authz.is_sysadmin(user) or is_walidata(user))))


def own_organizations(context: Context) -> list[str]:
    """Ids of the organisations that the user is admin of."""
    return _organizations(context, model.Member.capacity == "admin")


def joined_organizations(context: Context) -> list[str]:
    """Ids of the organisations that the user belongs to, in whatever capacity."""
    return _organizations(context)


def edited_organizations(context: Context) -> list[str]:
    """Ids of the organisations whose datasets the user may edit."""
    return _organizations(context, model.Member.capacity.in_(("admin", "editor")))


def concerned(organization_ids: Sequence[str]) -> sa.ColumnElement[bool]:
    """Condition on Source: it holds records of one of these organisations, or falls back to one of them."""
    names = sa.select(model.Group.name).where(model.Group.id.in_(organization_ids))
    records = sa.select(Record.id).where(Record.source_id == Source.id, Record.organization_id.in_(organization_ids))
    return sa.or_(records.exists(), Source.mapping["default_organization"].astext.in_(names))


def may_see(context: Context, source_id: str) -> bool:
    """Whether the user may see this source and its runs."""
    if manages(context):
        return True
    mine = own_organizations(context)
    return bool(mine and model.Session.scalar(sa.select(Source.id).where(Source.id == source_id, concerned(mine))))


def _organizations(context: Context, *conditions: sa.ColumnElement[bool]) -> list[str]:
    member, group, person = model.Member, model.Group, model.User
    return list(
        model.Session.scalars(
            sa.select(group.id)
            .join(member, member.group_id == group.id)
            .join(person, sa.and_(member.table_name == "user", member.table_id == person.id))
            .where(
                sa.or_(person.name == context.get("user"), person.id == context.get("user")),
                member.state == "active",
                *conditions,
                group.is_organization.is_(True),
                group.state == "active",
            )
        )
    )
