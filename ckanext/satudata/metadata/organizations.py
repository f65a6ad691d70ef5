"""Organisations of Satu Data: their kinds, and who speaks for a walidata or a pembina data.

An editor or admin of an organisation of kind `walidata` (or `pembina`) acts as walidata (or pembina) for the whole
portal. Sysadmins are not meant here: CKAN lets them pass by itself. Source: Perpres 39/2019 Pasal 13, 20, 21.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from flask import g, has_request_context

from ckan import model

from ckanext.satudata.codes import jenis, pembina
from ckanext.satudata.metadata.choices import choices

__all__ = ["KINDS", "Membership", "is_pembina", "is_walidata", "kind_of", "memberships", "organizations_of_kind"]

KINDS = tuple(choice.code for choice in choices("jenis_organisasi"))
"""opd, walidata, pembina, kecamatan, desa, instansi_vertikal."""
SPEAKING_CAPACITIES = ("admin", "editor")
_CACHE = "satudata_memberships"


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """A user's seat as editor or admin. `agency` is the pembina data that an organisation of that kind acts for."""

    organization_id: str
    name: str
    kind: str
    agency: pembina.Pembina | None


def is_walidata(user: str | None) -> bool:
    """Whether the user (name or id) is editor or admin of a walidata."""
    return any(seat.kind == "walidata" for seat in memberships(user))


def is_pembina(user: str | None, jenis_data: str | None = None) -> bool:
    """Whether the user is editor or admin of a pembina data; with `jenis_data`, of the one for that kind of data."""
    seats = [seat for seat in memberships(user) if seat.kind == "pembina"]
    if not jenis_data:
        return bool(seats)
    kind = jenis.parse_data(jenis_data)
    return kind is not None and any(seat.agency and pembina.fits(seat.agency, kind) for seat in seats)


def memberships(user: str | None) -> tuple[Membership, ...]:
    """The user's seats as editor or admin; asked of the database once per request."""
    if not user:
        return ()
    if not has_request_context():
        return _query(user)
    cache: dict[str, tuple[Membership, ...]] = g.setdefault(_CACHE, {})
    if user not in cache:
        cache[user] = _query(user)
    return cache[user]


def organizations_of_kind(kind: str) -> list[str]:
    """Ids of the active organisations of a kind, by title."""
    group = model.Group
    query = sa.select(group.id).where(
        group.state == "active",
        group.is_organization.is_(True),
        model.group_table.c.extras["jenis_organisasi"].astext == kind,
    )
    return list(model.Session.scalars(query.order_by(group.title)))


def kind_of(organization: model.Group) -> str:
    """The kind of an organisation; "" where nobody has said it."""
    # CKAN 2.12 keeps extras in a column that its class does not declare.
    extras: Mapping[str, str] = getattr(organization, "extras", None) or {}
    return extras.get("jenis_organisasi", "")


def _query(user: str) -> tuple[Membership, ...]:
    group, member, person = model.Group, model.Member, model.User
    query = (
        sa.select(group.id, group.name, group.title, model.group_table.c.extras)
        .join(member, member.group_id == group.id)
        .join(person, sa.and_(member.table_name == "user", member.table_id == person.id))
        .where(
            sa.or_(person.name == user, person.id == user),
            person.state == "active",
            member.state == "active",
            member.capacity.in_(SPEAKING_CAPACITIES),
            group.state == "active",
            group.is_organization.is_(True),
        )
    )
    return tuple(_membership(*row) for row in model.Session.execute(query))


def _membership(group_id: str, name: str, title: str | None, extras: Mapping[str, str] | None) -> Membership:
    known = extras or {}
    kind = known.get("jenis_organisasi", "")
    spellings = (name, title, known.get("nama_resmi")) if kind == "pembina" else ()
    agency = next(filter(None, (pembina.parse(text) for text in spellings if text)), None)
    return Membership(organization_id=group_id, name=name, kind=kind, agency=agency)
