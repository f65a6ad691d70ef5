"""Who gets a letter: the admins of the walidata, and the addresses that the source names. Each address once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ckan import model

from ckanext.satudata.shared import organizations_of_kind

__all__ = ["Recipient", "recipients"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """A mail address with the name that stands before it, "" for none."""

    name: str
    address: str


def recipients(session: Session, addresses: Iterable[str]) -> list[Recipient]:
    """People first, in the order of their names."""
    found = {one.address.lower(): one for one in _admins(session)}
    for address in addresses:
        found.setdefault(address.lower(), Recipient(name="", address=address))
    return list(found.values())


def _admins(session: Session) -> list[Recipient]:
    person, member = model.User, model.Member
    query = (
        sa.select(person.name, person.fullname, person.email)
        .join(member, sa.and_(member.table_name == "user", member.table_id == person.id))
        .where(
            member.group_id.in_(organizations_of_kind("walidata")),
            member.capacity == "admin",
            member.state == "active",
            person.state == "active",
            person.email.is_not(None),
            person.email != "",
        )
        .distinct()
        .order_by(person.name)
    )
    return [Recipient(name=fullname or name, address=email) for name, fullname, email in session.execute(query)]
