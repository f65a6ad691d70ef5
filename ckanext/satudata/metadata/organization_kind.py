"""Who may make an organisation walidata or pembina data: sysadmins only.

The editors of such an organisation act for the whole portal; its admins may edit everything else of it.
Source: Perpres 39/2019 Pasal 13, 20, 21: both are appointed.
"""

from __future__ import annotations

from ckan import authz
from ckan.types import Context

from ckanext.satudata.metadata.organizations import kind_of

__all__ = ["APPOINTED", "is_allowed", "kept_kind"]

APPOINTED = frozenset({"walidata", "pembina"})
"""Kinds that nobody gives to himself."""


def kept_kind(context: Context) -> str:
    """The kind that the organisation has and that an edit without this field must not take from it; "" for others."""
    group = context.get("group")
    stored = kind_of(group) if group else ""
    return stored if stored in APPOINTED else ""


def is_allowed(kind: str, context: Context) -> bool:
    """Whether the writer may give the organisation this kind."""
    group = context.get("group")
    stored = kind_of(group) if group else ""
    if kind == stored or APPOINTED.isdisjoint({kind, stored}) or context.get("ignore_auth"):
        return True
    user = context.get("user")
    return bool(user and authz.is_sysadmin(user))
