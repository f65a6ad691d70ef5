"""People and organisations of a region, as tests of authorisation need them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from ckan.tests import factories

__all__ = ["People", "organization"]

User = dict[str, Any]
"""A user as CKAN's factories give one, with an API token under "token"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """An editor of each kind of organisation, and a mere member of the walidata."""

    walidata: User
    pembina: User
    editor: User
    other_editor: User
    member: User
    opd: dict[str, Any]


def people() -> People:
    """New people in new organisations."""
    walidata, pembina, editor, other, member = (factories.UserWithToken() for _ in range(5))
    organization("walidata", "Diskominfosatik", editor=walidata, member=member)
    organization("pembina", "Badan Pusat Statistik Kabupaten Serang", editor=pembina)
    organization("opd", "Dinas Pendidikan", editor=other)
    opd = organization("opd", "Dinas Kesehatan", editor=editor)
    return People(walidata=walidata, pembina=pembina, editor=editor, other_editor=other, member=member, opd=opd)


def organization(kind: str, title: str, **users: User) -> dict[str, Any]:
    """An organisation of a kind; users are given by their capacity."""
    return factories.Organization(
        name=f"{kind}-{uuid4().hex[:12]}",
        title=title,
        jenis_organisasi=kind,
        users=[{"name": user["name"], "capacity": capacity} for capacity, user in users.items()],
    )
