"""Files of data that are not open: kept from everybody but those who work with them. The description stays public.

The list of data is open by law, restricted data included (UU 14/2008 Pasal 11; the Daftar Data has a column for it);
what is kept back is the content: every resource with its address, its name and what the search knows of it. Who gets
it: `may_see_files`. Where it is kept back: `logic/withheld_actions.py`, `logic/withheld_auth.py` and `indexing.py`.
Source: UU 14/2008 Pasal 17 and 19, Perpres 39/2019 Pasal 37; docs/decisions/006-restricted-data.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from flask import g, has_request_context

from ckan import authz, model
from ckan.types import Context

from ckanext.satudata.codes.access import Access
from ckanext.satudata.metadata.organizations import is_pembina, is_walidata

__all__ = ["KEY", "WITHHELD", "is_open", "may_see_files", "sees_all", "withhold", "withhold_unless_seen"]

FIELD = "klasifikasi_akses"
KEY = "satudata_withheld"
"""Of a dataset without its files: `{"files": how many there are}`. A dict, which CKAN ignores when it comes back."""
WITHHELD = frozenset({Access.TERBATAS.value, Access.TERTUTUP.value})
_CACHE = "satudata_organizations_of"


def is_open(dataset: Mapping[str, Any]) -> bool:
    """Whether a package dict, in our schema or in CKAN's default one, is of data for everybody.

    >>> is_open({"klasifikasi_akses": "terbuka"}), is_open({"extras": [{"key": FIELD, "value": "terbatas"}]})
    (True, False)
    """
    return _access(dataset) not in WITHHELD


def may_see_files(context: Context, dataset: Mapping[str, Any]) -> bool:
    """Whether the user of the context gets the files of this dataset.

    Data that are terbatas: the producing organisation, the walidata, and the pembina of that kind of data. Data that
    are tertutup: the producing organisation and the walidata. Collaborators and sysadmins always.
    """
    access = _access(dataset)
    if access not in WITHHELD or sees_all(context):
        return True
    user = context.get("user")
    if not user:
        return False
    return (
        dataset.get("owner_org") in _organizations_of(user)
        or is_walidata(user)
        or (access == Access.TERBATAS.value and is_pembina(user, _field(dataset, "jenis_data")))
        or _collaborates(user, str(dataset.get("id") or ""))
    )


def sees_all(context: Context) -> bool:
    """Whether nothing is kept from the user: sysadmins, and CKAN's own work."""
    user = context.get("user")
    return bool(context.get("ignore_auth") or (user and authz.is_sysadmin(user)))


def withhold(dataset: dict[str, Any]) -> None:
    """Take the files out of a package dict."""
    files = dataset.get("resources") or []
    dataset[KEY] = {"files": len(files)}
    dataset["resources"] = []
    dataset["num_resources"] = 0


def withhold_unless_seen(context: Context, dataset: dict[str, Any]) -> None:
    """Take the files out of a package dict unless they are open, or the user may see or change them."""
    if is_open(dataset) or may_see_files(context, dataset) or _may_change(context, dataset):
        return
    withhold(dataset)


def _access(dataset: Mapping[str, Any]) -> str:
    return _field(dataset, FIELD)


def _field(dataset: Mapping[str, Any], name: str) -> str:
    if name in dataset:
        return str(dataset[name] or "")
    extras = dataset.get("extras")
    if isinstance(extras, Mapping):
        return str(extras.get(name) or "")
    return next((str(extra.get("value") or "") for extra in extras or () if extra.get("key") == name), "")


def _organizations_of(user: str) -> frozenset[str]:
    """Ids of the organisations that the user is a member of, in whatever capacity; asked once per request."""
    if not has_request_context():
        return _query(user)
    cache: dict[str, frozenset[str]] = g.setdefault(_CACHE, {})
    if user not in cache:
        cache[user] = _query(user)
    return cache[user]


def _query(user: str) -> frozenset[str]:
    group, member, person = model.Group, model.Member, model.User
    query = (
        sa.select(group.id)
        .join(member, member.group_id == group.id)
        .join(person, sa.and_(member.table_name == "user", member.table_id == person.id))
        .where(
            sa.or_(person.name == user, person.id == user),
            person.state == "active",
            member.state == "active",
            group.state == "active",
            group.is_organization.is_(True),
        )
    )
    return frozenset(model.Session.scalars(query))


def _collaborates(user: str, package_id: str) -> bool:
    if not authz.check_config_permission("allow_dataset_collaborators"):
        return False
    collaborator, person = model.PackageMember, model.User
    query = sa.select(collaborator.package_id).where(
        collaborator.package_id == package_id,
        collaborator.user_id.in_(sa.select(person.id).where(sa.or_(person.name == user, person.id == user))),
    )
    return model.Session.scalar(query) is not None


def _may_change(context: Context, dataset: Mapping[str, Any]) -> bool:
    # Another plugin may let more people edit. Whoever sends back what he was shown must not delete the files by that.
    user = context.get("user")
    if not user:
        return False
    own: Context = {"user": user, "auth_user_obj": context.get("auth_user_obj")}
    return authz.is_authorized_boolean("package_update", own, {"id": dataset.get("id")})
